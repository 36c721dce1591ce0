// SPDX-License-Identifier: MIT
// What holds for everything that the parser says, whatever the bytes were. A rule that does not hold ends the process,
// which libFuzzer reports with the input.
#pragma once

#include "packet_parser.h"

#include <cstdio>
#include <cstdlib>
#include <cstring>

namespace hookline::fuzz {

inline void require(bool holds, const char* rule, const hl_packet& packet)
{
    if (holds) return;
    const hl_flow_key& key = packet.key;
    std::fprintf(stderr,
                 "rule broken: %s\n  proto 0x%x, ports %u %u, marks 0x%x, tunnel %u, vlan %u/%u, header size %u, "
                 "fragment %u id %u, tcp flags 0x%x\n",
                 rule, key.proto, key.src_port, key.dst_port, key.marks, key.tunnel_id, key.vlan_id, key.inner_vlan_id,
                 packet.header_size, packet.fragment, packet.fragment_id, packet.tcp_flags);
    std::abort();
}

inline bool same(const hl_packet& a, const hl_packet& b)
{
    return std::memcmp(&a, &b, sizeof a) == 0;
}

template <std::size_t size>
bool is_zero(const std::uint8_t (&bytes)[size])
{
    static constexpr std::uint8_t kZero[size] = {};
    return std::memcmp(bytes, kZero, size) == 0;
}

inline bool is_mapped_ipv4(const std::uint8_t (&address)[16])
{
    static constexpr std::uint8_t kPrefix[12] = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};
    return std::memcmp(address, kPrefix, sizeof kPrefix) == 0;
}

inline void check_addresses(const hl_packet& packet)
{
    const hl_flow_key& key = packet.key;
    const bool is_ipv4 = (key.marks & HL_MARK_IPV4) != 0;
    const bool is_ipv6 = (key.marks & HL_MARK_IPV6) != 0;
    const bool is_arp = key.proto == HL_ETHERTYPE_ARP || key.proto == HL_ETHERTYPE_RARP;
    const bool is_ip = key.proto < HL_PROTO_LLC;

    require(!is_ipv4 || !is_ipv6, "one version of IP", packet);
    require(is_ip == (is_ipv6 || (is_ipv4 && !is_arp)), "an IP protocol has addresses, and only ARP has them too",
            packet);
    if (is_ipv4)
        require(is_mapped_ipv4(key.src_addr) && is_mapped_ipv4(key.dst_addr), "IPv4 addresses are mapped", packet);
    if (!is_ipv4 && !is_ipv6)
        require(is_zero(key.src_addr) && is_zero(key.dst_addr), "no addresses without a mark", packet);
    require(is_ip || (key.proto >= HL_PROTO_LLC && key.proto <= HL_PROTO_BAD_IP) || key.proto >= HL_ETHERTYPE_MIN,
            "proto is in one of its ranges", packet);
}

inline void check_transport(const hl_packet& packet)
{
    const hl_flow_key& key = packet.key;
    const bool is_arp = key.proto == HL_ETHERTYPE_ARP || key.proto == HL_ETHERTYPE_RARP;
    const bool is_later = packet.fragment == HL_FRAGMENT_LATER;

    require(is_later == ((key.marks & HL_MARK_FRAGMENT) != 0), "a later fragment is marked so", packet);
    require(packet.fragment <= HL_FRAGMENT_LATER, "fragment is one of its values", packet);
    require(packet.fragment != HL_FRAGMENT_NONE || packet.fragment_id == 0, "an id is a fragment's", packet);
    require(packet.fragment == HL_FRAGMENT_NONE || key.proto < HL_PROTO_LLC, "a fragment is IP's", packet);
    require(!is_later || (key.marks & HL_MARK_TRUNCATED) == 0, "a later fragment has nothing to be cut", packet);
    if (is_later || (key.marks & HL_MARK_TRUNCATED) != 0) {
        require((key.src_port == 0 || is_arp) && key.dst_port == 0, "no ports from what is not there", packet);
        require((key.marks & HL_MARK_TUNNEL) == 0, "no tunnel from what is not there", packet);
        require(packet.tcp_flags == 0, "no TCP flags from what is not there", packet);
    }
    require((key.marks & HL_MARK_TUNNEL) != 0 || key.tunnel_id == 0, "a tunnel id is a tunnel's", packet);
    require(key.proto == HL_IP_TCP || packet.tcp_flags == 0, "TCP flags are TCP's", packet);
    require(key.proto < HL_PROTO_LLC || is_arp || (key.src_port == 0 && key.dst_port == 0), "ports are IP's", packet);
}

// The longest chain there is: Ethernet, tags, SNAP, labels, IPv6 with its extensions, a tunnel with options, and inside
// Ethernet with a tag, IP and TCP.
constexpr std::uint32_t kMostHeaders = 14 + HL_MAX_VLAN_TAGS * 4 + 8 + HL_MAX_MPLS_LABELS * 4 + 40 +
                                       HL_IPV6_MAX_EXTENSIONS * 2048 + (8 + 8 + 63 * 4) + 18 + 60 + 60;
static_assert(kMostHeaders < HL_MAX_OFFSET);

// `link_header`: bytes before the place where the parser started.
inline void check_packet(const hl_packet& packet, std::uint32_t link_header = 0)
{
    constexpr unsigned kMarks = HL_MARK_FRAGMENT | HL_MARK_TRUNCATED | HL_MARK_TUNNEL | HL_MARK_IPV4 | HL_MARK_IPV6;
    const hl_flow_key& key = packet.key;

    require(is_zero(key.pad) && is_zero(packet.pad), "padding is zero", packet);
    require(key.prefix_length == 0, "networks are the flow table's", packet);
    require(key.ifindex == 0, "ifindex is the caller's", packet);
    require((key.marks & ~kMarks) == 0, "marks are known", packet);
    require(key.vlan_id <= 4095 && key.inner_vlan_id <= 4095, "a VID has 12 bits", packet);
    require(packet.header_size <= link_header + kMostHeaders, "headers have an end", packet);
    check_addresses(packet);
    check_transport(packet);
}

}  // namespace hookline::fuzz
