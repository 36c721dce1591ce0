// SPDX-License-Identifier: MIT
// Reports of flows as the host makes them, for tests of sinks: the flow schema with a rate and `other`.
#pragma once

#include <arpa/inet.h>
#include <hookline/flow_schema.h>
#include <hookline/row.hpp>

#include <cstring>
#include <string>
#include <vector>

namespace hookline::test {

struct ReportRow {
    hookline_flow flow{};
    double bitrate = 0;
    std::uint8_t other = 0;
    std::uint8_t end_reason = 0;
};

inline constexpr std::uint32_t kEndBit = 63;
inline constexpr hookline_name kEndReasons[] = {{1, "idle"}, {5, "evicted"}};

inline hookline_column column(const char* name, hookline_type type, hookline_role role, std::size_t offset,
                              std::size_t width, std::uint32_t presence = HOOKLINE_ALWAYS_PRESENT,
                              hookline_unit unit = HOOKLINE_UNIT_NONE)
{
    return {0,
            type,
            unit,
            role,
            HOOKLINE_MERGE_LAST,
            0,
            static_cast<std::uint32_t>(offset),
            static_cast<std::uint32_t>(width),
            presence,
            0,
            nullptr,
            name,
            ""};
}

// What the host reports of flows: rates first, then the flow schema's columns, `other` last.
inline const hookline_schema& report_schema()
{
    static const auto columns = [] {
        std::vector<hookline_column> all;
        all.push_back(column("bitrate", HOOKLINE_F64, HOOKLINE_GAUGE, offsetof(ReportRow, bitrate), 8,
                             HOOKLINE_ALWAYS_PRESENT, HOOKLINE_UNIT_BITS_PER_SECOND));
        for (const auto& flow_column : hookline_flow_columns)
            if (flow_column.id != HOOKLINE_FLOW_OTHER) all.push_back(flow_column);  // goes into the host's own
        all.push_back(column("other", HOOKLINE_BOOL, HOOKLINE_LABEL, offsetof(ReportRow, other), 1));
        all.push_back(column("end_reason", HOOKLINE_U8, HOOKLINE_LABEL, offsetof(ReportRow, end_reason), 1, kEndBit));
        all.back().names = kEndReasons;
        all.back().name_count = 2;
        return all;
    }();
    static const hookline_schema schema = [] {
        hookline_schema made = hookline_flow_schema;
        made.row_size = sizeof(ReportRow);
        made.column_count = static_cast<std::uint32_t>(columns.size());
        made.columns = columns.data();
        return made;
    }();
    return schema;
}

// One row, built piece by piece: FlowRow(6).from("10.0.0.1", 80).to("10.0.0.2", 1234).counts(3, 180, 1440).
class FlowRow {
public:
    FlowRow() { set(HOOKLINE_FLOW_PACKETS), set(HOOKLINE_FLOW_BYTES); }
    explicit FlowRow(std::uint16_t proto) : FlowRow() { set(HOOKLINE_FLOW_PROTO), row_.flow.proto = proto; }

    FlowRow& from(const char* address, int port = -1)
    {
        return endpoint(address, port, row_.flow.src_addr, row_.flow.src_port, HOOKLINE_FLOW_SRC_ADDR,
                        HOOKLINE_FLOW_SRC_PORT);
    }
    FlowRow& to(const char* address, int port = -1)
    {
        return endpoint(address, port, row_.flow.dst_addr, row_.flow.dst_port, HOOKLINE_FLOW_DST_ADDR,
                        HOOKLINE_FLOW_DST_PORT);
    }
    FlowRow& counts(std::uint64_t packets, std::uint64_t bytes, double bitrate)
    {
        row_.flow.packets = packets, row_.flow.bytes = bytes, row_.bitrate = bitrate;
        return *this;
    }
    // with(HOOKLINE_FLOW_SPI, &hookline_flow::spi, 0x1234)
    template <class Member, class Value>
    FlowRow& with(hookline_flow_column which, Member member, Value value)
    {
        set(which);
        row_.flow.*member = static_cast<std::remove_reference_t<decltype(row_.flow.*member)>>(value);
        return *this;
    }
    FlowRow& on(const char* interface, hookline_flow_direction direction)
    {
        row_.flow.interface = {interface, std::strlen(interface)};
        set(HOOKLINE_FLOW_INTERFACE);
        return with(HOOKLINE_FLOW_DIRECTION, &hookline_flow::direction, direction);
    }
    FlowRow& seen(std::int64_t first, std::int64_t last)
    {
        with(HOOKLINE_FLOW_FIRST, &hookline_flow::first, first);
        return with(HOOKLINE_FLOW_LAST, &hookline_flow::last, last);
    }
    FlowRow& app_proto(std::uint8_t label) { return with(HOOKLINE_FLOW_APP_PROTO, &hookline_flow::app_proto, label); }
    FlowRow& process(std::uint32_t pid, const char* comm)
    {
        with(HOOKLINE_FLOW_PID, &hookline_flow::pid, pid);
        return with(HOOKLINE_FLOW_COMM, &hookline_flow::comm, hookline_string{comm, std::strlen(comm)});
    }
    FlowRow& other()
    {
        row_.other = 1;
        return *this;
    }
    FlowRow& ended(std::uint8_t reason)
    {
        row_.end_reason = reason;
        row_.flow.present |= std::uint64_t{1} << kEndBit;
        return *this;
    }
    operator const ReportRow&() const { return row_; }

private:
    void set(hookline_flow_column which) { row_.flow.present |= HOOKLINE_FLOW_BIT(which); }
    FlowRow& endpoint(const char* address, int port, std::uint8_t (&bytes)[16], std::uint16_t& port_field,
                      hookline_flow_column address_bit, hookline_flow_column port_bit)
    {
        const bool is_ipv6 = std::strchr(address, ':') != nullptr;
        if (!is_ipv6) bytes[10] = bytes[11] = 0xff;
        ::inet_pton(is_ipv6 ? AF_INET6 : AF_INET, address, is_ipv6 ? bytes : bytes + 12);
        set(address_bit);
        if (port < 0) return *this;
        port_field = static_cast<std::uint16_t>(port);
        set(port_bit);
        return *this;
    }

