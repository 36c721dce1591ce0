// SPDX-License-Identifier: MIT
// The flow table of a loaded object that includes bpf/flow_table.bpf.h: its maps, its knobs.
#pragma once

#include <bpf/libbpf.h>
#include <linux/types.h>
#include <sys/random.h>

#include <array>
#include <cstdint>

#include "bpf_support/flow_table_size.hpp"

namespace hookline::bpf {

// A pair of maps: sets of flows, and their tags.
struct FlowMaps {
    int tags = -1;
    int flows = -1;
};

// A hash map for each bank, of hl_socket_flow, for programs that can have no other.
struct FlowHashes {
    std::array<int, 2> banks{-1, -1};
    int near = -1;  // hl_near_flows, before both
    std::uint32_t entries = 0;  // 0: the table is of sets
    volatile __u32* changed = nullptr;  // of each bank: something is in it, if only what is not counted in packets
};

struct FlowTable {
    FlowTableSize size;
    FlowMaps short_flows;  // none where there is no first level
    FlowMaps long_flows;
    FlowMaps overflow;
    FlowHashes hashes;
    int cpus;
    volatile __u32* bank;  // hl_bank, mapped
    volatile __u32* overflow_full;  // hl_overflow_full
};

// Programs that interleave on one CPU have the second level alone.
template <class Skeleton>
inline constexpr bool kHasFirstLevel = requires(const Skeleton& skeleton) { skeleton.maps.hl_flows4; };

template <class Skeleton>
void set_first_level_size(Skeleton& skeleton, const FlowTableSize& size)
{
    auto& knobs = *skeleton.rodata;
    knobs.hl_partitions = size.partitions;
    knobs.hl_flow4_bits = size.flow4_bits;
    knobs.hl_flow_bits = size.flow_bits;
    knobs.hl_network_bits = size.network_bits;
    for (auto* map : {skeleton.maps.hl_tags4, skeleton.maps.hl_flows4})
        bpf_map__set_max_entries(map, size.flow4_sets());
    for (auto* map : {skeleton.maps.hl_tags, skeleton.maps.hl_flows})
        bpf_map__set_max_entries(map, size.flow_sets());
}

// Without them the sets that flows fall into could be foreseen; where there are none the ones that are compiled in stay.
template <class Knobs>
void set_hash_seeds(Knobs& knobs)
{
    decltype(knobs.hl_hash_seeds) seeds;
    if (::getrandom(seeds, sizeof seeds, 0) != sizeof seeds) return;
    for (std::size_t i = 0; i < sizeof seeds / sizeof *seeds; ++i)
        knobs.hl_hash_seeds[i] = seeds[i] | 1;
}

// Between open and load, for the skeleton of such an object.
template <class Skeleton>
FlowTableSize set_flow_table_size(Skeleton& skeleton, std::uint32_t max_entries)
{
    auto size = flow_table_size(max_entries);
    if constexpr (kHasFirstLevel<Skeleton>)
        set_first_level_size(skeleton, size);
    else
        size.partitions = 0;
    skeleton.rodata->hl_overflow_sets = size.overflow_bank_sets;
    set_hash_seeds(*skeleton.rodata);

    const auto& maps = skeleton.maps;
    for (auto* map : {maps.hl_overflow_tags, maps.hl_overflow})
        bpf_map__set_max_entries(map, size.overflow_sets());
    bpf_map__set_max_entries(maps.hl_cpus, size.cpus);
    return size;
}

// After load. `size`: what it was given.
template <class Skeleton>
FlowTable flow_table_of(const Skeleton& skeleton, const FlowTableSize& size)
{
    const auto& maps = skeleton.maps;
    const auto pair = [](const bpf_map* tags, const bpf_map* flows) {
        return FlowMaps{bpf_map__fd(tags), bpf_map__fd(flows)};
    };
    FlowTable table{};
    table.size = size;
    if constexpr (kHasFirstLevel<Skeleton>) {
        table.short_flows = pair(maps.hl_tags4, maps.hl_flows4);
        table.long_flows = pair(maps.hl_tags, maps.hl_flows);
    }
    table.overflow = pair(maps.hl_overflow_tags, maps.hl_overflow);
    table.cpus = bpf_map__fd(maps.hl_cpus);
    table.bank = &skeleton.bss->hl_bank;
    table.overflow_full = skeleton.bss->hl_overflow_full;
    return table;
}

}  // namespace hookline::bpf
