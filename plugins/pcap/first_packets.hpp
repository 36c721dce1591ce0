// SPDX-License-Identifier: MIT
// What the first packets of a connection say: its label, and the name of the server that its client asked for. The rules
// are those of bpf/first_packets.bpf.h.
#pragma once

#include <boost/unordered/unordered_flat_map.hpp>

#include <cstdint>
#include <optional>
#include <vector>

#include "name_finder.hpp"
#include "server_names/connection.hpp"

namespace hookline::pcap {

class FirstPackets {
public:
    // Remembers as many connections as there may be flows.
    FirstPackets(std::size_t max_entries, bool with_names);

    // Is this packet to be looked at? Nearly all are not. `hash` is its flow's.
    [[nodiscard]] bool wants(const hl_packet& packet, std::uint64_t hash) const
    {
        return begins(packet) || (packet.payload_size != 0 && settled_[hash & mask()] != tag_of(hash));
    }
    // `captured` is the size of what there is of the frame. Texts of rows before are gone after this.
    void look(const hl_packet& packet, std::uint64_t hash, const std::uint8_t* frame, std::uint32_t captured);
    void describe(hookline_flow& row, const hl_flow_key& key);

private:
    struct Connection {
        std::uint8_t label = 0;  // enum hl_label
        std::uint8_t looked = 0;  // packets, of both directions
    };

    using Connections =
        boost::unordered_flat_map<server_names::ConnectionKey, Connection, server_names::ConnectionKey::Hash>;

    static bool begins(const hl_packet& packet);
    // Of a flow that is settled; 0 is of none.
    static std::uint32_t tag_of(std::uint64_t hash) { return static_cast<std::uint32_t>(hash >> 32) | 1; }
    [[nodiscard]] std::size_t mask() const { return settled_.size() - 1; }
    Connection* find(const server_names::ConnectionKey& key);
    Connection& find_or_insert(const server_names::ConnectionKey& key);
    bool may_say_more(const hl_packet& packet, const std::uint8_t* frame, std::uint32_t captured);
    void begin(const hl_packet& packet, std::uint64_t hash);

    // Flows of which no packet is to be looked at any more, at the place that their hash says. Who comes later overwrites
    // who was there: then its connection says again that it is settled.
    std::vector<std::uint32_t> settled_;
    // Bounded by two generations, of which the older is dropped when the younger is full.
    std::size_t generation_size_;
    Connections young_;
    Connections old_;
    std::optional<NameFinder> names_;
};

}  // namespace hookline::pcap
