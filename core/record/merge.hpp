// SPDX-License-Identifier: MIT
// Adds one table row to another with the same key, each column as its `merge` says.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "record/schema.hpp"

namespace hookline::record {

class Merge {
public:
    enum class Rows {
        same_key,
        many,  // into a row that stands for many: only what holds for all of them (sums, min, max, or)
    };
    // Columns in `except` are left alone, as are keys.
    Merge(const Schema& schema, Rows rows, const std::vector<const hookline_column*>& except);

    void operator()(std::uint64_t* into, const std::uint64_t* from) const;

private:
    // Makes one value of two of that width.
    using Combine = void (*)(std::byte* into, const std::byte* from, std::size_t width);
    struct Step {
        std::uint32_t offset;
        std::uint32_t width;
        std::uint64_t bit;
        Combine combine;
    };
    // Columns that are or'ed, wherever they stand in a word of the row: what has no value is zero, so that no row needs a
    // question asked.
    struct Bits {
        std::size_t word;
        std::uint64_t mask;
    };
    static Combine combine_for(const hookline_column& column);
    void add_bits(const hookline_column& column);

    std::vector<Step> steps_;
    std::vector<Bits> bits_;
    std::uint64_t bits_presence_ = 0;
};

}  // namespace hookline::record
