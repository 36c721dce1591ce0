// SPDX-License-Identifier: MIT
#include "bpf_support/sockets/socket_details.hpp"

#include <algorithm>
#include <iterator>

#include "bpf_support/sockets/tcp_columns.hpp"
#include "protocol_numbers.h"

namespace hookline::bpf {
namespace {

bool is_unspecified(const std::uint8_t (&address)[16])
{
    constexpr std::uint8_t kUnspecified4[16] = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, 0, 0, 0, 0};
    return std::equal(std::begin(address), std::end(address), kUnspecified4) ||
           std::all_of(std::begin(address), std::end(address), [](auto byte) { return byte == 0; });
}

bool has_ports(const hl_flow_key& key)
{
    return key.proto == HL_IP_TCP || key.proto == HL_IP_UDP || key.proto == HL_IP_DCCP || key.proto == HL_IP_SCTP ||
           key.proto == HL_IP_UDP_LITE;
}

// What hl_flow_key has in the place of ports: of a raw socket's call it is the socket's own.
constexpr std::uint64_t kPacketColumns =
    HOOKLINE_FLOW_BIT(HOOKLINE_FLOW_ICMP_TYPE) | HOOKLINE_FLOW_BIT(HOOKLINE_FLOW_ICMP_CODE) |
    HOOKLINE_FLOW_BIT(HOOKLINE_FLOW_SPI) | HOOKLINE_FLOW_BIT(HOOKLINE_FLOW_GRE_INNER) |
    HOOKLINE_FLOW_BIT(HOOKLINE_FLOW_GRE_FLAGS) | HOOKLINE_FLOW_BIT(HOOKLINE_FLOW_OSPF_TYPE) |
    HOOKLINE_FLOW_BIT(HOOKLINE_FLOW_OSPF_VERSION);

}  // namespace

void SocketDetails::add_to(hookline_flow& row, const hl_flow_key& key, const hl_slot& slot)
{
    if ((key.marks & HL_MARK_OTHER) != 0) return;
    drop_unknown_ends(row, key);
    row.present &= ~HOOKLINE_FLOW_BIT(HOOKLINE_FLOW_TCP_FLAGS);  // calls have none
    const bool is_packet = sees_packets_ && !has_ports(key);
    if (!is_packet) row.present &= ~kPacketColumns;
    // What comes without ports is the last sender's.
    const bool is_likely = (key.marks & HL_MARK_LAST_OWNER) != 0 || (is_packet && key.direction == HL_DIRECTION_IN);
    row.attribution = is_likely ? HOOKLINE_ATTRIBUTION_LAST_OWNER : HOOKLINE_ATTRIBUTION_EXACT;
    if ((row.present & HOOKLINE_FLOW_BIT(HOOKLINE_FLOW_PID)) != 0)
        row.present |= HOOKLINE_FLOW_BIT(HOOKLINE_FLOW_ATTRIBUTION);
    if (key.proto == HL_IP_TCP) set_tcp_columns(row, reinterpret_cast<const hl_socket_flow&>(slot).tcp);
}

// The hook sees a socket that is bound to all addresses, or not connected.
void SocketDetails::drop_unknown_ends(hookline_flow& row, const hl_flow_key& key) const
{
    const bool no_source = is_unspecified(key.src_addr);
    const bool no_destination = is_unspecified(key.dst_addr);
    if (no_source) row.present &= ~HOOKLINE_FLOW_BIT(HOOKLINE_FLOW_SRC_ADDR);
    if (no_destination) row.present &= ~HOOKLINE_FLOW_BIT(HOOKLINE_FLOW_DST_ADDR);
    if (key.direction == HL_DIRECTION_IN ? no_source : no_destination) {
        const auto port = key.direction == HL_DIRECTION_IN ? HOOKLINE_FLOW_SRC_PORT : HOOKLINE_FLOW_DST_PORT;
        row.present &= ~HOOKLINE_FLOW_BIT(port);
        row.marks |= HOOKLINE_MARK_NO_PEER;
        row.present |= HOOKLINE_FLOW_BIT(HOOKLINE_FLOW_MARKS);
        host_.count(HOOKLINE_NOTED, "no_peer", row.packets, row.bytes);
    }
}

}  // namespace hookline::bpf
