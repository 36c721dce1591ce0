// SPDX-License-Identifier: MIT
// Loops, which libpcap makes for `protochain` alone, to walk from header to header. The kernel wants an end of them.
#pragma once

#include "packet_filter/classic.hpp"

namespace hookline::packet_filter {

// Steps of each loop; what takes more is rejected. More headers than the packet parser of bpf/ walks.
constexpr std::size_t kMostSteps = 12;

// The same program with all jumps going forward: every loop written out.
ClassicProgram unroll(const ClassicProgram& program, std::size_t steps = kMostSteps);

}  // namespace hookline::packet_filter
