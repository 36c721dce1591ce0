// SPDX-License-Identifier: MIT
#pragma once

#include <hookline/row.hpp>

#include <cstdint>
#include <vector>

#include "common/text.hpp"

namespace hookline::table_sink {

// Sums of a report's counters: "12 rows, 345 packets, 6.7 MB". What other rows have, too ("repeated_packets"), counts
// once.
class Totals {
public:
    explicit Totals(const hookline_schema& schema);
    void add(const Row& row);
    void clear();
    void put(sink_common::Text& out) const;

private:
    struct Sum {
        const hookline_column* column;
        const hookline_column* repeated;  // of these, what other rows have; null: nothing
        std::uint64_t value;
    };
    std::vector<Sum> sums_;
    std::uint64_t rows_ = 0;
};

// "345 packets", "6.7 MB", "3 retries"
void put_amount(sink_common::Text& out, std::uint64_t value, const hookline_column& column);

}  // namespace hookline::table_sink
