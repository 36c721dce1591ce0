// SPDX-License-Identifier: MIT
// Two counters over the same frames.
#pragma once

#include "frame_counter.hpp"

#include <span>
#include <string>

namespace hookline::test {

struct NamedCounter {
    std::string name;
    FrameCounter& counter;
};

// "" when both make the same rows of these frames. Else a report, with the fewest and smallest of them that show it.
// Both forget all of it, fragments included.
[[nodiscard]] std::string compare(const NamedCounter& a, const NamedCounter& b, std::span<const Bytes> frames);

// What bpf_prog_test_run() takes of a tc or XDP program in one linear piece: an Ethernet header and a byte, with
// EtherType IP a whole IP header, and at most a page less head room and skb_shared_info.
[[nodiscard]] bool can_run(const Bytes& frame);
constexpr std::size_t kMostBytes = 3400;

}  // namespace hookline::test