    ReportRow row_;
};

// A batch of any rows. They must outlive it.
template <class RowType>
hookline_batch batch_of(const hookline_schema& schema, const std::vector<RowType>& rows, std::uint32_t flags,
                        std::int64_t end_ns = 0, const char* source = nullptr)
{
    static_assert(sizeof(RowType) % 8 == 0);
    hookline_batch batch{};
    batch.size = sizeof batch;
    batch.flags = flags;
    batch.schema = &schema;
    batch.rows = rows.data();
    batch.row_count = static_cast<std::uint32_t>(rows.size());
    batch.stride = sizeof(RowType);
    batch.end_ns = end_ns;
    batch.source = source;
    return batch;
}

inline constexpr std::uint32_t kWhole = HOOKLINE_REPORT_BEGIN | HOOKLINE_REPORT_END;
inline constexpr std::uint32_t kOnly = kWhole | HOOKLINE_REPORT_FINAL;

// ---- all protocols that the classic report knows

inline std::vector<ReportRow> protocol_rows()
{
    using F = hookline_flow;
    return {
        FlowRow(6).from("10.77.0.2", 8080).to("10.77.0.1", 58916).counts(32, 1'002'325, 1'090'000).app_proto(1),
        FlowRow(17).from("fd77::2", 80).to("fd77::1", 53).counts(5, 590, 558.974),
        FlowRow(58)
            .from("fd77::2")
            .to("fd77::1")
            .counts(5, 590, 558.97)
            .with(HOOKLINE_FLOW_ICMP_TYPE, &F::icmp_type, 129)
            .with(HOOKLINE_FLOW_ICMP_CODE, &F::icmp_code, 0),
        FlowRow(47)
            .from("10.0.0.1")
            .to("10.0.0.2")
            .counts(1, 100, 80)
            .with(HOOKLINE_FLOW_GRE_INNER, &F::gre_inner, 0x0800)
            .with(HOOKLINE_FLOW_GRE_FLAGS, &F::gre_flags, 0x2000),
        FlowRow(47)
            .from("10.0.0.1")
            .to("10.0.0.2")
            .counts(1, 100, 80)
            .with(HOOKLINE_FLOW_GRE_INNER, &F::gre_inner, 0x88be)
            .with(HOOKLINE_FLOW_GRE_FLAGS, &F::gre_flags, 0),
        FlowRow(50).from("10.0.0.1").to("10.0.0.2").counts(1, 100, 80).with(HOOKLINE_FLOW_SPI, &F::spi, 0x12345678),
        FlowRow(51).from("10.0.0.1").to("10.0.0.2").counts(1, 100, 80).with(HOOKLINE_FLOW_SPI, &F::spi, 0x1234),
        FlowRow(89)
            .from("10.0.0.1")
            .to("224.0.0.5")
            .counts(1, 100, 80)
            .with(HOOKLINE_FLOW_OSPF_TYPE, &F::ospf_type, 1)
            .with(HOOKLINE_FLOW_OSPF_VERSION, &F::ospf_version, 2),
        FlowRow(0x0806).from("10.0.0.1").to("10.0.0.2").counts(1, 42, 33.6).with(HOOKLINE_FLOW_ARP_OP, &F::arp_op, 1),
        FlowRow(0x88cc).counts(1, 60, 48),
        FlowRow(0x88ce).counts(1, 60, 48),
        FlowRow(253).from("10.0.0.1").to("10.0.0.2").counts(1, 60, 48),
        FlowRow().counts(7, 700, 560).other(),
    };
}

}  // namespace hookline::test
