// SPDX-License-Identifier: MIT
#pragma once

#include <vector>

#include "page.hpp"
#include "table_column.hpp"

namespace hookline::table_sink {

// Which columns are shown, and how wide. Columns without any value are left out. What it has shown it never narrows
// within a report, so that later pages line up with earlier ones.
class Layout {
public:
    explicit Layout(const std::vector<TableColumn>& columns) : columns_(&columns), widths_(columns.size()) {}

    // Takes in another page. `limit`: characters in a line; 0: no limit. True: the columns shown are others than before.
    bool fit(const Page& page, unsigned limit);

    [[nodiscard]] const std::vector<std::size_t>& shown() const { return shown_; }  // in order
    [[nodiscard]] unsigned width(std::size_t column) const { return widths_[column]; }
    [[nodiscard]] unsigned gap() const { return gap_; }

private:
    [[nodiscard]] std::vector<std::size_t> by_rank() const;
    [[nodiscard]] std::vector<std::size_t> choose(const std::vector<std::size_t>& wanted, unsigned limit) const;

    const std::vector<TableColumn>* columns_;
    std::vector<unsigned> widths_;  // 0: no value so far
    std::vector<std::size_t> shown_;
    unsigned gap_ = 2;
};

}  // namespace hookline::table_sink
