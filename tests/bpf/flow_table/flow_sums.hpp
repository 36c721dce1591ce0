// SPDX-License-Identifier: MIT
// What a flow table held, added up over all drains.
#pragma once

#include <netinet/in.h>

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <string_view>
#include <unordered_map>

#include "bpf_support/flow_reader.hpp"

namespace hookline::test {

class FlowSums {
public:
    explicit FlowSums(const bpf::FlowTable& table) : reader_(table) {}

    void read(int bank)
    {
        reader_.begin(static_cast<std::uint32_t>(bank));
        reader_.next(SIZE_MAX, [this](const hl_flow_key& key, const hl_slot& slot) { add(key, slot); });
    }

    [[nodiscard]] std::uint64_t packets() const { return packets_; }
    [[nodiscard]] std::uint64_t bytes() const { return bytes_; }
    [[nodiscard]] std::uint64_t other_packets() const { return other_packets_; }
    [[nodiscard]] std::size_t flows() const { return flows_.size(); }
    [[nodiscard]] std::size_t networks() const { return networks_; }
    [[nodiscard]] bool networks_are_masked() const { return masked_; }

    [[nodiscard]] bool all_have(std::uint64_t packets) const
    {
        return std::all_of(flows_.begin(), flows_.end(), [&](const auto& flow) { return flow.second == packets; });
    }

    // Of the flows from this IPv4 address, host byte order.
    [[nodiscard]] std::uint64_t packets_from(std::uint32_t source) const
    {
        std::uint64_t sum = 0;
        for (const auto& [key, packets] : flows_)
            if ((key.marks & HL_MARK_IPV4) != 0 && source_of(key) == source) sum += packets;
        return sum;
    }

private:
    struct Hash {
        std::size_t operator()(const hl_flow_key& key) const
        {
            return std::hash<std::string_view>()({reinterpret_cast<const char*>(&key), sizeof key});
        }
    };
    struct Equal {
        bool operator()(const hl_flow_key& a, const hl_flow_key& b) const { return std::memcmp(&a, &b, sizeof a) == 0; }
    };

    static std::uint32_t source_of(const hl_flow_key& key)
    {
        std::uint32_t source = 0;
        std::memcpy(&source, key.src_addr + 12, sizeof source);
        return ntohl(source);
    }

    void add(const hl_flow_key& key, const hl_slot& slot)
    {
        packets_ += slot.packets;
        bytes_ += slot.bytes;
        if ((key.marks & HL_MARK_OTHER) == 0) {
            flows_[key] += slot.packets;
            return;
        }
        other_packets_ += slot.packets;
        networks_ += key.prefix_length != 0 ? 1 : 0;
        masked_ &= key.src_port == 0 && key.dst_port == 0;
        if (key.prefix_length == HL_IPV4_NETWORK_BITS) masked_ &= (source_of(key) & 0xff) == 0;
    }

    bpf::FlowReader reader_;
    std::unordered_map<hl_flow_key, std::uint64_t, Hash, Equal> flows_;
    std::uint64_t packets_ = 0;
    std::uint64_t bytes_ = 0;
    std::uint64_t other_packets_ = 0;
    std::size_t networks_ = 0;
    bool masked_ = true;
};

}  // namespace hookline::test
