// SPDX-License-Identifier: MIT
// From a row of one input to a row of the table. Which columns have a value decides what is copied; as rows of a
// capture show few such masks, each gets a compiled list of copies, neighbours in one.
#pragma once

#include <hookline/row.hpp>

#include <cstdint>
#include <string>
#include <vector>

#include "record/interner.hpp"
#include "record/schema.hpp"

namespace hookline::record {

class Projection {
public:
    // Columns of `input` that `output` has not are left out. `capture` fills the column of that name, if there is one.
    Projection(SchemaPtr input, const Schema& output, std::string capture);

    // Writes the whole of `out`: what has no value is zero.
    void operator()(const Row& row, Interner& texts, std::uint64_t* out);

private:
    enum class How : std::uint8_t { bytes, integer, chars, text };
    struct Copy {
        How how;
        std::uint32_t to;
        std::uint32_t width;  // in the output
        std::uint32_t from;
        const hookline_column* input;
        std::uint64_t output_bit;
    };
    struct Plan {
        std::uint64_t mask = 0;  // the input's presence
        std::uint64_t presence = 0;  // the output's
        std::vector<Copy> copies;
    };

    [[nodiscard]] const Plan& plan_for(const Row& row);
    [[nodiscard]] Plan make_plan(std::uint64_t mask) const;

    SchemaPtr input_;
    std::size_t row_words_;
    std::vector<Copy> copies_;  // of all columns, in the order of the output's offsets
    std::uint64_t input_bits_ = 0;
    std::uint64_t constant_bits_ = 0;  // columns that each row has
    const hookline_column* capture_column_;
    std::string capture_;
    std::vector<Plan> plans_;
    std::size_t latest_ = 0;
};

}  // namespace hookline::record
