// SPDX-License-Identifier: MIT
// What decides on this host whether captures can work.
#pragma once

#include <cstdint>
#include <istream>
#include <string>
#include <vector>

namespace hookline::app {

// Rows of name and finding: kernel, BTF, unprivileged bpf, JIT, capabilities, cgroup v2.
std::vector<std::vector<std::string>> kernel_facts();

// The names of the capabilities that captures may need and `effective` (CapEff of /proc/self/status) lacks.
std::vector<std::string> missing_capabilities(std::uint64_t effective);
// From the text of /proc/self/mounts: where cgroup v2 is mounted; empty: nowhere.
std::string cgroup2_mount(std::istream& mounts);

}  // namespace hookline::app
