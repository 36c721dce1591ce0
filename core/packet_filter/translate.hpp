// SPDX-License-Identifier: MIT
// From classic BPF to eBPF.
#pragma once

#include "packet_filter/classic.hpp"
#include "packet_filter/target.hpp"

namespace hookline::packet_filter {

// Appends code that leaves for one of the site's exits. kContext and kMemory (bpf/packet_filter.h) are set, and stay.
// The program is one that bpf_validate() takes. Throws Error for what the hook has not.
void translate(const Site& site, const ClassicProgram& program);

}  // namespace hookline::packet_filter
