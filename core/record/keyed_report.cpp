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
    if (lifetimes_) end_rows(end_ns);
    rates_.begin_report(begin_ns, end_ns, rows_, folded_.row.data());
    if (final_report) index_.clear();  // makes room for what sorting needs
    const auto shown = static_cast<std::size_t>(std::min<std::uint64_t>(top_.value_or(rows_.size()), rows_.size()));
    auto sorted = sorted_rows(shown);
    const auto others = others_of(sorted, shown);

    ReportWriter writer({schema_, name_, texts_.owner(), begin_ns, end_ns, final_report}, emit);
    if (final_report && shown == rows_.size()) {
        hand_over(sorted, writer);
    } else {
        writer.expect(shown + others.size());
        copy_out(sorted, shown, writer);
    }
    if (final_report) rows_.truncate(0);
    for (const auto& other : others)
        writer.add(other.data());
    writer.finish();
    if (lifetimes_) let_go();
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

void KeyedTable::end_rows(std::int64_t now_ns)
{
    rows_.for_each([&](std::uint64_t* row) { lifetimes_->end_by(row, now_ns); });
}

// The `other` row: what was folded, and all rows but the first `shown`. With time-outs what has ended and what lives on
// are two, so that whatever has an end reason is in one report and no more.
std::vector<KeyedTable::RowBuffer> KeyedTable::others_of(const std::vector<Ranked>& sorted, std::size_t shown)
{
    auto ended = folded_;
    auto living = rest_;
    if (shown < rows_.size()) {
        std::vector<bool> is_shown(rows_.size());
        for (std::size_t i = 0; i < shown; ++i)
            is_shown[sorted[i].ordinal] = true;
        for (std::size_t i = 0; i < rows_.size(); ++i)
            if (!is_shown[i]) fold_into(!lifetimes_ || has_ended(rows_[i]) ? ended : living, rows_[i]);
    }
    std::vector<RowBuffer> used;
    for (auto* other : {&living, &ended}) {
        rates_.finish(other->row.data());
        if (other->is_used) used.push_back(other->row);
    }
    const auto& lasting = lifetimes_ ? living : ended;
    rates_.keep_peak((lifetimes_ ? rest_ : folded_).row.data(), lasting.row.data());
    return used;
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

// What has ended was reported: it leaves.
void KeyedTable::let_go()
{
    std::vector<bool> ended(rows_.size());
    for (std::size_t i = 0; i < rows_.size(); ++i)
        ended[i] = has_ended(rows_[i]);
    if (const auto count = std::count(ended.begin(), ended.end(), true); count > 0) {
        drop(ended, static_cast<std::size_t>(count));
        rebuild_index();
    }
    folded_ = blank_other();
    lifetimes_->mark(folded_.row.data(), EndReason::evicted);
}

}  // namespace hookline::record
