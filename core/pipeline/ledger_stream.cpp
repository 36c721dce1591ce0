// SPDX-License-Identifier: MIT
#include "pipeline/ledger_stream.hpp"

#include <hookline/plugin.hpp>

#include <cstring>
#include <utility>

namespace hookline::pipeline {
namespace {

record::Schema::Draft text_key(const char* name, const char* help, std::uint32_t id)
{
    return {{.id = id, .type = HOOKLINE_TEXT, .role = HOOKLINE_KEY, .merge = HOOKLINE_MERGE_LAST}, name, help, {}};
}

record::Schema::Draft counter(const char* name, const char* help, std::uint32_t id, hookline_unit unit)
{
    const hookline_column column{
        .id = id, .type = HOOKLINE_U64, .unit = unit, .role = HOOKLINE_COUNTER, .merge = HOOKLINE_MERGE_SUM};
    return {column, name, help, {}};
}

Result<record::SchemaPtr> make_schema()
{
    return record::Schema::make(
        HOOKLINE_TABLE, "ledger", "what became of everything that was seen",
        {text_key("who", "capture, pipeline or sink, or total of all captures", 0),
         text_key("account", "seen, delivered, filtered, lost or noted; offered, delivered, dropped or pending", 1),
         text_key("cause", "which filter or loss", 2),
         counter("packets", "packets, in a capture's account", 3, HOOKLINE_UNIT_PACKETS),
         counter("bytes", "bytes, in a capture's account", 4, HOOKLINE_UNIT_BYTES),
         counter("rows", "rows, in the account of a sink or a pipeline", 5, HOOKLINE_UNIT_ROWS)});
}

// Writes values into a row by the names of their columns.
class RowWriter {
public:
    explicit RowWriter(const record::Schema& schema) : schema_(schema), words_((schema.row_size() + 7) / 8) {}

    template <class Value>
    void set(const char* name, const Value& value)
    {
        const auto* column = schema_.find(name);
        std::memcpy(bytes() + column->offset, &value, sizeof value);
        if (schema_.abi()->presence_offset != HOOKLINE_NO_PRESENCE && column->presence_bit < 64) present(*column);
    }
    std::vector<std::uint64_t> take() { return std::move(words_); }

private:
    std::byte* bytes() { return reinterpret_cast<std::byte*>(words_.data()); }
    void present(const hookline_column& column)
    {
        std::uint64_t mask = 0;
        auto* at = bytes() + schema_.abi()->presence_offset;
        std::memcpy(&mask, at, sizeof mask);
        mask |= std::uint64_t{1} << column.presence_bit;
        std::memcpy(at, &mask, sizeof mask);
    }

    const record::Schema& schema_;
    std::vector<std::uint64_t> words_;
};

}  // namespace

LedgerStream::LedgerStream(record::SchemaPtr schema, record::Filter where, std::string source)
    : schema_(std::move(schema)), where_(std::move(where)), source_(std::move(source))
{
}

std::unique_ptr<LedgerStream> LedgerStream::make(const config::Pipeline& pipeline, config::Complaints& complaints)
{
    auto schema = make_schema().value();  // a failure is our own bug
    auto where = record::Filter::compile(*schema, pipeline.where, complaints);
    return std::unique_ptr<LedgerStream>(new LedgerStream(std::move(schema), std::move(where), pipeline.name));
}

record::BatchPtr LedgerStream::report(const Ledger& ledger, std::int64_t begin_ns, std::int64_t end_ns,
                                      bool is_final) const
{
    auto batch = std::make_shared<record::OwnedBatch>(schema_, source_);
    for (const auto& entry : entries(ledger)) {
        const auto words = row_of(entry);
        const Row row(*schema_->abi(), words.data());
        if (where_.matches(row)) batch->append(row);
    }
    const std::uint32_t final_flag = is_final ? HOOKLINE_REPORT_FINAL : 0;
    batch->set_flags(HOOKLINE_REPORT_BEGIN | HOOKLINE_REPORT_END | final_flag);
    batch->set_interval(begin_ns, end_ns);
    return batch;
}

// Its texts are the entry's.
std::vector<std::uint64_t> LedgerStream::row_of(const Entry& entry) const
{
    RowWriter row(*schema_);
    row.set("who", to_abi(entry.who));
    row.set("account", to_abi(entry.account));
    if (!entry.cause.empty()) row.set("cause", to_abi(entry.cause));
    if (entry.is_in_rows) {
        row.set("rows", entry.rows);
    } else {
        row.set("packets", entry.amount.packets);
        row.set("bytes", entry.amount.bytes);
    }
    return row.take();
}

}  // namespace hookline::pipeline
