// SPDX-License-Identifier: MIT
// Batches that the host keeps: rows copied out of a capture's call, or made by a report, on their way to sinks.
#pragma once

#include <hookline/row.hpp>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "record/schema.hpp"
#include "result.hpp"

namespace hookline::record {

// Is this batch of a plugin what its schema says? Strides, alignment, counts, text pointers and sizes, booleans. The
// failure names the row and column.
Result<void> check_batch(const Schema& schema, const hookline_batch& batch);

// Owns its rows and all text they point to. Shared between the queues of several sinks; immutable once queued.
class OwnedBatch {
public:
    OwnedBatch(SchemaPtr schema, std::string source);

    // A deep copy of one row that is laid out as the schema says.
    void append(const Row& row);
    // The same for rows whose text is known to outlive the batch (`keep_alive` of the constructor's owner): no text copied.
    void append_shallow(const std::byte* row);
    // Rows that stand one after the other, laid out as the schema says, each a multiple of 8 bytes: taken over, not
    // copied. Only into an empty batch; their text as for append_shallow().
    void adopt(std::vector<std::uint64_t> rows);
    // Makes room for so many rows at once.
    void reserve(std::size_t rows) { rows_.reserve(rows * stride_ / sizeof(std::uint64_t)); }

    void set_flags(std::uint32_t flags) { flags_ = flags; }
    void set_interval(std::int64_t begin_ns, std::int64_t end_ns);
    // Something that owns text which rows appended shallowly point to.
    void keep_alive(std::shared_ptr<const void> owner) { owners_.push_back(std::move(owner)); }
    // The same for rows of another batch, all of which were appended shallowly or adopted.
    void keep_texts_of(const OwnedBatch& other)
    {
        owners_.insert(owners_.end(), other.owners_.begin(), other.owners_.end());
    }
    // A copy that lives as long as this batch.
    hookline_string keep_text(std::string_view text);

    [[nodiscard]] std::size_t size() const { return count_; }
    [[nodiscard]] const Schema& schema() const { return *schema_; }
    // Valid as long as this batch. `from`: leaves out rows that were taken already; what is left begins no report.
    [[nodiscard]] hookline_batch view(std::size_t from = 0) const;

private:
    std::byte* append_row(const std::byte* row);

    SchemaPtr schema_;
    std::string source_;
    std::vector<const hookline_column*> text_columns_;
    std::vector<std::uint64_t> rows_;  // 64-bit words, so that rows are aligned
    std::vector<std::unique_ptr<char[]>> texts_;
    char* text_at_ = nullptr;  // free room in the last of texts_
    std::size_t text_room_ = 0;
    std::vector<std::shared_ptr<const void>> owners_;
    std::size_t count_ = 0;
    std::size_t stride_ = 0;
    std::uint32_t flags_ = 0;
    std::int64_t begin_ns_ = 0;
    std::int64_t end_ns_ = 0;
};

using BatchPtr = std::shared_ptr<const OwnedBatch>;

}  // namespace hookline::record
