// SPDX-License-Identifier: MIT
#include <optional>
#include <vector>

#include "flow_ports.hpp"
#include "json_format.hpp"
#include "json_value.hpp"

namespace hookline::json_sink {

namespace {

enum class When {
    always,     // absent: "" or 0
    not_empty,  // left out where absent, 0 or ""
    present,    // left out where absent
    named,      // left out where absent or without a name
};

struct Member {
    const char* key;
    const char* column;
    When when;
    const char* otherwise;  // what `always` writes where the row has no value
};

// The classic report's keys in its order; srcPort and dstPort stand between these two lists.
constexpr Member kBeforePorts[] = {
    {"srcIp", "src_addr", When::always, "\"\""},    {"dstIp", "dst_addr", When::always, "\"\""},
    {"proto", "proto", When::always, "\"\""},       {"comm", "comm", When::not_empty, nullptr},
    {"cgroup", "cgroup", When::not_empty, nullptr}, {"appProto", "app_proto", When::not_empty, nullptr},
    {"bytes", "bytes", When::always, "0"},          {"packets", "packets", When::always, "0"},
    {"bitrate", "bitrate", When::always, "0"},      {"pid", "pid", When::not_empty, nullptr},
};
constexpr Member kAfterPorts[] = {
    {"spi", "spi", When::not_empty, nullptr},
    {"greFlags", "gre_flags", When::not_empty, nullptr},
    {"arpOp", "arp_op", When::present, nullptr},
    {"ospfType", "ospf_type", When::present, nullptr},
    {"greInner", "gre_inner", When::present, nullptr},
    {"ospfVersion", "ospf_version", When::not_empty, nullptr},
    // hookline's own, behind them
    {"direction", "direction", When::named, nullptr},
    {"interface", "interface", When::not_empty, nullptr},
    {"vlan", "vlan", When::present, nullptr},
    {"other", "other", When::not_empty, nullptr},
    {"innerVlan", "inner_vlan", When::present, nullptr},
    {"tunnelId", "tunnel_id", When::present, nullptr},
    {"marks", "marks", When::not_empty, nullptr},
    {"capture", "capture", When::not_empty, nullptr},
    {"prefixLength", "prefix_length", When::present, nullptr},
    {"endReason", "end_reason", When::present, nullptr},
    {"serverName", "server_name", When::not_empty, nullptr},
    {"uid", "uid", When::present, nullptr},
    {"repeatedPackets", "repeated_packets", When::not_empty, nullptr},
    {"repeatedBytes", "repeated_bytes", When::not_empty, nullptr},
    {"unit", "unit", When::not_empty, nullptr},
    {"container", "container", When::not_empty, nullptr},
    {"runtime", "runtime", When::not_empty, nullptr},
    {"pod", "pod", When::not_empty, nullptr},
    {"cgroupId", "cgroup_id", When::present, nullptr},
};

// A member, made ready for one schema.
class Writer {
public:
    Writer(const Member& member, const hookline_schema& schema)
        : when_(member.when),
          prefix_("\"" + std::string(member.key) + "\":"),
          otherwise_(member.otherwise != nullptr ? member.otherwise : "")
    {
        if (const auto* column = Columns(schema).find(member.column)) field_.emplace(*column, quoted);
    }
    [[nodiscard]] bool is_needed() const { return field_ || when_ == When::always; }

    void put(Text& out, const Row& row) const
    {
        const bool has = field_ && row.has(*field_->column);
        if (when_ != When::always && !(has && is_wanted(row))) return;
        out.put(prefix_);
        if (has)
            put_value(out, row, *field_);
        else
            out.put(otherwise_);
        out.put(',');
    }

private:
    [[nodiscard]] bool is_wanted(const Row& row) const
    {
        const hookline_column& column = *field_->column;
        switch (when_) {
        case When::not_empty: return row.integer(column) != 0 || !row.text(column).empty();
        case When::named:
            return field_->look != sink_common::Look::named || !field_->names.of(row.integer(column)).empty();
        default: return true;
        }
    }

    When when_;
    std::string prefix_;
    std::string otherwise_;
    std::optional<Field> field_;
};

struct FlowWriter {
    explicit FlowWriter(const hookline_schema& schema) : ports(schema)
    {
        for (const Member& member : kBeforePorts)
            add(before, member, schema);
        for (const Member& member : kAfterPorts)
            add(after, member, schema);
    }
    static void add(std::vector<Writer>& list, const Member& member, const hookline_schema& schema)
    {
        Writer writer(member, schema);
        if (writer.is_needed()) list.push_back(std::move(writer));
    }
    void put(Text& out, const Row& row) const
    {
        out.put('{');
        for (const Writer& writer : before)
            writer.put(out, row);
        out.put("\"srcPort\":");
        out.put_unsigned(ports.source(row));
        out.put(",\"dstPort\":");
        out.put_unsigned(ports.destination(row));
        out.put(',');
        for (const Writer& writer : after)
            writer.put(out, row);
        out.truncate(out.size() - 1);  // the last comma
        out.put('}');
    }

    FlowPorts ports;
    std::vector<Writer> before;
    std::vector<Writer> after;
};

class ArrayFormat final : public Format {
public:
    [[nodiscard]] bool takes(const hookline_schema& schema) const override
    {
        const Columns columns(schema);
        return schema.kind == HOOKLINE_TABLE && std::string_view(schema.name) != "ledger" &&
               columns.find("packets") != nullptr && columns.find("bytes") != nullptr;
    }

    void add(const Batch& batch, Text& out) override
    {
        if (batch.begins_report() || open_reports_ == 0) begin(out);
        if (schema_ != &batch.schema()) {
            schema_ = &batch.schema();
            writer_.emplace(*schema_);
        }
        for (std::size_t i = 0; i < batch.size(); ++i) {
            if (!is_first_) out.put(',');
            is_first_ = false;
            writer_->put(out, batch[i]);
            out.row_done();
        }
        if (batch.ends_report() && --open_reports_ == 0) out.put("]\n");
    }
    void reset() override { open_reports_ = 0; }

private:
    // Reports of two pipelines that come interleaved make one array.
    void begin(Text& out)
    {
        if (open_reports_++ > 0) return;
        out.put('[');
        is_first_ = true;
    }

    const hookline_schema* schema_ = nullptr;
    std::optional<FlowWriter> writer_;
    std::size_t open_reports_ = 0;
    bool is_first_ = true;
};

}  // namespace

std::unique_ptr<Format> make_array_format()
{
    return std::make_unique<ArrayFormat>();
}

}  // namespace hookline::json_sink
