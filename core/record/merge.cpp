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

using Combine = void (*)(std::byte* into, const std::byte* from, std::size_t width);

void keep_first(std::byte*, const std::byte*, std::size_t) {}
void take_last(std::byte* into, const std::byte* from, std::size_t width)
{
    std::memcpy(into, from, width);
}

template <class T>
struct Sum {
    T operator()(T a, T b) const { return static_cast<T>(a + b); }
};
template <class T>
struct Min {
    T operator()(T a, T b) const { return std::min(a, b); }
};
template <class T>
struct Max {
    T operator()(T a, T b) const { return std::max(a, b); }
};

template <class T, template <class> class Operation>
void calculate(std::byte* into, const std::byte* from, std::size_t)
{
    T a;
    T b;
    std::memcpy(&a, into, sizeof a);
    std::memcpy(&b, from, sizeof b);
    a = Operation<T>{}(a, b);
    std::memcpy(into, &a, sizeof a);
}

// Tables hold no byte order but the host's.
template <template <class> class Operation>
Combine for_type(std::uint32_t type)
{
    switch (type) {
    case HOOKLINE_TIME:
    case HOOKLINE_I64: return calculate<std::int64_t, Operation>;
    case HOOKLINE_F64: return calculate<double, Operation>;
    case HOOKLINE_U32: return calculate<std::uint32_t, Operation>;
    case HOOKLINE_U16: return calculate<std::uint16_t, Operation>;
    case HOOKLINE_BOOL:
    case HOOKLINE_U8: return calculate<std::uint8_t, Operation>;
    default: return calculate<std::uint64_t, Operation>;
    }
}

}  // namespace

Merge::Merge(const Schema& schema, Rows rows, const std::vector<const hookline_column*>& except)
{
    const auto columns = schema.columns();
    for (std::size_t i = 0; i < columns.size(); ++i) {
        const auto& column = columns[i];
        if (column.role == HOOKLINE_KEY || std::find(except.begin(), except.end(), &column) != except.end()) continue;
        if (rows == Rows::many && keeps_one_of_many(column)) continue;
        if (column.merge == HOOKLINE_MERGE_OR)
            add_bits(column);
        else
            steps_.push_back({column.offset, column.width, presence_bit(column), combine_for(column)});
    }
}

void Merge::add_bits(const hookline_column& column)
{
    const auto word = column.offset / sizeof(std::uint64_t);
    auto found = std::find_if(bits_.begin(), bits_.end(), [&](const Bits& bits) { return bits.word == word; });
    if (found == bits_.end()) found = bits_.insert(found, {word, 0});
    std::memset(reinterpret_cast<std::byte*>(&found->mask) + column.offset % sizeof(std::uint64_t), 0xff, column.width);
    bits_presence_ |= presence_bit(column);
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
            step.combine(to + step.offset, source + step.offset, step.width);
        into[0] |= step.bit;
    }
    for (const auto& bits : bits_)
        into[bits.word] |= from[bits.word] & bits.mask;
    into[0] |= from[0] & bits_presence_;
}

Merge::Combine Merge::combine_for(const hookline_column& column)
{
    switch (column.merge) {
    case HOOKLINE_MERGE_SUM: return for_type<Sum>(column.type);
    case HOOKLINE_MERGE_MIN: return for_type<Min>(column.type);
    case HOOKLINE_MERGE_MAX: return for_type<Max>(column.type);
    case HOOKLINE_MERGE_FIRST: return keep_first;
    default: return take_last;
    }
}

}  // namespace hookline::record
