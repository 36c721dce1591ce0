// SPDX-License-Identifier: MIT
#include <array>
#include <optional>
#include <vector>

#include "cell.hpp"
#include "common/address.hpp"
#include "common/numbers.hpp"
#include "ledger_lines.hpp"
#include "table_format.hpp"

namespace hookline::table_sink {

using namespace sink_common;

namespace {

struct Part {
    const char* label;
    const char* column;
};

constexpr Part kBeforeAddresses[] = {
    {"packets: ", "packets"}, {", bytes: ", "bytes"}, {", proto: ", "proto"}, {", l7: ", "app_proto"}};
constexpr Part kAfterAddresses[] = {{", type: ", "icmp_type"},  {", code: ", "icmp_code"},  {", spi: ", "spi"},
                                    {", inner: ", "gre_inner"}, {", flags: ", "gre_flags"}, {", type: ", "ospf_type"},
                                    {", v", "ospf_version"},    {", op: ", "arp_op"},       {", pid: ", "pid"},
                                    {", comm: ", "comm"},       {", cgroup: ", "cgroup"},   {", end: ", "end_reason"}};

constexpr Scale kClassicRate = {{" bps", " Kbps", " Mbps", " Gbps", " Tbps", " Pbps"}, 2, 2};

// A part of the line, made ready for one schema.
class Piece {
public:
    Piece(std::string label, const hookline_column& column) : label_(std::move(label)), field_(printable_field(column))
    {
    }
    void put(Text& out, const Row& row, LocalTime& clock) const
    {
        if (!row.has(*field_.column)) return;
        if (field_.look == Look::text && row.text(*field_.column).empty()) return;
        out.put(label_);
        put_plain(out, row, field_, clock);
    }

private:
    std::string label_;
    Field field_;
};

class Line {
public:
    virtual ~Line() = default;
    virtual void put(Text& out, const Row& row, LocalTime& clock) const = 0;
};

// bitrate: 1.09 Mbps, packets: 32, bytes: 1002325, proto: TCP, src: 10.77.0.2:8080, dst: 10.77.0.1:58916
class FlowLine final : public Line {
public:
    explicit FlowLine(const Columns& columns)
        : bitrate_(columns.find("bitrate")),
          other_(columns.find("other")),
          addresses_{columns.find("src_addr"), columns.find("dst_addr")},
          ports_{columns.find("src_port"), columns.find("dst_port")},
          prefix_length_(columns.find("prefix_length"))
    {
        for (const Part& part : kBeforeAddresses)
            add(before_, columns, part);
        for (const Part& part : kAfterAddresses)
            add(after_, columns, part);
    }

    void put(Text& out, const Row& row, LocalTime& clock) const override
    {
        if (bitrate_ != nullptr && row.has(*bitrate_)) {
            out.put("bitrate: ");
            put_scaled(out, row.number(*bitrate_), kClassicRate);
            out.put(", ");
        }
        for (const Piece& piece : before_)
            piece.put(out, row, clock);
        put_endpoint(out, ", src: ", row, 0);
        put_endpoint(out, ", dst: ", row, 1);
        for (const Piece& piece : after_)
            piece.put(out, row, clock);
        if (other_ != nullptr && row.integer(*other_) != 0) out.put(", other");
    }

private:
    static void add(std::vector<Piece>& list, const Columns& columns, const Part& part)
    {
        if (const auto* column = columns.find(part.column); column != nullptr) list.emplace_back(part.label, *column);
    }
    void put_endpoint(Text& out, std::string_view label, const Row& row, std::size_t side) const
    {
        const auto* address = addresses_[side];
        const auto* port = ports_[side];
        const bool has_address = address != nullptr && address->type == HOOKLINE_IP && row.has(*address);
        const bool has_port = port != nullptr && row.has(*port);
        if (!has_address && !has_port) return;
        out.put(label);
        if (has_address) {
            const bool needs_brackets = has_port && !is_ipv4(row.text(*address));
            if (needs_brackets) out.put('[');
            put_ip(out, row.text(*address));
            if (prefix_length_ != nullptr && row.has(*prefix_length_)) {
                out.put('/');
                out.put_unsigned(row.integer(*prefix_length_));
            }
            if (needs_brackets) out.put(']');
        }
        if (!has_port) return;
        out.put(':');
        out.put_unsigned(row.integer(*port));
    }

    const hookline_column* bitrate_;
    const hookline_column* other_;
    std::array<const hookline_column*, 2> addresses_;
    std::array<const hookline_column*, 2> ports_;
    const hookline_column* prefix_length_;
    std::vector<Piece> before_;
    std::vector<Piece> after_;
};

// Any other stream: name: value, name: value
class PlainLine final : public Line {
public:
    explicit PlainLine(const Columns& columns)
    {
        for (std::size_t i = 0; i < columns.size(); ++i)
            pieces_.emplace_back(std::string(columns[i].name) + ": ", columns[i]);
    }
    void put(Text& out, const Row& row, LocalTime& clock) const override
    {
        const std::size_t begin = out.size();
        std::size_t end = begin;
        for (const Piece& piece : pieces_) {
            if (end > begin) out.put(", ");
            const std::size_t before = out.size();
            piece.put(out, row, clock);
            if (out.size() > before) end = out.size();
            out.truncate(end);
        }
    }

private:
    std::vector<Piece> pieces_;
};

std::unique_ptr<Line> make_line(const hookline_schema& schema)
{
    const Columns columns(schema);
    const bool is_flow = columns.find("packets") != nullptr && columns.find("bytes") != nullptr;
    if (is_flow) return std::make_unique<FlowLine>(columns);
    return std::make_unique<PlainLine>(columns);
}

class ClassicFormat final : public Format {
public:
    void add(const Batch& batch, Text& out) override
    {
        if (LedgerLines::is_ledger(batch.schema())) return add_ledger(batch, out);
        if (schema_ != &batch.schema()) {
            schema_ = &batch.schema();
            line_ = make_line(*schema_);
        }
        if (batch.begins_report()) begin_report(batch, out);
        for (std::size_t i = 0; i < batch.size(); ++i) {
            line_->put(out, batch[i], clock_);
            out.put('\n');
            out.row_done();
        }
        has_printed_ = has_printed_ || batch.size() > 0;
    }
    void reset() override { ledger_ = LedgerLines(); }

private:
    void begin_report(const Batch& batch, Text& out)
    {
        clock_.set_today(batch.end_ns());
        if (has_printed_) out.put('\n');
    }
    void add_ledger(const Batch& batch, Text& out)
    {
        ledger_.add(batch, out);
        if (batch.ends_report()) ledger_.put_sums(out);
        has_printed_ = true;
    }

    const hookline_schema* schema_ = nullptr;
    std::unique_ptr<Line> line_;
    LocalTime clock_;
    LedgerLines ledger_;
    bool has_printed_ = false;
};

}  // namespace

std::unique_ptr<Format> make_classic_format()
{
    return std::make_unique<ClassicFormat>();
}

}  // namespace hookline::table_sink
