// SPDX-License-Identifier: MIT
// What this process lacks to do its work, in words for its user.
#pragma once

#include <linux/capability.h>

#include <span>
#include <string>

namespace hookline::bpf {

// "CAP_BPF, CAP_NET_ADMIN": those of `wanted` that this thread has not got. CAP_SYS_ADMIN stands for CAP_BPF and
// CAP_PERFMON, as in the kernel.
std::string missing_capabilities(std::span<const int> wanted);

// For an operation that failed with EPERM or EACCES: what is missing, and what to do about it.
std::string permission_advice(std::span<const int> wanted);

}  // namespace hookline::bpf
