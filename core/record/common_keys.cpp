// SPDX-License-Identifier: MIT
#include "record/common_keys.hpp"

#include <algorithm>
#include <cstddef>

#include "record/types.hpp"

namespace hookline::record {
namespace {

std::byte* bytes_of(std::uint64_t* row, const hookline_column& column)
{
    return reinterpret_cast<std::byte*>(row) + column.offset;
}

const std::byte* bytes_of(const std::uint64_t* row, const hookline_column& column)
{
    return reinterpret_cast<const std::byte*>(row) + column.offset;
}

}  // namespace

CommonKeys::CommonKeys(const Schema& schema)
{
    const auto columns = schema.columns();
    for (std::size_t i = 0; i < columns.size(); ++i)
        if (columns[i].role == HOOKLINE_KEY && columns[i].name_count != 0) columns_.push_back(&columns[i]);
}

void CommonKeys::take(std::uint64_t* other, const std::uint64_t* first) const
{
    for (const auto* column : columns_) {
        other[0] |= first[0] & presence_bit(*column);
        std::copy_n(bytes_of(first, *column), column->width, bytes_of(other, *column));
    }
}

void CommonKeys::keep_common(std::uint64_t* other, const std::uint64_t* next) const
{
    for (const auto* column : columns_) {
        const auto bit = presence_bit(*column);
        if ((other[0] & bit) == 0) continue;
        auto* ours = bytes_of(other, *column);
        if ((next[0] & bit) != 0 && std::equal(ours, ours + column->width, bytes_of(next, *column))) continue;
        other[0] &= ~bit;
        std::fill_n(ours, column->width, std::byte{0});
    }
}

}  // namespace hookline::record
