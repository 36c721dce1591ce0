// SPDX-License-Identifier: MIT
// The whole filter of a hook: for each kind of packet that may come there, the translated program.
#pragma once

#include <linux/bpf.h>

#include <cstddef>
#include <optional>
#include <vector>

#include "packet_filter/expression.hpp"
#include "packet_filter/target.hpp"

namespace hookline::packet_filter {

// What cannot be compiled for one of them rejects all packets of that kind; nothing must attach there.
struct Programs {
    Compiled ethernet;
    Compiled network;
};

// As bpf/packet_filter.h wants it: sets r0 and goes on behind its end. In exactly so many instructions as there is room
// for; without that, in as many as it takes. Throws Error.
std::vector<bpf_insn> filter_code(const Programs& programs, const Hook& hook, std::optional<std::size_t> room = {});

}  // namespace hookline::packet_filter
