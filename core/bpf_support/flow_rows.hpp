// SPDX-License-Identifier: MIT
// From the flow table's structs (bpf/flow_key.h) to rows of the flow schema. Header-only and without libbpf, for every
// capture that uses the parser of bpf/, in the kernel or not.
#pragma once

#include <hookline/flow.h>
#include <hookline/plugin.hpp>

#include <cstdint>
#include <cstring>
#include <vector>

#include "flow_key.h"

namespace hookline::bpf {

namespace detail {

// The two numbers that hl_flow_key holds in the place of ports, by protocol (see there).
inline void set_transport(hookline_flow& row, const hl_flow_key& key)
{
    const auto has = [&row](auto... columns) { row.present |= (HOOKLINE_FLOW_BIT(columns) | ...); };
    switch (key.proto) {
    case 6:  // TCP
    case 17:  // UDP
    case 33:  // DCCP
    case 132:  // SCTP
    case 136:  // UDP-Lite
        row.src_port = key.src_port;
        row.dst_port = key.dst_port;
        has(HOOKLINE_FLOW_SRC_PORT, HOOKLINE_FLOW_DST_PORT);
        break;
    case 1:  // ICMP
    case 2:  // IGMP
    case 58:  // ICMPv6
        row.icmp_type = static_cast<std::uint8_t>(key.src_port);
        row.icmp_code = static_cast<std::uint8_t>(key.dst_port);
        has(HOOKLINE_FLOW_ICMP_TYPE, HOOKLINE_FLOW_ICMP_CODE);
        break;
    case 47:  // GRE
        row.gre_inner = key.src_port;
        row.gre_flags = key.dst_port;
        has(HOOKLINE_FLOW_GRE_INNER, HOOKLINE_FLOW_GRE_FLAGS);
        break;
    case 50:  // ESP
    case 51:  // AH
        row.spi = std::uint32_t{key.src_port} << 16 | key.dst_port;
        has(HOOKLINE_FLOW_SPI);
        break;
    case 89:  // OSPF
        row.ospf_type = static_cast<std::uint8_t>(key.src_port);
        row.ospf_version = static_cast<std::uint8_t>(key.dst_port);
        has(HOOKLINE_FLOW_OSPF_TYPE, HOOKLINE_FLOW_OSPF_VERSION);
        break;
    default: break;
    }
}

inline bool has_tunnel_id(const hl_flow_key& key)
{
    constexpr std::uint16_t kGre = 47;
    constexpr std::uint16_t kGreKeyBit = 0x2000;
    return (key.marks & HL_MARK_TUNNEL) != 0 && (key.proto != kGre || (key.dst_port & kGreKeyBit) != 0);
}

}  // namespace detail

// `interface` must live as long as the row. `clock_offset` is added to both time stamps to make them CLOCK_REALTIME.
inline hookline_flow flow_row(const hl_flow_key& key, const hl_flow_counters& counters, hookline_string interface,
                              std::int64_t clock_offset)
{
    hookline_flow row{};
    const auto set_if = [&row](bool has, hookline_flow_column column) {
        row.present |= has ? HOOKLINE_FLOW_BIT(column) : 0;
    };
    row.present = HOOKLINE_FLOW_BIT(HOOKLINE_FLOW_PACKETS) | HOOKLINE_FLOW_BIT(HOOKLINE_FLOW_BYTES) |
                  HOOKLINE_FLOW_BIT(HOOKLINE_FLOW_PROTO);
    row.packets = counters.packets;
    row.bytes = counters.bytes;
    row.proto = key.proto;

    const bool has_addresses = (key.marks & (HL_MARK_IPV4 | HL_MARK_IPV6)) != 0;
    std::memcpy(row.src_addr, key.src_addr, sizeof row.src_addr);
    std::memcpy(row.dst_addr, key.dst_addr, sizeof row.dst_addr);
    set_if(has_addresses, HOOKLINE_FLOW_SRC_ADDR);
    set_if(has_addresses, HOOKLINE_FLOW_DST_ADDR);

    constexpr std::uint8_t kNoTransport = HL_MARK_FRAGMENT | HL_MARK_TRUNCATED | HL_MARK_OTHER;
    const bool is_arp = key.proto == 0x0806 || key.proto == 0x8035;
    if ((key.marks & kNoTransport) == 0) {
        detail::set_transport(row, key);
        row.arp_op = is_arp ? key.src_port : std::uint16_t{0};
        set_if(is_arp, HOOKLINE_FLOW_ARP_OP);
        row.tcp_flags = counters.tcp_flags;
        set_if(key.proto == 6, HOOKLINE_FLOW_TCP_FLAGS);
    }
    row.marks = key.marks & (HOOKLINE_MARK_FRAGMENT | HOOKLINE_MARK_TRUNCATED | HOOKLINE_MARK_TUNNEL);
    set_if(row.marks != 0, HOOKLINE_FLOW_MARKS);
    row.tunnel_id = key.tunnel_id;
    set_if(detail::has_tunnel_id(key), HOOKLINE_FLOW_TUNNEL_ID);

    row.direction = key.direction;
    set_if(key.direction != HL_DIRECTION_UNKNOWN, HOOKLINE_FLOW_DIRECTION);
    row.interface = interface;
    set_if(interface.size != 0, HOOKLINE_FLOW_INTERFACE);
    row.vlan = key.vlan_id;
    row.inner_vlan = key.inner_vlan_id;
    set_if(key.vlan_id != 0, HOOKLINE_FLOW_VLAN);
    set_if(key.inner_vlan_id != 0, HOOKLINE_FLOW_INNER_VLAN);

    row.app_proto = counters.label;
    set_if(counters.label != 0, HOOKLINE_FLOW_APP_PROTO);

    const bool is_other = (key.marks & HL_MARK_OTHER) != 0;
    row.prefix_length = key.prefix_length;
    row.other = is_other ? 1 : 0;
    set_if(is_other, HOOKLINE_FLOW_PREFIX_LENGTH);
    set_if(is_other, HOOKLINE_FLOW_OTHER);

    const bool is_repeated = (counters.state & HL_FLOW_REPEATED) != 0;
    row.repeated_packets = is_repeated ? counters.packets : 0;
    row.repeated_bytes = is_repeated ? counters.bytes : 0;
    set_if(is_repeated, HOOKLINE_FLOW_REPEATED_PACKETS);
    set_if(is_repeated, HOOKLINE_FLOW_REPEATED_BYTES);

    row.first = static_cast<std::int64_t>(counters.first_ns) + clock_offset;
    row.last = static_cast<std::int64_t>(counters.last_ns) + clock_offset;
    set_if(counters.first_ns != 0, HOOKLINE_FLOW_FIRST);
    set_if(counters.last_ns != 0, HOOKLINE_FLOW_LAST);
    return row;
}

// Hands rows to the host in batches small enough to stay in the CPU's cache.
class FlowRows {
public:
    static constexpr std::size_t kBatchRows = 256;

