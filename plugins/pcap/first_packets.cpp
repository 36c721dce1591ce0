// SPDX-License-Identifier: MIT
#include "first_packets.hpp"

#include <algorithm>
#include <bit>
#include <cstring>

#include "flow_table.hpp"

extern "C" {
#include "connection.h"
#include "labels.h"
}

namespace hookline::pcap {
namespace {

constexpr std::size_t kMostSettled = 1 << 20;  // 4 MiB

// Of a frame that the snap length cut inside the window nothing can be said: what is missing is not zero.
hl_label label_of(const hl_packet& packet, const std::uint8_t* frame, std::uint32_t captured)
{
    hl_payload payload{};
    const auto size = std::min<std::uint32_t>(packet.payload_size, sizeof payload.bytes);
    if (captured - packet.header_size < size) return HL_LABEL_NONE;
    std::memcpy(payload.bytes, frame + packet.header_size, size);
    payload.size = packet.payload_size;
    payload.src_port = packet.key.src_port;
    payload.dst_port = packet.key.dst_port;
    payload.protocol = static_cast<std::uint8_t>(packet.key.proto);
    return static_cast<hl_label>(hl_label_of(&payload));
}

}  // namespace

FirstPackets::FirstPackets(std::size_t max_entries, bool with_names)
    : settled_(std::bit_ceil(std::min(max_entries, kMostSettled))), generation_size_(max_entries)
{
    if (with_names) names_.emplace();
}

bool FirstPackets::begins(const hl_packet& packet)
{
    constexpr std::uint16_t kTcp = 6;
    constexpr std::uint8_t kSyn = 0x02;
    constexpr std::uint8_t kAck = 0x10;
    return packet.key.proto == kTcp && (packet.tcp_flags & (kSyn | kAck)) == kSyn;
}

void FirstPackets::look(const hl_packet& packet, std::uint64_t hash, const std::uint8_t* frame, std::uint32_t captured)
{
    if (!server_names::has_connection(packet.key)) return;
    if (begins(packet)) begin(packet, hash);
    if (packet.payload_size == 0 || packet.header_size >= captured) return;
    if (!may_say_more(packet, frame, captured)) settled_[hash & mask()] = tag_of(hash);
}

// The connection's addresses and ports may have been another's.
void FirstPackets::begin(const hl_packet& packet, std::uint64_t hash)
{
    auto back = packet.key;
    std::swap(back.src_addr, back.dst_addr);
    std::swap(back.src_port, back.dst_port);
    settled_[hash & mask()] = 0;
    settled_[FlowTable::hash(back) & mask()] = 0;
    if (auto* connection = find(server_names::connection_of(packet.key).key)) *connection = {};
    if (names_) names_->begin(packet);
}

FirstPackets::Connection* FirstPackets::find(const server_names::ConnectionKey& key)
{
    for (auto* generation : {&young_, &old_})
        if (const auto found = generation->find(key); found != generation->end()) return &found->second;
    return nullptr;
}

FirstPackets::Connection& FirstPackets::find_or_insert(const server_names::ConnectionKey& key)
{
    if (auto* found = find(key)) return *found;
    if (young_.size() >= generation_size_) {
        old_ = std::move(young_);
        young_ = {};
    }
    return young_[key];
}

// Can the next packets of this flow tell what is not known yet?
bool FirstPackets::may_say_more(const hl_packet& packet, const std::uint8_t* frame, std::uint32_t captured)
{
    auto& connection = find_or_insert(server_names::connection_of(packet.key).key);
    if (connection.label == HL_LABEL_NONE) {
        if (connection.looked == HL_CONNECTION_LOOKS) return false;
        ++connection.looked;
        connection.label = label_of(packet, frame, captured);
        if (connection.label == HL_LABEL_NONE) return connection.looked < HL_CONNECTION_LOOKS;
    }
    return names_ && names_->add(packet, static_cast<hl_label>(connection.label), frame, captured);
}

void FirstPackets::describe(hookline_flow& row, const hl_flow_key& key)
{
    if (!server_names::has_connection(key)) return;
    const auto* connection = find(server_names::connection_of(key).key);
    if (connection == nullptr || connection->label == HL_LABEL_NONE) return;
    row.app_proto = connection->label;
    row.present |= HOOKLINE_FLOW_BIT(HOOKLINE_FLOW_APP_PROTO);
    if (names_) names_->set_name(row, key);
}

}  // namespace hookline::pcap
