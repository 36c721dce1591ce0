// SPDX-License-Identifier: MIT
// Where a translated filter runs.
#pragma once

#include <cstdint>

#include "packet_filter/code.hpp"

namespace hookline::packet_filter {

enum class Context : std::uint8_t { skb, xdp };  // struct __sk_buff, struct xdp_md

struct Hook {
    Context context = Context::skb;
    bool sends = false;             // the packets are on their way out
    bool has_link_header = true;    // they may start with one; else with the network layer
    bool has_near_bytes = true;     // false: a helper loads all
    bool has_far_bytes = true;      // there may be bytes that only a helper can load
    bool may_add_variables = true;  // to packet pointers; the kernel wants CAP_PERFMON for that
};

// What the packet's memory starts with.
enum class Frame : std::uint8_t {
    ethernet,
    tagged,   // Ethernet, and the outermost VLAN tag is held beside it: the filter sees it in its place
    network,  // IPv4 or IPv6
};

// Bytes 12 to 15 of a frame with a tag: TPID and TCI (IEEE 802.1Q, 9.3).
constexpr std::uint32_t kTagStart = 12;
constexpr std::uint32_t kTagEnd = 16;
constexpr std::uint32_t kTagSize = kTagEnd - kTagStart;

// Where the code goes on when the verdict is known.
struct Exits {
    Code::Label accept;
    Code::Label reject;
};

struct Site {
    Code& code;
    const Hook& hook;
    Frame frame;
    Exits exits;
};

// A jump that is always taken. The verifier follows only this way, but demands that there be a way to what comes next.
inline void go_for_good(Code& code, Code::Label label)
{
    code.set(kThird, 0);
    code.jump_if(Width::lower, BPF_JEQ, kThird, 0, label);
}

}  // namespace hookline::packet_filter
