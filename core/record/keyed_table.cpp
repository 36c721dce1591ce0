// SPDX-License-Identifier: MIT
#include "record/keyed_table.hpp"

#include <algorithm>
#include <cstring>
#include <utility>

#include "record/own_columns.hpp"
#include "record/types.hpp"

namespace hookline::record {

namespace {

constexpr std::size_t kFewTexts = 262'144;    // bytes; not worth renewing
constexpr std::size_t kTextBytesPerRow = 256;    // what texts may take, on average, before rows are folded for them
constexpr std::size_t kSmallestTextBudget = 4'194'304;

// The columns of a row that are not merged: what stands for many says `other` already, and other rows say it only where
// an input does.
std::vector<const hookline_column*> left_alone(const Schema& output, const std::vector<Input>& inputs)
{
    auto columns = constant_columns(output);
    const auto has_other = [](const Input& input) { return input.schema->find("other") != nullptr; };
    if (std::any_of(inputs.begin(), inputs.end(), has_other)) std::erase(columns, output.find("other"));
    if (const auto* reason = output.find("end_reason")) columns.push_back(reason);
    return columns;
}

}  // namespace

KeyedTable::KeyedTable(std::vector<Input> inputs, SchemaPtr output, const hookline_column* sort_column,
                       std::optional<Lifetimes> lifetimes, const config::Pipeline& pipeline)
    : schema_(std::move(output)),
      name_(pipeline.name),
      top_(pipeline.top),
      row_limit_(pipeline.row_limit),
      sort_column_(sort_column),
      keys_(*schema_),
      rates_(*schema_, pipeline),
      order_(*schema_),
      lifetimes_(std::move(lifetimes)),
      merge_same_(*schema_, Merge::Rows::same_key, left_alone(*schema_, inputs)),
      merge_many_(*schema_, Merge::Rows::many, left_alone(*schema_, {})),
      common_keys_(*schema_),
      text_limit_(kFewTexts),
      rows_(schema_->row_size() / sizeof(std::uint64_t)),
      folded_(blank_other()),
      rest_(blank_other()),
      pending_(kPending * rows_.row_words())
{
    const auto columns = schema_->columns();
    for (std::size_t i = 0; i < columns.size(); ++i)
        if (columns[i].type == HOOKLINE_TEXT) text_columns_.push_back(&columns[i]);
    for (auto& input : inputs)
        projections_.emplace_back(std::move(input.schema), *schema_, std::move(input.capture));
    if (lifetimes_) lifetimes_->mark(folded_.row.data(), EndReason::evicted);
}

KeyedTable::Other KeyedTable::blank_other() const
{
    Other other{RowBuffer(rows_.row_words())};
    for (const auto* column : constant_columns(*schema_))
        other.row[0] |= presence_bit(*column);
    reinterpret_cast<std::byte*>(other.row.data())[schema_->find("other")->offset] = std::byte{1};
    return other;
}

void KeyedTable::add(std::size_t input, const Row& row)
{
    auto* out = pending_.data() + pending_count_ * rows_.row_words();
    projections_[input](row, texts_, out);
    const auto hash = keys_.hash(out);
    index_.prefetch(hash);
    pending_hashes_[pending_count_] = hash;
    if (++pending_count_ == kPending) settle();
}

void KeyedTable::tick(std::int64_t now_ns)
{
    settle();
    rates_.tick(now_ns, rows_, folded_.row.data());
}

std::size_t KeyedTable::size()
{
    settle();
    return rows_.size();
}

std::uint64_t KeyedTable::folded_rows()
{
    settle();
    return folded_rows_;
}

void KeyedTable::settle()
{
    const auto count = std::exchange(pending_count_, 0);
    for (std::size_t i = 0; i < count; ++i)
        if (const auto row = index_.likely(pending_hashes_[i]); row != RowIndex::kNone) rows_.prefetch(row);
    for (std::size_t i = 0; i < count; ++i)
        place(pending_.data() + i * rows_.row_words(), pending_hashes_[i]);
    // Not earlier: the rows that are placed hold texts.
    if (texts_.bytes() > text_limit_) shed_texts();
}

void KeyedTable::place(const std::uint64_t* row, std::uint64_t hash)
{
    auto found = index_.find(hash, [&](std::uint32_t ordinal) { return keys_.equal(rows_[ordinal], row); });
    const bool is_new = found == RowIndex::kNone || (lifetimes_ && lifetimes_->end_before(rows_[found], row));
    if (!is_new) return merge_same_(rows_[found], row);
    if (rows_.size() >= row_limit_) {
        fold_smallest();
        found = RowIndex::kNone;  // rows that have ended are in the index no more
    }
    const auto ordinal = static_cast<std::uint32_t>(rows_.size());
    if (found == RowIndex::kNone)
        index_.insert(hash, ordinal);
    else
        index_.move(hash, found, ordinal);
    rows_.append(row);
}

// An eighth at a time, so that the walk over all rows is paid for by many new ones.
void KeyedTable::fold_smallest()
{
    const auto count = std::max<std::size_t>(1, rows_.size() / 8);
    std::vector<Ranked> ranked(rows_.size());
    for (std::uint32_t i = 0; i < ranked.size(); ++i)
        ranked[i] = {sort_column_ != nullptr ? sort_word(rows_[i]) : 0, i};
    std::nth_element(
        ranked.begin(), ranked.begin() + static_cast<std::ptrdiff_t>(count) - 1, ranked.end(),
        [](const Ranked& a, const Ranked& b) { return a.word != b.word ? a.word < b.word : a.ordinal < b.ordinal; });
    std::vector<bool> dropped(rows_.size());
    for (std::size_t i = 0; i < count; ++i) {
        fold_into(folded_, rows_[ranked[i].ordinal]);
        dropped[ranked[i].ordinal] = true;
    }
    drop(dropped, count);
    folded_rows_ += count;
    rebuild_index();
}

void KeyedTable::fold_into(Other& other, const std::uint64_t* row) const
{
    if (other.is_used)
        common_keys_.keep_common(other.row.data(), row);
    else
        common_keys_.take(other.row.data(), row);
    merge_many_(other.row.data(), row);
    rates_.fold(other.row.data(), row);
    other.is_used = true;
}

// Rows from the end take the places of those that go.
void KeyedTable::drop(const std::vector<bool>& dropped, std::size_t count)
{
    const auto kept = rows_.size() - count;
    auto last = rows_.size();
    for (std::size_t i = 0; i < kept; ++i) {
        if (!dropped[i]) continue;
        do
            --last;
        while (dropped[last]);
        std::copy_n(rows_[last], rows_.row_words(), rows_[i]);
    }
    rows_.truncate(kept);
}

void KeyedTable::rebuild_index()
{
    index_.clear();
    for (std::uint32_t i = 0; i < rows_.size(); ++i)
        if (!has_ended(rows_[i])) index_.insert(keys_.hash(rows_[i]), i);
}

// Texts that no row shows any more are left behind. Keys hold the texts' addresses, so that hashes change.
void KeyedTable::renew_texts()
{
    Interner renewed;
    rows_.for_each([&](std::uint64_t* row) {
        for (const auto* column : text_columns_) {
            if ((row[0] & presence_bit(*column)) == 0) continue;
            auto* at = reinterpret_cast<std::byte*>(row) + column->offset;
            hookline_string text;
            std::memcpy(&text, at, sizeof text);
            text = renewed.intern({text.data, text.size});
            std::memcpy(at, &text, sizeof text);
        }
    });
    texts_ = std::move(renewed);
    rebuild_index();
}

void KeyedTable::shed_texts()
{
    const auto budget = std::max(kSmallestTextBudget, static_cast<std::size_t>(row_limit_) * kTextBytesPerRow);
    renew_texts();
    while (texts_.bytes() > budget / 8 * 7 && rows_.size() > 1) {
        fold_smallest();
        renew_texts();
    }
    text_limit_ = std::max({kFewTexts, std::min(2 * texts_.bytes(), budget), texts_.bytes() + kFewTexts});
}

}  // namespace hookline::record
