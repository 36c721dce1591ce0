// SPDX-License-Identifier: MIT
#include "pipeline/stream.hpp"

#include "record/batch.hpp"

namespace hookline::pipeline {
namespace {

bool is_integer(const hookline_column& column)
{
    return column.type >= HOOKLINE_U8 && column.type <= HOOKLINE_U64;
}

const hookline_column* counter(const record::Schema& schema, const char* name)
{
    const auto* column = schema.find(name);
    return column != nullptr && is_integer(*column) ? column : nullptr;
}

// A packet's own length: the column `bytes` where it counts, else the first that holds bytes.
const hookline_column* length(const record::Schema& schema)
{
    if (const auto* column = counter(schema, "bytes")) return column;
    const auto columns = schema.columns();
    for (std::size_t i = 0; i < columns.size(); ++i)
        if (columns[i].type == HOOKLINE_BYTES) return &columns[i];
    return nullptr;
}

std::uint64_t value(const hookline_column& column, const Row& row)
{
    if (!row.has(column)) return 0;
    return column.type == HOOKLINE_BYTES ? row.text(column).size() : row.integer(column);
}

}  // namespace

Stream::Stream(const hookline_schema* foreign, record::SchemaPtr schema)
    : foreign_(foreign),
      schema_(std::move(schema)),
      packets_(counter(*schema_, "packets")),
      bytes_(length(*schema_)),
      repeated_packets_(counter(*schema_, "repeated_packets")),
      repeated_bytes_(counter(*schema_, "repeated_bytes"))
{
}

// What another row has, too, is accounted for with that one.
Amount Stream::amount_of(const Row& row) const
{
    const auto or_else = [&row](const hookline_column* column, std::uint64_t otherwise) {
        return column != nullptr ? value(*column, row) : otherwise;
    };
    return {or_else(packets_, 1) - or_else(repeated_packets_, 0), or_else(bytes_, 0) - or_else(repeated_bytes_, 0)};
}

Result<Stream::Tally> Stream::take(const hookline_batch& batch)
{
    if (batch.size < sizeof(hookline_batch)) return Failure{"batch.size is smaller than SDK 1.0's"};
    if (batch.schema != foreign_) return Failure{"batch.schema is not the stream's own"};
    if (auto checked = record::check_batch(*schema_, batch); checked.has_error()) return checked.error();

    Tally tally;
    const auto* at = static_cast<const std::byte*>(batch.rows);
    for (auto& lane : lanes_)
        lane->begin(batch);
    for (std::uint32_t i = 0; i < batch.row_count; ++i, at += batch.stride) {
        const Row row(*schema_->abi(), at);
        bool taken = false;
        for (auto& lane : lanes_)
            taken |= lane->take(row);
        (taken ? tally.delivered : tally.filtered) += amount_of(row);
    }
    return tally;
}

void Stream::flush()
{
    for (auto& lane : lanes_)
        lane->flush();
}

}  // namespace hookline::pipeline
