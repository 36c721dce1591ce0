// SPDX-License-Identifier: MIT
#include "record/merge.hpp"

#include <algorithm>
#include <cstring>

#include "record/types.hpp"

namespace hookline::record {

namespace {

bool keeps_one_of_many(const hookline_column& column)
{
    return column.merge == HOOKLINE_MERGE_LAST || column.merge == HOOKLINE_MERGE_FIRST;
}

template <class T>
T merged(std::uint32_t merge, T into, T from)
{
    switch (merge) {
    case HOOKLINE_MERGE_SUM: return static_cast<T>(into + from);
    case HOOKLINE_MERGE_MIN: return std::min(into, from);
    case HOOKLINE_MERGE_MAX: return std::max(into, from);
    default: return from;
    }
}

template <class T>
void merge_as(std::uint32_t merge, std::byte* into, const std::byte* from)
{
    T a;
    T b;
    std::memcpy(&a, into, sizeof a);
    std::memcpy(&b, from, sizeof b);
    a = merged(merge, a, b);
    std::memcpy(into, &a, sizeof a);
}

void merge_bits(std::byte* into, const std::byte* from, std::size_t width)
{
    for (std::size_t i = 0; i < width; ++i) into[i] |= from[i];
}

}  // namespace

Merge::Merge(const Schema& schema, Rows rows, const std::vector<const hookline_column*>& except)
{
    const auto columns = schema.columns();
    for (std::size_t i = 0; i < columns.size(); ++i) {
        const auto& column = columns[i];
        if (column.role == HOOKLINE_KEY || std::find(except.begin(), except.end(), &column) != except.end()) continue;
        if (rows == Rows::many && keeps_one_of_many(column)) continue;
        steps_.push_back({column.offset, column.width, column.type, column.merge, presence_bit(column)});
    }
}

void Merge::operator()(std::uint64_t* into, const std::uint64_t* from) const
{
    auto* to = reinterpret_cast<std::byte*>(into);
    const auto* source = reinterpret_cast<const std::byte*>(from);
    for (const auto& step : steps_) {
        if ((from[0] & step.bit) == 0) continue;
        if ((into[0] & step.bit) == 0)
            std::memcpy(to + step.offset, source + step.offset, step.width);
        else
            combine(step, to + step.offset, source + step.offset);
        into[0] |= step.bit;
    }
}

// The tables' own types: no byte order but the host's.
void Merge::combine(const Step& step, std::byte* into, const std::byte* from)
{
    if (step.merge == HOOKLINE_MERGE_FIRST) return;
    if (step.merge == HOOKLINE_MERGE_OR) return merge_bits(into, from, step.width);
    switch (step.type) {
    case HOOKLINE_U64:
    case HOOKLINE_DURATION: return merge_as<std::uint64_t>(step.merge, into, from);
    case HOOKLINE_TIME:
    case HOOKLINE_I64: return merge_as<std::int64_t>(step.merge, into, from);
    case HOOKLINE_F64: return merge_as<double>(step.merge, into, from);
    case HOOKLINE_U32: return merge_as<std::uint32_t>(step.merge, into, from);
    case HOOKLINE_U16: return merge_as<std::uint16_t>(step.merge, into, from);
    case HOOKLINE_BOOL:
    case HOOKLINE_U8: return merge_as<std::uint8_t>(step.merge, into, from);
    default: std::memcpy(into, from, step.width);
    }
}

}  // namespace hookline::record
