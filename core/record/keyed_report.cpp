// SPDX-License-Identifier: MIT
// How a table becomes a report.
#include <algorithm>

#include "record/keyed_table.hpp"
#include "record/report_writer.hpp"
#include "record/types.hpp"

namespace hookline::record {

namespace {

constexpr std::size_t kPrefetch = 8;

// Moves every row to the place that `order` has it at, in place: along each cycle of the permutation.
void permute(RowStore& rows, std::vector<Ranked>& order)
{
    const auto words = rows.row_words();
    std::vector<std::uint64_t> first(words);
    for (std::uint32_t start = 0; start < order.size(); ++start) {
        if (order[start].ordinal == start) continue;
        std::copy_n(rows[start], words, first.data());
        auto at = start;
        while (order[at].ordinal != start) {
            const auto from = order[at].ordinal;
            __builtin_prefetch(rows[order[from].ordinal]);
            std::copy_n(rows[from], words, rows[at]);
            order[at].ordinal = at;
            at = from;
        }
        std::copy_n(first.data(), words, rows[at]);
        order[at].ordinal = at;
    }
}

}  // namespace

void KeyedTable::report(std::int64_t begin_ns, std::int64_t end_ns, bool final_report, const Emit& emit)
{
    settle();
    rates_.begin_report(begin_ns, end_ns, rows_, folded_.data());
    if (final_report) index_.clear();  // makes room for what sorting needs
    const auto shown = static_cast<std::size_t>(std::min<std::uint64_t>(top_.value_or(rows_.size()), rows_.size()));
    const bool folds = folded_rows_ > 0 || shown < rows_.size();
    auto sorted = sorted_rows(shown);
    auto other = rest_of(sorted, shown);
    rates_.finish(other.data());
    rates_.keep_peak(folded_.data(), other.data());

    ReportWriter writer({schema_, name_, texts_.owner(), begin_ns, end_ns, final_report}, emit);
    if (final_report && shown == rows_.size()) {
        hand_over(sorted, writer);
    } else {
        writer.expect(shown + (folds ? 1 : 0));
        copy_out(sorted, shown, writer);
    }
    if (final_report) rows_.truncate(0);
    if (folds) writer.add(other.data());
    writer.finish();
}

// Outside a report rates are not at hand; the mean goes by the bytes, which say the same.
std::uint64_t KeyedTable::sort_word(const std::uint64_t* row) const
{
    if (rates_.owns(*sort_column_)) return sortable(rates_.value(*sort_column_, row));
    return sortable(*sort_column_, row);
}

std::vector<Ranked> KeyedTable::sorted_rows(std::size_t shown)
{
    std::vector<Ranked> ranked;
    ranked.reserve(rows_.size());
    rows_.for_each([&](const std::uint64_t* row) {
        const auto word = sort_column_ != nullptr ? sort_word(row) : 0;
        ranked.push_back({word, static_cast<std::uint32_t>(ranked.size())});
    });
    order_.sort(ranked, shown, rows_);
    return ranked;
}

// The `other` row: what was folded, and all rows but the first `shown`.
KeyedTable::RowBuffer KeyedTable::rest_of(const std::vector<Ranked>& sorted, std::size_t shown) const
{
    auto other = folded_;
    if (shown == rows_.size()) return other;
    std::vector<bool> is_shown(rows_.size());
    for (std::size_t i = 0; i < shown; ++i)
        is_shown[sorted[i].ordinal] = true;
    for (std::size_t i = 0; i < rows_.size(); ++i)
        if (!is_shown[i]) fold_into(other.data(), rows_[i]);
    return other;
}

// Nothing follows: the blocks of the table become the batches.
void KeyedTable::hand_over(std::vector<Ranked>& sorted, ReportWriter& writer)
{
    permute(rows_, sorted);
    std::vector<Ranked>().swap(sorted);
    rows_.for_each([&](std::uint64_t* row) { rates_.finish(row); });
    for (auto& block : rows_.take())
        writer.add_block(std::move(block));
}

void KeyedTable::copy_out(const std::vector<Ranked>& sorted, std::size_t shown, ReportWriter& writer) const
{
    RowBuffer copy(rows_.row_words());
    for (std::size_t i = 0; i < shown; ++i) {
        if (i + kPrefetch < shown)
            for (std::size_t word = 0; word < copy.size(); word += 8)
                __builtin_prefetch(rows_[sorted[i + kPrefetch].ordinal] + word);
        std::copy_n(rows_[sorted[i].ordinal], copy.size(), copy.data());
        rates_.finish(copy.data());
        writer.add(copy.data());
    }
}

}  // namespace hookline::record
