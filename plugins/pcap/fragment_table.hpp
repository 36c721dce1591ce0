// SPDX-License-Identifier: MIT
// Heads of fragmented datagrams, so that later fragments find their ports (bpf/fragments.h has the rules).
#pragma once

#include <boost/unordered/unordered_flat_map.hpp>

#include <cstring>
#include <string_view>

extern "C" {
#include "fragments.h"
}

namespace hookline::pcap {

// Bounded without a list of ages: two generations, of which the older is dropped when the younger is full.
class FragmentTable {
public:
    explicit FragmentTable(std::size_t generation_size) : generation_size_(generation_size) {}

    // Remembers a head, or gives a later fragment the ports of its own. Call for fragments only.
    void join(hl_packet& packet, std::uint64_t now_ns)
    {
        hl_fragment_key key;
        hl_fragment_key_of(&packet, &key);
        if (packet.fragment == HL_FRAGMENT_LATER)
            hl_fragment_join(&packet, find(key), now_ns);
        else if (hl_fragment_worth(&packet))
            remember(key, packet, now_ns);
    }

private:
    struct Hash {
        std::size_t operator()(const hl_fragment_key& key) const
        {
            return std::hash<std::string_view>{}({reinterpret_cast<const char*>(&key), sizeof key});
        }
    };
    struct Equal {
        bool operator()(const hl_fragment_key& a, const hl_fragment_key& b) const
        {
            return std::memcmp(&a, &b, sizeof a) == 0;
        }
    };
    using Generation = boost::unordered_flat_map<hl_fragment_key, hl_fragment_head, Hash, Equal>;

    const hl_fragment_head* find(const hl_fragment_key& key) const
    {
        for (const auto* generation : {&young_, &old_})
            if (const auto found = generation->find(key); found != generation->end()) return &found->second;
        return nullptr;
    }
    void remember(const hl_fragment_key& key, const hl_packet& packet, std::uint64_t now_ns)
    {
        if (young_.size() >= generation_size_) {
            old_ = std::move(young_);
            young_ = {};
        }
        hl_fragment_head_of(&packet, now_ns, &young_[key]);
    }

    std::size_t generation_size_;
    Generation young_;
    Generation old_;
};

}  // namespace hookline::pcap
