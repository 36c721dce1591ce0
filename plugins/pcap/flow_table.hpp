// SPDX-License-Identifier: MIT
// Flows between two drains, in user space: what the kernel's flow table is to the eBPF captures.
#pragma once

#include <boost/container/deque.hpp>

#include <cstdint>
#include <vector>

#include "flow_key.h"

namespace hookline::pcap {

// With many flows nearly all of the time goes into waiting for memory. So the steps of a look-up are apart: the caller
// takes several packets through each, and the memory of all is on its way at once.
class FlowTable {
public:
    struct Flow {
        hl_flow_key key;
        hl_flow_counters counters;
    };
    // Blocks of a power of two, so that a position is found by a shift.
    using Flows =
        boost::container::deque<Flow, void, boost::container::deque_options_t<boost::container::block_size<1024>>>;

    explicit FlowTable(std::size_t max_entries);

    [[nodiscard]] static std::uint64_t hash(const hl_flow_key& key);
    // First and second step, both optional: ask for the slot of the index, then for the flow that it leads to.
    void fetch_slot(std::uint64_t hash) const { __builtin_prefetch(&index_[hash & mask()]); }
    void fetch_flow(std::uint64_t hash) const;
    // Last step. The counters of this flow, all zero when it is new. Null: it is new and the table is full.
    [[nodiscard]] hl_flow_counters* find_or_insert(const hl_flow_key& key, std::uint64_t hash);

    [[nodiscard]] const Flows& flows() const { return flows_; }
    void set_max_entries(std::size_t max_entries) { max_entries_ = max_entries; }
    void clear();

private:
    // Open addressing, linear probing, at most half full. The tag spares most looks at flows that are others.
    struct Slot {
        std::uint32_t tag = 0;
        std::uint32_t position = 0;  // in flows_, from 1; 0: empty
    };

    [[nodiscard]] std::size_t mask() const { return index_.size() - 1; }
    [[nodiscard]] static std::uint32_t tag_of(std::uint64_t hash) { return static_cast<std::uint32_t>(hash >> 32); }
    void place(Slot slot, std::uint64_t hash);
    void grow();

    std::size_t max_entries_;
    Flows flows_;
    std::vector<Slot> index_;
};

}  // namespace hookline::pcap
