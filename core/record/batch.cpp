// SPDX-License-Identifier: MIT
#include "record/batch.hpp"

#include <algorithm>
#include <cstring>

#include "record/types.hpp"

namespace hookline::record {

namespace {
constexpr std::size_t kTextChunk = 16'384;  // text of many rows in one allocation
}

OwnedBatch::OwnedBatch(SchemaPtr schema, std::string source)
    : schema_(std::move(schema)), source_(std::move(source)), stride_((schema_->row_size() + 7) / 8 * 8)
{
    const auto columns = schema_->columns();
    for (std::size_t i = 0; i < columns.size(); ++i)
        if (is_text(columns[i].type)) text_columns_.push_back(&columns[i]);
}

void OwnedBatch::append(const Row& row)
{
    auto* copy = append_row(row.data());
    for (const auto* column : text_columns_) {
        const auto kept = row.has(*column) ? keep_text(row.text(*column)) : hookline_string{};
        std::memcpy(copy + column->offset, &kept, sizeof kept);
    }
}

void OwnedBatch::append_shallow(const std::byte* row)
{
    append_row(row);
}

void OwnedBatch::adopt(std::vector<std::uint64_t> rows)
{
    count_ = rows.size() * sizeof(std::uint64_t) / stride_;
    rows_ = std::move(rows);
}

void OwnedBatch::set_interval(std::int64_t begin_ns, std::int64_t end_ns)
{
    begin_ns_ = begin_ns;
    end_ns_ = end_ns;
}

hookline_batch OwnedBatch::view(std::size_t from) const
{
    from = std::min(from, count_);
    hookline_batch batch{};
    batch.size = sizeof batch;
    batch.flags = from == 0 ? flags_ : flags_ & ~std::uint32_t{HOOKLINE_REPORT_BEGIN};
    batch.schema = schema_->abi();
    batch.rows = reinterpret_cast<const std::byte*>(rows_.data()) + from * stride_;
    batch.row_count = static_cast<std::uint32_t>(count_ - from);
    batch.stride = static_cast<std::uint32_t>(stride_);
    batch.begin_ns = begin_ns_;
    batch.end_ns = end_ns_;
    batch.source = source_.c_str();
    return batch;
}

// The source may be shorter than the stride: a row of a plugin need not be a multiple of 8.
std::byte* OwnedBatch::append_row(const std::byte* row)
{
    const auto words = stride_ / sizeof(std::uint64_t);
    rows_.resize(rows_.size() + words);
    auto* copy = reinterpret_cast<std::byte*>(rows_.data() + count_ * words);
    std::memcpy(copy, row, schema_->row_size());
    ++count_;
    return copy;
}

hookline_string OwnedBatch::keep_text(std::string_view text)
{
    if (text.empty()) return {"", 0};
    if (text.size() > text_room_) {
        text_room_ = std::max(kTextChunk, text.size());
        text_at_ = texts_.emplace_back(std::make_unique_for_overwrite<char[]>(text_room_)).get();
    }
    std::memcpy(text_at_, text.data(), text.size());
    const hookline_string kept{text_at_, text.size()};
    text_at_ += text.size();
    text_room_ -= text.size();
    return kept;
}

}  // namespace hookline::record
