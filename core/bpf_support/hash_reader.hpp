// SPDX-License-Identifier: MIT
// Reads one of two hash maps (bpf/sockets/socket_flows.bpf.h) in batches, and what stands before them, and empties both.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "bpf_support/bank_reader.hpp"
#include "sockets/socket_flow.h"

namespace hookline::bpf {

class HashReader : public BankReader {
public:
    explicit HashReader(const FlowTable& table);  // throws Error

    void begin(std::uint32_t bank) override;
    bool next(std::size_t wanted, const Visit& visit) override;

private:
    void read_near(const Visit& visit);
    std::uint32_t read_batch(std::uint32_t wanted);

    FlowHashes maps_;
    std::array<MappedArray, 2> near_;  // of each bank
    std::uint32_t bank_ = 0;
    bool is_at_end_ = true;
    bool is_first_ = true;
    std::uint32_t position_ = 0;  // the kernel's own: it names a bucket
    std::vector<std::uint64_t> ids_;
    std::vector<hl_socket_flow> flows_;
};

}  // namespace hookline::bpf
