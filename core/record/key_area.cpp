// SPDX-License-Identifier: MIT
#include "record/key_area.hpp"

#include <algorithm>
#include <cstring>

#include "record/types.hpp"

namespace hookline::record {

KeyArea::KeyArea(const Schema& schema)
{
    std::size_t end = sizeof(std::uint64_t);
    const auto columns = schema.columns();
    for (std::size_t i = 0; i < columns.size(); ++i) {
        if (columns[i].role != HOOKLINE_KEY) continue;
        key_bits_ |= presence_bit(columns[i]);
        end = std::max<std::size_t>(end, columns[i].offset + columns[i].width);
    }
    if (end == sizeof(std::uint64_t)) return;  // no keys: all rows are one
    last_ = (end - 1) / sizeof(std::uint64_t);
    std::memset(&last_mask_, 0xff, end - last_ * sizeof(std::uint64_t));
}

}  // namespace hookline::record
