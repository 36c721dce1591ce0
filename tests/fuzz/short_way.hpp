// SPDX-License-Identifier: MIT
// The short way of the programs (bpf/plain_headers.h), put as the parser puts it.
#pragma once

#include "packet_rules.hpp"

#include "plain_headers.h"

namespace hookline::fuzz {

// False: it does not know this packet. `packet` is then half made.
inline bool parse_short(const hl_view& view, hl_packet& packet)
{
    hl_plain plain;
    hl_packet_clear(&packet);
    std::memset(&plain, 0xee, sizeof plain);
    const std::uint16_t ethertype = hl_plain_ethertype(&view);
    const auto* ipv4 = ethertype == HL_ETHERTYPE_IPV4 ? hl_parse_plain_ipv4(&view, &plain) : nullptr;
    const auto* ipv6 = ethertype == HL_ETHERTYPE_IPV6 ? hl_parse_plain_ipv6(&view, &plain) : nullptr;
    if (ipv4 != nullptr) {
        packet.key.marks = HL_MARK_IPV4;
        hl_set_ipv4_address(packet.key.src_addr, ipv4->ip.source);
        hl_set_ipv4_address(packet.key.dst_addr, ipv4->ip.destination);
    } else if (ipv6 != nullptr) {
        packet.key.marks = HL_MARK_IPV6;
        std::memcpy(packet.key.src_addr, ipv6->source, sizeof ipv6->source);
        std::memcpy(packet.key.dst_addr, ipv6->destination, sizeof ipv6->destination);
    } else {
        return false;
    }
    packet.key.proto = plain.protocol;
    packet.key.src_port = hl_swap16(plain.src_port);
    packet.key.dst_port = hl_swap16(plain.dst_port);
    packet.tcp_flags = plain.tcp_flags;
    packet.header_size = plain.header_size;
    packet.payload_size = plain.payload_size;
    packet.transport_offset = HL_PLAIN_IP + (ipv4 != nullptr ? sizeof ipv4->ip : sizeof(hl_ipv6_header));
    return true;
}

// `parsed`: what the parser makes of the same frame, which starts with an Ethernet header. No tunnel is inside of what
// the short way knows, so that it does not matter whether the parser was to look there.
inline void check_short_way(const hl_view& view, int result, const hl_packet& parsed)
{
    hl_packet packet;
    if (!parse_short(view, packet)) return;
    require(result == HL_PARSE_COMPLETE, "the short way is for whole headers", packet);
    require(same(packet, parsed), "the short way says what the parser says", packet);
}

}  // namespace hookline::fuzz
