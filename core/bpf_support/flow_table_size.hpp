// SPDX-License-Identifier: MIT
// How large the kernel's flow table (bpf/flow_slot.h) is made.
#pragma once

#include <cstdint>

namespace hookline::bpf {

struct FlowTableSize {
    std::uint32_t cpus;  // that there can be: one more than the highest number
    std::uint32_t partitions;  // CPUs with one of their own in each bank; 0: there is no first level
    std::uint32_t flow4_bits;  // logarithms of the numbers of sets in a partition, as the programs have them
    std::uint32_t flow_bits;
    std::uint32_t network_bits;
    std::uint32_t overflow_bank_sets;

    // Elements of the maps, both banks.
    [[nodiscard]] std::uint32_t flow4_sets() const;
    [[nodiscard]] std::uint32_t flow_sets() const;
    [[nodiscard]] std::uint32_t overflow_sets() const { return 2 * overflow_bank_sets; }

    [[nodiscard]] std::uint64_t bytes() const;  // of kernel memory
};

// For so many flows between two drains, on a machine with so many CPUs. The first level, of which each CPU has its part,
// gets smaller parts the more CPUs there are; the second level, which all share, has room for them all.
FlowTableSize flow_table_size(std::uint32_t max_entries, std::uint32_t cpus);
// For this machine: partitions for the CPUs that are online now, which may be far fewer than there can be.
FlowTableSize flow_table_size(std::uint32_t max_entries);

}  // namespace hookline::bpf
