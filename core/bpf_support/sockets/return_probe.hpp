// SPDX-License-Identifier: MIT
// A program at a function's return that up to 4096 calls may wait in at a time, and no call is missed uncounted.
#pragma once

#include <string>

#include "bpf_support/objects.hpp"
#include "bpf_support/sockets/kprobe_events.hpp"

namespace hookline::bpf {

struct ReturnProbe {
    KprobeEvent event;
    Link link;  // gone first: an event that is in use cannot be removed
};

// Throws Error.
ReturnProbe attach_to_return(const bpf_program* program, const std::string& function);

}  // namespace hookline::bpf
