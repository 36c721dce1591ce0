// SPDX-License-Identifier: MIT
#include "link_type.hpp"

#include <pcap/pcap.h>

#include <array>

namespace hookline::pcap {
namespace {

constexpr std::uint16_t kIpv4 = 0x0800;
constexpr std::uint16_t kIpv6 = 0x86dd;

std::uint16_t big_endian16(const std::uint8_t* at)
{
    return static_cast<std::uint16_t>(at[0] << 8 | at[1]);
}

void too_short(hl_packet& packet)
{
    hl_packet_clear(&packet);
    hl_cut_at(&packet, HL_PROTO_RUNT);
}

// The frame after `skip` bytes of link header, which said that it holds `ethertype`.
void parse_after(const std::uint8_t* frame, std::uint32_t size, std::uint32_t skip, std::uint16_t ethertype,
                 hl_packet& packet)
{
    hl_parse_network(frame + skip, frame + size, ethertype, 0, &packet);
    packet.header_size += skip;
    packet.transport_offset += skip;
}

// Links that give no type but carry IP only: the version is the first nibble.
std::uint16_t ethertype_by_version(const std::uint8_t* frame, std::uint32_t size, std::uint32_t skip)
{
    if (size <= skip) return 0;
    const auto version = frame[skip] >> 4;
    return version == 4 ? kIpv4 : version == 6 ? kIpv6 : std::uint16_t{0};
}

void parse_ethernet(const std::uint8_t* frame, std::uint32_t size, hl_packet& packet)
{
    hl_parse_ethernet(frame, frame + size, 0, &packet);
}

void parse_raw(const std::uint8_t* frame, std::uint32_t size, hl_packet& packet)
{
    parse_after(frame, size, 0, ethertype_by_version(frame, size, 0), packet);
}

void parse_ipv4(const std::uint8_t* frame, std::uint32_t size, hl_packet& packet)
{
    parse_after(frame, size, 0, kIpv4, packet);
}

void parse_ipv6(const std::uint8_t* frame, std::uint32_t size, hl_packet& packet)
{
    parse_after(frame, size, 0, kIpv6, packet);
}

// Four bytes of address family in the byte order of the machine that captured, which differs by system for IPv6 (24, 28,
// 30, 10): the version nibble says it as well.
void parse_null(const std::uint8_t* frame, std::uint32_t size, hl_packet& packet)
{
    constexpr std::uint32_t kHeader = 4;
    if (size < kHeader) return too_short(packet);
    parse_after(frame, size, kHeader, ethertype_by_version(frame, size, kHeader), packet);
}

// LINUX_SLL packet type 4: sent by us. The others came in, or were seen on their way to somebody else.
std::uint8_t sll_direction(std::uint16_t packet_type)
{
    constexpr std::uint16_t kOutgoing = 4;
    return packet_type == kOutgoing ? HL_DIRECTION_OUT : HL_DIRECTION_IN;
}

void parse_sll(const std::uint8_t* frame, std::uint32_t size, hl_packet& packet)
{
    constexpr std::uint32_t kHeader = 16;
    if (size < kHeader) return too_short(packet);
    parse_after(frame, size, kHeader, big_endian16(frame + 14), packet);
    packet.key.direction = sll_direction(big_endian16(frame));
}

void parse_sll2(const std::uint8_t* frame, std::uint32_t size, hl_packet& packet)
{
    constexpr std::uint32_t kHeader = 20;
    if (size < kHeader) return too_short(packet);
    parse_after(frame, size, kHeader, big_endian16(frame), packet);
    packet.key.direction = sll_direction(frame[10]);
}

// RFC 1661 protocol numbers of those that have an EtherType.
std::uint16_t ethertype_of_ppp(std::uint16_t protocol)
{
    switch (protocol) {
    case 0x0021: return kIpv4;
    case 0x0057: return kIpv6;
    case 0x0281: return 0x8847;  // MPLS unicast, RFC 3032
    case 0x0283: return 0x8848;
    default: return 0;
    }
}

// PPP, with or without the HDLC address and control bytes (RFC 1662); DLT_PPP_PPPD puts a direction where the address is.
void parse_ppp(const std::uint8_t* frame, std::uint32_t size, hl_packet& packet)
{
    std::uint32_t at = 0;
    std::uint8_t direction = HL_DIRECTION_UNKNOWN;
    if (size >= 2 && frame[1] == 0x03) {
        at = 2;
        if (frame[0] == 0) direction = HL_DIRECTION_IN;
        if (frame[0] == 1) direction = HL_DIRECTION_OUT;
    }
    if (size < at + 2) return too_short(packet);
    // Protocol field compression: a first byte that is odd is the whole field.
    const bool compressed = (frame[at] & 1) != 0;
    const auto protocol = compressed ? frame[at] : big_endian16(frame + at);
    at += compressed ? 1 : 2;
    if (const auto ethertype = ethertype_of_ppp(protocol); ethertype != 0) {
        parse_after(frame, size, at, ethertype, packet);
    } else {
        hl_packet_clear(&packet);
        hl_named(&packet, 0x880b);  // EtherType of PPP: LCP, IPCP and what else it negotiates with
    }
    packet.key.direction = direction;
}

// Cisco HDLC: address, control, EtherType.
void parse_c_hdlc(const std::uint8_t* frame, std::uint32_t size, hl_packet& packet)
{
    constexpr std::uint32_t kHeader = 4;
    if (size < kHeader) return too_short(packet);
    parse_after(frame, size, kHeader, big_endian16(frame + 2), packet);
}

struct LinkType {
    int value;
    const char* name;
    ParseFrame parse;
};

constexpr std::array kLinkTypes = {
    LinkType{DLT_EN10MB, "EN10MB", parse_ethernet},
    LinkType{DLT_RAW, "RAW", parse_raw},
    LinkType{DLT_IPV4, "IPV4", parse_ipv4},
    LinkType{DLT_IPV6, "IPV6", parse_ipv6},
    LinkType{DLT_LINUX_SLL, "LINUX_SLL", parse_sll},
    LinkType{DLT_LINUX_SLL2, "LINUX_SLL2", parse_sll2},
    LinkType{DLT_NULL, "NULL", parse_null},
    LinkType{DLT_LOOP, "LOOP", parse_null},
    LinkType{DLT_PPP, "PPP", parse_ppp},
    LinkType{DLT_PPP_SERIAL, "PPP_SERIAL", parse_ppp},
    LinkType{DLT_PPP_PPPD, "PPP_PPPD", parse_ppp},
    LinkType{DLT_C_HDLC, "C_HDLC", parse_c_hdlc},
};

}  // namespace

ParseFrame parser_for(int link_type)
{
    for (const auto& known : kLinkTypes)
        if (known.value == link_type) return known.parse;
    return nullptr;
}

std::string known_link_types()
{
    std::string all;
    for (const auto& known : kLinkTypes) {
        if (!all.empty()) all += ", ";
        all += known.name;
    }
    return all;
}

}  // namespace hookline::pcap