    // `schema` is the capture's stream number `stream`: its own hookline_flow_schema.
    FlowRows(const Host& host, std::uint32_t stream, const hookline_schema& schema)
        : host_(host), schema_(&schema), stream_(stream)
    {
        rows_.reserve(kBatchRows);
    }

    // The time that the rows to come cover: CLOCK_REALTIME, nanoseconds.
    void set_period(std::int64_t begin_ns, std::int64_t end_ns)
    {
        begin_ns_ = begin_ns;
        end_ns_ = end_ns;
    }
    void add(const hookline_flow& row)
    {
        rows_.push_back(row);
        if (rows_.size() == kBatchRows) flush();
    }
    void flush()
    {
        if (rows_.empty()) return;
        hookline_batch batch{};
        batch.size = sizeof batch;
        batch.schema = schema_;
        batch.rows = rows_.data();
        batch.row_count = static_cast<std::uint32_t>(rows_.size());
        batch.stride = sizeof(hookline_flow);
        batch.begin_ns = begin_ns_;
        batch.end_ns = end_ns_;
        host_.emit(stream_, batch);  // the host counts what it refuses
        rows_.clear();
    }

private:
    Host host_;
    const hookline_schema* schema_;
    std::uint32_t stream_;
    std::int64_t begin_ns_ = 0;
    std::int64_t end_ns_ = 0;
    std::vector<hookline_flow> rows_;
};

}  // namespace hookline::bpf
