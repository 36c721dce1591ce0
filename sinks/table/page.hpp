// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <vector>

#include "table_column.hpp"

namespace hookline::table_sink {

// Rendered cells of some rows, kept until it is known how wide the columns are. A report is laid out page by page, so
// that its length costs no memory.
class Page {
public:
    struct Cell {
        std::uint32_t begin;
        std::uint16_t bytes;
        std::uint16_t width;  // characters; 0: no value
    };
    static constexpr std::size_t kRows = 2048;

    explicit Page(std::size_t columns) : columns_(columns), widths_(columns) {}

    // A row: for each column that has a value, in any order, its text is put and then its cell ended.
    void begin_row(bool is_faint);
    [[nodiscard]] Text& text() { return text_; }
    void end_cell(std::size_t column, bool is_ascii);
    void clear();

    [[nodiscard]] std::size_t size() const { return faint_.size(); }
    [[nodiscard]] bool is_full() const { return size() >= kRows; }
    [[nodiscard]] unsigned width(std::size_t column) const { return widths_[column]; }
    [[nodiscard]] const Cell& cell(std::size_t row, std::size_t column) const
    {
        return cells_[row * columns_ + column];
    }
    [[nodiscard]] std::string_view text_of(const Cell& cell) const
    {
        return {text_.view().data() + cell.begin, cell.bytes};
    }
    [[nodiscard]] bool is_faint(std::size_t row) const { return faint_[row] != 0; }

private:
    std::size_t columns_;
    Text text_;
    std::size_t begin_ = 0;  // of the cell being written
    std::vector<Cell> cells_;
    std::vector<unsigned> widths_;
    std::vector<std::uint8_t> faint_;
};

inline void Page::begin_row(bool is_faint)
{
    cells_.resize(cells_.size() + columns_);
    faint_.push_back(is_faint ? 1 : 0);
}

inline void Page::end_cell(std::size_t column, bool is_ascii)
{
    const std::string_view cell = text_.view().substr(begin_);
    auto width = static_cast<unsigned>(cell.size());
    if (!is_ascii)
        for (const char byte : cell)
            width -= (static_cast<std::uint8_t>(byte) & 0xc0) == 0x80 ? 1 : 0;
    cells_[(size() - 1) * columns_ + column] = {
        static_cast<std::uint32_t>(begin_), static_cast<std::uint16_t>(cell.size()), static_cast<std::uint16_t>(width)};
    if (width > widths_[column]) widths_[column] = width;
    begin_ = text_.size();
}

inline void Page::clear()
{
    text_.clear();
    begin_ = 0;
    cells_.clear();
    faint_.clear();
    widths_.assign(columns_, 0);
}

}  // namespace hookline::table_sink
