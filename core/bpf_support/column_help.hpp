// SPDX-License-Identifier: MIT
// The columns of the flow schema, where a capture means something of its own by some of them.
#pragma once

#include <hookline/flow_schema.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <utility>

namespace hookline::bpf {

template <std::size_t Count>
auto flow_columns_with(const std::array<std::pair<hookline_flow_column, const char*>, Count>& help)
{
    auto columns = std::to_array(hookline_flow_columns);
    for (const auto& [id, text] : help)
        std::find_if(columns.begin(), columns.end(), [id](const auto& column) { return column.id == id; })->help = text;
    return columns;
}

}  // namespace hookline::bpf
