// SPDX-License-Identifier: MIT
// What a batch is checked for before any row of it is read. It runs for every batch of every capture.
#include <string>
#include <vector>

#include "record/batch.hpp"
#include "record/types.hpp"

namespace hookline::record {

namespace {

constexpr std::uint32_t kMaxRows = 1u << 24;
constexpr std::uint32_t kMaxStride = 1u << 20;
constexpr std::size_t kMaxText = 65'536;
constexpr std::size_t kMaxBytes = 262'144;

Failure wrong(const Schema& schema, const std::string& what)
{
    return Failure{std::string("malformed batch of \"") + schema.abi()->name + "\": " + what};
}

Result<void> check_frame(const Schema& schema, const hookline_batch& batch)
{
    if (batch.size < sizeof(hookline_batch))
        return wrong(schema, "size " + std::to_string(batch.size) + " is too small");
    if (batch.row_count == 0) return {};
    if (batch.row_count > kMaxRows) return wrong(schema, std::to_string(batch.row_count) + " rows are too many");
    if (batch.rows == nullptr) return wrong(schema, "rows is null");
    if (reinterpret_cast<std::uintptr_t>(batch.rows) % 8 != 0) return wrong(schema, "rows are not aligned to 8 bytes");
    if (batch.stride < schema.row_size() || batch.stride % 8 != 0 || batch.stride > kMaxStride)
        return wrong(schema, "stride " + std::to_string(batch.stride) + " does not fit rows of " +
                                 std::to_string(schema.row_size()) + " bytes");
    return {};
}

// Only pointers and booleans can be malformed in a row: any other bytes are some value.
bool needs_look(const hookline_column& column)
{
    return is_text(column.type) || column.type == HOOKLINE_BOOL;
}

bool is_well_formed(const Row& row, const hookline_column& column)
{
    if (column.type == HOOKLINE_BOOL) return row.integer(column) <= 1;
    const auto text = row.text(column);
    return text.size() <= (column.type == HOOKLINE_TEXT ? kMaxText : kMaxBytes) &&
           (text.data() != nullptr || text.empty());
}

Failure malformed_value(const Schema& schema, std::size_t index, const Row& row, const hookline_column& column)
{
    const auto where = "row " + std::to_string(index) + ", column \"" + column.name + "\": ";
    if (column.type == HOOKLINE_BOOL)
        return wrong(schema, where + std::to_string(row.integer(column)) + " is no boolean");
    const auto text = row.text(column);
    if (text.data() == nullptr) return wrong(schema, where + "null with a size");
    return wrong(schema, where + std::to_string(text.size()) + " bytes are too long");
}

}  // namespace

Result<void> check_batch(const Schema& schema, const hookline_batch& batch)
{
    if (auto framed = check_frame(schema, batch); !framed) return framed;
    std::vector<const hookline_column*> looked_at;
    for (std::size_t i = 0; i < schema.columns().size(); ++i)
        if (needs_look(schema.columns()[i])) looked_at.push_back(&schema.columns()[i]);
    if (looked_at.empty()) return {};
    const auto* at = static_cast<const std::byte*>(batch.rows);
    for (std::size_t i = 0; i < batch.row_count; ++i, at += batch.stride) {
        const Row row(*schema.abi(), at);
        for (const auto* column : looked_at)
            if (row.has(*column) && !is_well_formed(row, *column)) return malformed_value(schema, i, row, *column);
    }
    return {};
}

}  // namespace hookline::record
