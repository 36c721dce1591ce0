// SPDX-License-Identifier: MIT
#include "record/order.hpp"

#include <boost/sort/spreadsort/integer_sort.hpp>

#include <algorithm>
#include <bit>
#include <cstring>
#include <string_view>

#include "record/types.hpp"

namespace hookline::record {

namespace {

constexpr std::uint64_t kSign = std::uint64_t{1} << 63;
constexpr std::size_t kPrefetch = 16;

const std::byte* bytes_of(const std::uint64_t* row)
{
    return reinterpret_cast<const std::byte*>(row);
}

// Up to eight bytes, first byte most significant.
std::uint64_t leading(const void* bytes, std::size_t size)
{
    std::uint64_t word = 0;
    std::memcpy(&word, bytes, std::min(size, sizeof word));
    return std::endian::native == std::endian::little ? __builtin_bswap64(word) : word;
}

std::string_view text_at(const std::uint64_t* row, std::uint32_t offset)
{
    hookline_string text;
    std::memcpy(&text, bytes_of(row) + offset, sizeof text);
    return {text.data, text.size};
}

void sort_pairs(std::span<Ranked> run)
{
    const auto less = [](const Ranked& a, const Ranked& b) { return a.word < b.word; };
    const auto shift = [](const Ranked& ranked, unsigned bits) { return ranked.word >> bits; };
    boost::sort::spreadsort::integer_sort(run.begin(), run.end(), shift, less);
}

}  // namespace

std::uint64_t sortable(double number)
{
    const auto bits = std::bit_cast<std::uint64_t>(number);
    return (bits & kSign) != 0 ? ~bits : bits | kSign;
}

std::uint64_t sortable(const hookline_column& column, const std::uint64_t* row)
{
    const auto* at = bytes_of(row) + column.offset;
    std::uint64_t word = 0;
    std::memcpy(&word, at, column.width);
    if constexpr (std::endian::native == std::endian::big) word >>= 64 - 8 * column.width;
    if (column.type == HOOKLINE_F64) return sortable(std::bit_cast<double>(word));
    return column.type == HOOKLINE_I64 || column.type == HOOKLINE_TIME ? word ^ kSign : word;
}

Order::Order(const Schema& schema)
{
    const auto columns = schema.columns();
    for (std::size_t i = 0; i < columns.size(); ++i)
        if (columns[i].role == HOOKLINE_KEY) add_parts(columns[i]);
    // Last, what tells an absent value from zero.
    parts_.push_back({Part::Kind::bytes, nullptr, schema.abi()->presence_offset, sizeof(std::uint64_t)});
}

void Order::add_parts(const hookline_column& column)
{
    if (is_number(column.type)) return parts_.push_back({Part::Kind::number, &column, column.offset, column.width});
    if (column.type == HOOKLINE_TEXT) {
        parts_.push_back({Part::Kind::text_start, &column, column.offset, column.width});
        return parts_.push_back({Part::Kind::text, &column, column.offset, column.width});
    }
    for (std::uint32_t done = 0; done < column.width; done += 8)
        parts_.push_back({Part::Kind::bytes, &column, column.offset + done, std::min(column.width - done, 8u)});
}

void Order::sort(std::vector<Ranked>& ranked, std::size_t count, const RowStore& rows) const
{
    for (auto& item : ranked)
        item.word = ~item.word;
    if (count == 0) return;
    auto end = ranked.end();
    if (count < ranked.size()) {
        const auto less = [](const Ranked& a, const Ranked& b) { return a.word < b.word; };
        const auto last = ranked.begin() + static_cast<std::ptrdiff_t>(count) - 1;
        std::nth_element(ranked.begin(), last, ranked.end(), less);
        // Which of those that tie with the last one are in depends on their keys: all of them take part.
        end = std::partition(last + 1, ranked.end(), [word = last->word](const Ranked& a) { return a.word == word; });
    }
    sort_by_words({ranked.begin(), end}, 0, rows);
}

// By the words at hand, then each run of equal ones by the parts of the key from `next_part` on.
void Order::sort_by_words(Run run, std::size_t next_part, const RowStore& rows) const
{
    sort_pairs(run);
    for (auto begin = run.begin(); begin != run.end();) {
        const auto end = std::find_if(begin + 1, run.end(), [&](const Ranked& a) { return a.word != begin->word; });
        sort_run({begin, end}, next_part, rows);
        begin = end;
    }
}

void Order::sort_run(Run run, std::size_t part, const RowStore& rows) const
{
    for (; run.size() > 1 && part < parts_.size(); ++part) {
        if (parts_[part].kind == Part::Kind::text) {
            sort_by_text(run, parts_[part], rows);
            // Those that are still equal go on with the next part: number them.
        } else {
            for (std::size_t i = 0; i < run.size(); ++i) {
                if (i + kPrefetch < run.size()) __builtin_prefetch(rows[run[i + kPrefetch].ordinal]);
                run[i].word = word(parts_[part], rows[run[i].ordinal]);
            }
        }
        const auto differs = [&](const Ranked& a) { return a.word != run.front().word; };
        if (std::any_of(run.begin(), run.end(), differs)) return sort_by_words(run, part + 1, rows);
    }
}

std::uint64_t Order::word(const Part& part, const std::uint64_t* row)
{
    switch (part.kind) {
    case Part::Kind::number: return sortable(*part.column, row);
    case Part::Kind::bytes: return leading(bytes_of(row) + part.offset, part.width);
    default: {
        const auto text = text_at(row, part.offset);
        return text.empty() ? 0 : leading(text.data(), text.size());
    }
    }
}

// Rows with equal starts of their text. Leaves the rank of each text as its word.
void Order::sort_by_text(Run run, const Part& part, const RowStore& rows)
{
    const auto text = [&](const Ranked& a) { return text_at(rows[a.ordinal], part.offset); };
    const auto same = [&](const Ranked& a) { return text(a).data() == text(run.front()).data(); };
    if (!std::all_of(run.begin(), run.end(), same))
        std::sort(run.begin(), run.end(), [&](const Ranked& a, const Ranked& b) { return text(a) < text(b); });
    std::uint64_t rank = 0;
    for (std::size_t i = 0; i < run.size(); ++i) {
        if (i > 0 && text(run[i]).data() != text(run[i - 1]).data()) ++rank;
        run[i].word = rank;
    }
}

}  // namespace hookline::record
