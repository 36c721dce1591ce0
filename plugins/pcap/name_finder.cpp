// SPDX-License-Identifier: MIT
#include "name_finder.hpp"

#include <hookline/plugin.hpp>

#include <algorithm>
#include <optional>

namespace hookline::pcap {
namespace {

// Of the payload's first byte (RFC 9293 3.1).
std::optional<std::uint32_t> tcp_sequence(const hl_packet& packet, const std::uint8_t* frame)
{
    constexpr std::uint16_t kTcp = 6;
    constexpr std::size_t kSequenceAt = 4;
    if (packet.key.proto != kTcp) return {};
    return server_names::ByteReader({frame + packet.transport_offset + kSequenceAt, sizeof(std::uint32_t)}).u32();
}

}  // namespace

bool NameFinder::add(const hl_packet& packet, hl_label label, const std::uint8_t* frame, std::uint32_t captured)
{
    if (packet.payload_size == 0 || packet.header_size >= captured) return true;
    const auto size = std::min(packet.payload_size, captured - packet.header_size);
    return names_.add(packet.key, label, {frame + packet.header_size, size}, tcp_sequence(packet, frame));
}

void NameFinder::set_name(hookline_flow& row, const hl_flow_key& key)
{
    const auto name = names_.name_of(key);
    if (name.empty()) return;
    row.server_name = to_abi(name);
    row.present |= HOOKLINE_FLOW_BIT(HOOKLINE_FLOW_SERVER_NAME);
}

}  // namespace hookline::pcap
