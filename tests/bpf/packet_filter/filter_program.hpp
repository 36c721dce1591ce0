// SPDX-License-Identifier: MIT
// Many translated filters in one eBPF program, which says of each packet which of them pass.
#pragma once

#include <linux/bpf.h>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "bpf_support/unique_fd.hpp"
#include "packet_builder.hpp"
#include "packet_filter/filter_code.hpp"

namespace hookline::test {

struct Tag {
    std::uint16_t tpid;
    std::uint16_t tci;
};

// Where and how they run.
struct Place {
    std::string name;
    bpf_prog_type type;
    packet_filter::Hook hook;
    packet_filter::Frame frame = packet_filter::Frame::ethernet;
    Tag tag{};               // Frame::tagged: the program has the kernel hold it beside the frame
    std::uint32_t first = 0;  // XDP: bytes in the first buffer; 0: all, and no others are expected
};

class FilterProgram {
public:
    // Throws std::runtime_error with the verifier's words.
    FilterProgram(const Place& place, const std::vector<packet_filter::Programs>& filters);

    // Empty: BPF is permitted here.
    static std::string why_not();

    // Of each filter. `frame` starts with an Ethernet header, also where the program does not see it. None of a frame that
    // the kernel does not run, such as an IP header that is cut.
    std::optional<std::vector<bool>> verdicts(const Bytes& frame);

private:
    void load(std::vector<bpf_insn> code);

    Place place_;
    std::size_t count_;
    bpf::UniqueFd answers_;  // a map with one value: a byte for each filter
    bpf::UniqueFd program_;
};

}  // namespace hookline::test
