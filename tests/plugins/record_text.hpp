// SPDX-License-Identifier: MIT
// A batch of any schema as lines that a test can compare: all that a sink was told, and nothing else.
#pragma once

#include <hookline/row.hpp>

#include <string>

namespace tests {

// write source="pipeline 1" stream=flow kind=table rows=2 flags=begin,end,final
std::string batch_line(const hookline::Batch& batch);
// row packets=3 bytes=300 proto=TCP src_addr=10.0.0.1 interface="gen0" data=00ff61
// Columns that have no value in this row are left out.
std::string row_line(const hookline::Batch& batch, std::size_t index);

}  // namespace tests
