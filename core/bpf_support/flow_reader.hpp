// SPDX-License-Identifier: MIT
// Reads the flows of one bank out of the kernel's flow table (bpf/flow_slot.h) through mmap, and empties it on the way.
// The tags say where flows are, so that it takes time for those alone.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "bpf_support/flow_table.hpp"
#include "bpf_support/mapped_array.hpp"
#include "capture_stats.h"
#include "flow_slot.h"

namespace hookline::bpf {

class FlowReader {
public:
    explicit FlowReader(const FlowTable& table);  // throws Error

    // From the start of a bank, which no program writes until the last flow is read.
    void begin(std::uint32_t bank);

    // Calls visit(const hl_flow_key&, const hl_slot&) for the next flows, and forgets them; about `wanted` of them.
    // False: these were the last (there may be none). Throws Error.
    template <class Visit>
    bool next(std::size_t wanted, Visit&& visit)
    {
        for (std::size_t taken = 0; seek();) {
            if (taken >= wanted) return true;
            auto& tags = levels_[level_].tags.template as<hl_tag_word>()[word_];
            for (unsigned way = 0; way < HL_WAYS; ++way) {
                if ((tags >> 16 * way & 0xffff) == 0) continue;
                read(way, visit);
                ++taken;
            }
            tags = 0;
            ++word_;
        }
        read_rest(visit);
        overflow_full_[bank_] = 0;
        return false;
    }

private:
    // A pair of maps: tags, and flows that are `flow_size` apart. Words of tags, four flows each, are counted through
    // both banks.
    struct Level {
        MappedArray tags;
        int flows_fd;
        bool is_short;
        std::size_t flow_size;
        std::uint64_t words;
    };

    bool seek();
    char* flow(unsigned way);
    void close_window();
    static hl_flow_key long_key(const hl_flow4_key& key);

    template <class Visit>
    void read(unsigned way, Visit& visit)
    {
        char* at = flow(way);
        if (levels_[level_].is_short) {
            const auto* flow = reinterpret_cast<const hl_flow4*>(at);
            visit(long_key(flow->key), flow->slot);
        } else {
            auto* flow = reinterpret_cast<hl_flow*>(at);
            visit(flow->key, flow->slot);
            *flow = {};  // as the programs want it in the second level
        }
    }

    // What had no place in the table.
    template <class Visit>
    void read_rest(Visit& visit)
    {
        for (std::size_t cpu = 0; cpu < cpu_count_; ++cpu) {
            auto& slot = cpus_.as<hl_cpu>()[cpu].rest[bank_];
            if (slot.packets == 0) continue;
            hl_flow_key key{};
            key.proto = HL_PROTO_ANY;
            key.marks = HL_MARK_OTHER;
            visit(key, slot);
            slot = {};
        }
    }

    std::vector<Level> levels_;
    volatile __u32* overflow_full_;
    std::size_t cpu_count_;
    MappedArray cpus_;
    std::uint32_t bank_ = 0;
    std::size_t level_ = 0;
    std::uint64_t word_ = 0;

    MappedArray window_;  // of the level's flows: mapping them all would make them resident
    std::uint64_t window_begin_ = 0;  // words
    std::uint64_t window_end_ = 0;
};

}  // namespace hookline::bpf
