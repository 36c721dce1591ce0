// SPDX-License-Identifier: MIT
#pragma once

#include <vector>

#include "layout.hpp"
#include "page.hpp"
#include "table_format.hpp"
#include "totals.hpp"

namespace hookline::table_sink {

// One stream's rows on their way to lines: a header, aligned rows, totals.
class Block {
public:
    Block(const hookline_schema& schema, const Style& style, sink_common::LocalTime& clock);
    Block(const Block&) = delete;  // the layout points to the columns
    Block& operator=(const Block&) = delete;

    void begin_report();
    void add(const Row& row);
    [[nodiscard]] bool page_is_full() const { return page_.is_full(); }
    // `needs_header`: lines of something else stand between this page and the one before.
    void print_page(Text& out, bool needs_header);
    void print_totals(Text& out) const;

private:
    void put_header(Text& out) const;
    void put_row(Text& out, std::size_t row) const;

    const Style* style_;
    sink_common::LocalTime* clock_;
    const hookline_column* other_;  // true in rows that stand for many
    std::vector<TableColumn> columns_;
    std::size_t label_;  // the column where such a row says so
    Page page_;
    Layout layout_;
    Totals totals_;
};

}  // namespace hookline::table_sink
