// SPDX-License-Identifier: MIT
// A filter in a program of ours that is known by its object file alone.
#pragma once

#include <bpf/libbpf.h>

#include <string>

namespace hookline::bench {

// Between open and load. Throws Error.
void set_filter(bpf_object* object, bpf_program* program, const std::string& expression);

}  // namespace hookline::bench
