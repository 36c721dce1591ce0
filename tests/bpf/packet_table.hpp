// The packets that the parser is held to, wherever it runs: one table for user space and for the kernel programs.
#pragma once

#include "packet_builder.hpp"

#include "packet_parser.h"

#include <ostream>
#include <string>
#include <vector>

namespace hookline::test {

// What a row says of its packet; ifindex and direction are the hook's.
struct Expected {
    std::uint16_t proto = 0;
    std::string source;  // "" without addresses
    std::string destination;
    std::uint16_t src_port = 0;
    std::uint16_t dst_port = 0;
    std::uint8_t marks = 0;  // besides HL_MARK_IPV4 and HL_MARK_IPV6, which follow from the addresses
    std::uint32_t tunnel_id = 0;
    std::uint16_t vlan = 0;
    std::uint16_t inner_vlan = 0;
    std::uint8_t fragment = HL_FRAGMENT_NONE;
    std::uint32_t fragment_id = 0;
    std::uint8_t tcp_flags = 0;
    std::uint32_t header_size = 0;        // 0: not checked
    std::uint32_t inner_header_size = 0;  // of a super-packet; 0: not checked
};

struct PacketCase {
    std::string name;
    Bytes bytes;
    Expected expected;
    std::uint16_t ethertype = 0;  // not 0: the bytes start at layer 3, and the device says this EtherType
};

[[nodiscard]] const std::vector<PacketCase>& packet_table();

[[nodiscard]] hl_flow_key key_of(const Expected& expected);

// A key in one line, for messages.
[[nodiscard]] std::string describe(const hl_flow_key& key);

[[nodiscard]] bool same_key(const hl_flow_key& a, const hl_flow_key& b);

}  // namespace hookline::test
