// SPDX-License-Identifier: MIT
// The flow table of a loaded object that includes bpf/flow_table.bpf.h: its maps, its knobs.
#pragma once

#include <bpf/libbpf.h>
#include <linux/types.h>
#include <sys/random.h>

#include <cstdint>

#include "bpf_support/flow_table_size.hpp"

namespace hookline::bpf {

struct FlowTable {
    FlowTableSize size;
    int tags4, flows4;  // descriptors of the maps
    int tags, flows;
    int overflow_tags, overflow;
    int cpus;
    volatile __u32* bank;  // hl_bank, mapped
    volatile __u32* overflow_full;  // hl_overflow_full
};

// Between open and load, for the skeleton of such an object.
template <class Skeleton>
FlowTableSize set_flow_table_size(Skeleton& skeleton, std::uint32_t max_entries)
{
    const auto size = flow_table_size(max_entries);
    auto& knobs = *skeleton.rodata;
    knobs.hl_partitions = size.partitions;
    knobs.hl_flow4_bits = size.flow4_bits;
    knobs.hl_flow_bits = size.flow_bits;
    knobs.hl_network_bits = size.network_bits;
    knobs.hl_overflow_sets = size.overflow_bank_sets;
    // Without them the sets that flows fall into could be foreseen; then the ones that are compiled in stay.
    decltype(knobs.hl_hash_seeds) seeds;
    if (::getrandom(seeds, sizeof seeds, 0) == sizeof seeds)
        for (std::size_t i = 0; i < sizeof seeds / sizeof *seeds; ++i)
            knobs.hl_hash_seeds[i] = seeds[i] | 1;

    const auto& maps = skeleton.maps;
    for (auto* map : {maps.hl_tags4, maps.hl_flows4})
        bpf_map__set_max_entries(map, size.flow4_sets());
    for (auto* map : {maps.hl_tags, maps.hl_flows})
        bpf_map__set_max_entries(map, size.flow_sets());
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
    return {size,
            bpf_map__fd(maps.hl_tags4),
            bpf_map__fd(maps.hl_flows4),
            bpf_map__fd(maps.hl_tags),
            bpf_map__fd(maps.hl_flows),
            bpf_map__fd(maps.hl_overflow_tags),
            bpf_map__fd(maps.hl_overflow),
            bpf_map__fd(maps.hl_cpus),
            &skeleton.bss->hl_bank,
            skeleton.bss->hl_overflow_full};
}

}  // namespace hookline::bpf
