// SPDX-License-Identifier: MIT
// Rows of text in aligned columns.
#pragma once

#include <string>
#include <vector>

namespace hookline::config {

// Two spaces between columns, `indent` before the first, nothing behind the last.
std::string text_table(const std::vector<std::vector<std::string>>& rows, std::size_t indent = 0);

}  // namespace hookline::config
