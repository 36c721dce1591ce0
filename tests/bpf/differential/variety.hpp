// SPDX-License-Identifier: MIT
// What kinds of frames there were: a comparison over frames that are all alike proves little.
#pragma once

#include "packet_builder.hpp"

#include "packet_parser.h"

#include <cstdint>
#include <map>
#include <string>

namespace hookline::test {

class Variety {
public:
    void add(const Bytes& frame)
    {
        hl_packet packet;
        const int result = hl_parse_ethernet(frame.data(), frame.data() + frame.size(), 0, &packet);
        const hl_flow_key& key = packet.key;
        const auto note = [this](const char* kind, bool is_it) { kinds_[kind] += is_it ? 1 : 0; };
        note("IPv4", (key.marks & HL_MARK_IPV4) != 0);
        note("IPv6", (key.marks & HL_MARK_IPV6) != 0);
        note("IPv6 extension", (key.marks & HL_MARK_IPV6) != 0 && packet.header_size > 14 + 40 + 60);
        note("ports", key.src_port != 0 && key.dst_port != 0);
        note("TCP flags", packet.tcp_flags != 0);
        note("tunnel", (key.marks & HL_MARK_TUNNEL) != 0);
        note("first fragment", packet.fragment == HL_FRAGMENT_FIRST);
        note("later fragment", packet.fragment == HL_FRAGMENT_LATER);
        note("tag", key.vlan_id != 0);
        note("two tags", key.inner_vlan_id != 0);
        note("cut", result == HL_PARSE_TRUNCATED);
        note("short by its own length", result == HL_PARSE_COMPLETE && (key.marks & HL_MARK_TRUNCATED) != 0);
        note("bad IP", key.proto == HL_PROTO_BAD_IP);
        note("LLC", key.proto >= HL_PROTO_LLC && key.proto < HL_PROTO_RUNT);
        note("ARP", key.proto == HL_ETHERTYPE_ARP || key.proto == HL_ETHERTYPE_RARP);
        note("other EtherType", key.proto >= HL_ETHERTYPE_MIN);
    }
    [[nodiscard]] const std::map<std::string, std::uint64_t>& kinds() const { return kinds_; }

private:
    std::map<std::string, std::uint64_t> kinds_;
};

}  // namespace hookline::test
