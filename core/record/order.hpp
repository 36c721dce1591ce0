// SPDX-License-Identifier: MIT
// The order of rows in a report: by one number, highest first, then by their keys, lowest first, so that ties stand the
// same way in every run. Works a column at a time: all rows by the number, then each run of equals by the next word of
// the key, and so on; rows are read once a column, and sorted as pairs of a word and an ordinal.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "record/row_store.hpp"
#include "record/schema.hpp"

namespace hookline::record {

// `word`: what the row is sorted by at present.
struct Ranked {
    std::uint64_t word;
    std::uint32_t ordinal;
};

// A number of that type as a word that sorts like it.
std::uint64_t sortable(const hookline_column& column, const std::uint64_t* row);
std::uint64_t sortable(double number);

class Order {
public:
    explicit Order(const Schema& schema);

    // Brings the first `count` rows in order and to the front. `ranked` comes with words to sort by, highest first.
    void sort(std::vector<Ranked>& ranked, std::size_t count, const RowStore& rows) const;

private:
    // A part of the key, in the order of the schema's columns.
    struct Part {
        enum class Kind : std::uint8_t { number, bytes, text_start, text } kind;
        const hookline_column* column;
        std::uint32_t offset;
        std::uint32_t width;
    };
    using Run = std::span<Ranked>;

    void add_parts(const hookline_column& column);
    void sort_run(Run run, std::size_t part, const RowStore& rows) const;
    void sort_by_words(Run run, std::size_t next_part, const RowStore& rows) const;
    [[nodiscard]] static std::uint64_t word(const Part& part, const std::uint64_t* row);
    static void sort_by_text(Run run, const Part& part, const RowStore& rows);

    std::vector<Part> parts_;
};

}  // namespace hookline::record
