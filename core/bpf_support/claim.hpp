// SPDX-License-Identifier: MIT
// A mark that a living process holds. What stays in the kernel when its process is killed is told by it from what is in
// use.
#pragma once

#include <string>

#include "bpf_support/unique_fd.hpp"

namespace hookline::bpf {

// An abstract unix socket of this name: it belongs to the network namespace, like what it marks, and is gone with its
// process. The result is empty when another has the name. Throws Error.
UniqueFd claim(const std::string& name);

}  // namespace hookline::bpf
