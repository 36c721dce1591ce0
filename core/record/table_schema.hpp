// SPDX-License-Identifier: MIT
// The schema of a table's rows: the union of its inputs' columns by name, what the table adds, most useful first.
#pragma once

#include <vector>

#include "config/model.hpp"
#include "record/table.hpp"

namespace hookline::record {

// Null where something does not fit: then there are complaints. Types are the host's: network byte order is undone, and
// what is summed is 64 bits wide.
SchemaPtr make_table_schema(const std::vector<Input>& inputs, const config::Pipeline& pipeline,
                            config::Complaints& complaints);

// The number that reports are sorted by: `sort_by`, or, where that is the default and there is no such column, the first
// counter. Null: there is none, rows stand in the order of their keys.
const hookline_column* find_sort_column(const Schema& output, const config::Pipeline& pipeline,
                                        config::Complaints& complaints);

}  // namespace hookline::record
