// SPDX-License-Identifier: MIT
// Whoever makes rows of frames: a program in the kernel, or the pcap capture's parser and tables.
#pragma once

#include "packet_builder.hpp"

#include "flow_key.h"

#include <cstdint>
#include <vector>

namespace hookline::test {

struct FrameRow {
    hl_flow_key key;  // ifindex and direction are the hook's: 0 here
    std::uint64_t packets;
    std::uint64_t bytes;
    std::uint8_t tcp_flags;
};

class FrameCounter {
public:
    virtual ~FrameCounter() = default;
    // One received frame, whole and in linear memory.
    virtual void count(const Bytes& frame) = 0;
    // What was counted since the last call, in any order; rows of one key belong together.
    virtual std::vector<FrameRow> rows() = 0;
    // The heads of fragmented datagrams, to which later frames are joined. Rows stay.
    virtual void forget_fragments() = 0;
};

}  // namespace hookline::test
