// SPDX-License-Identifier: MIT
// Reads the flows of one bank out of the kernel's flow table (bpf/flow_slot.h) through mmap, and empties it on the way.
// The tags say where flows are, so that it takes time for those alone.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "bpf_support/bank_reader.hpp"

namespace hookline::bpf {

class FlowReader : public BankReader {
public:
    explicit FlowReader(const FlowTable& table);  // throws Error

    void begin(std::uint32_t bank) override;
    bool next(std::size_t wanted, const Visit& visit) override;

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

    void read(unsigned way, const Visit& visit);

    std::vector<Level> levels_;
    volatile __u32* overflow_full_;
    std::uint32_t bank_ = 0;
    std::size_t level_ = 0;
    std::uint64_t word_ = 0;

    MappedArray window_;  // of the level's flows: mapping them all would make them resident
    std::uint64_t window_begin_ = 0;  // words
    std::uint64_t window_end_ = 0;
};

}  // namespace hookline::bpf
