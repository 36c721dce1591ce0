// SPDX-License-Identifier: MIT
#include "block.hpp"

#include <algorithm>

namespace hookline::table_sink {

namespace {

constexpr std::string_view kBold = "\x1b[1m";
constexpr std::string_view kFaint = "\x1b[2m";
constexpr std::string_view kNormal = "\x1b[0m";

// The host's mark of rows that stand for many; shown in the first key column that text may stand in, where there is one.
const hookline_column* find_other(const hookline_schema& schema)
{
    const auto* column = Columns(schema).find("other");
    return column != nullptr && column->type == HOOKLINE_BOOL ? column : nullptr;
}

std::size_t find_label(const std::vector<TableColumn>& columns)
{
    const auto found = std::find_if(columns.begin(), columns.end(), [](const TableColumn& column) {
        return column.field.column->role == HOOKLINE_KEY && !column.is_right;
    });
    return static_cast<std::size_t>(found - columns.begin());
}

// Spaces are written when something follows them: lines end without any.
class Line {
public:
    Line(Text& out, unsigned gap) : out_(&out), gap_(gap) {}

    void put(std::string_view cell, unsigned cell_width, unsigned width, bool is_right)
    {
        const unsigned fill = width > cell_width ? width - cell_width : 0;
        if (cell_width > 0) {
            out_->pad(pending_ + (is_right ? fill : 0));
            out_->put(cell);
            pending_ = gap_ + (is_right ? 0 : fill);
        } else {
            pending_ += gap_ + fill;
        }
    }

private:
    Text* out_;
    unsigned gap_;
    unsigned pending_ = 0;
};

}  // namespace

Block::Block(const hookline_schema& schema, const Style& style, sink_common::LocalTime& clock)
    : style_(&style),
      clock_(&clock),
      other_(find_other(schema)),
      columns_(make_table_columns(schema, other_, style.details)),
      label_(find_label(columns_)),
      page_(columns_.size()),
      layout_(columns_),
      totals_(schema)
{
    if (other_ == nullptr || label_ < columns_.size()) return;
    other_ = nullptr;  // no place for the word: it stays a column
    columns_ = make_table_columns(schema, nullptr, style.details);
    page_ = Page(columns_.size());
    layout_ = Layout(columns_);
}

void Block::begin_report()
{
    page_.clear();
    layout_ = Layout(columns_);
    totals_.clear();
}

void Block::add(const Row& row)
{
    const bool is_other = other_ != nullptr && row.has(*other_) && row.integer(*other_) != 0;
    page_.begin_row(is_other);
    for (std::size_t i = 0; i < columns_.size(); ++i) {
        const TableColumn& column = columns_[i];
        const bool says_other = is_other && i == label_;
        const bool has = has_value(column, row);
        if (!has && !says_other) continue;
        if (says_other) page_.text().put(has ? "other " : "other");
        if (has) put_cell(page_.text(), column, row, *clock_, style_->services);
        page_.end_cell(i, column.is_ascii);
    }
    totals_.add(row);
}

void Block::print_page(Text& out, bool needs_header)
{
    if (page_.size() == 0) return;
    if (layout_.fit(page_, style_->width) || needs_header) put_header(out);
    for (std::size_t row = 0; row < page_.size(); ++row) {
        put_row(out, row);
        out.row_done();
    }
    page_.clear();
}

void Block::put_header(Text& out) const
{
    if (style_->color) out.put(kBold);
    Line line(out, layout_.gap());
    for (const std::size_t i : layout_.shown()) {
        const TableColumn& column = columns_[i];
        line.put(column.header, static_cast<unsigned>(column.header.size()), layout_.width(i), column.is_right);
    }
    if (style_->color) out.put(kNormal);
    out.put('\n');
}

void Block::put_row(Text& out, std::size_t row) const
{
    const bool is_faint = style_->color && page_.is_faint(row);
    if (is_faint) out.put(kFaint);
    Line line(out, layout_.gap());
    for (const std::size_t i : layout_.shown()) {
        const Page::Cell& cell = page_.cell(row, i);
        line.put(page_.text_of(cell), cell.width, layout_.width(i), columns_[i].is_right);
    }
    if (is_faint) out.put(kNormal);
    out.put('\n');
}

void Block::print_totals(Text& out) const
{
    if (style_->color) out.put(kBold);
    out.put("total: ");
    totals_.put(out);
    if (style_->color) out.put(kNormal);
    out.put('\n');
}

}  // namespace hookline::table_sink
