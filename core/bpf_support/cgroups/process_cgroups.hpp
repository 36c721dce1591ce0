// SPDX-License-Identifier: MIT
// The cgroups of v1 that a process is in, by /proc/PID/cgroup: where these exist beside v2 or without it, containers may
// be in them alone, and the kernel's programs know none of them.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <unordered_map>

#include "bpf_support/cgroups/cgroup_labels.hpp"

namespace hookline::bpf {

// Of a file's text (cgroups(7)): the path in that hierarchy which names a container, else in that of systemd, else in the
// first. Empty: it is the root, or there is no v1.
std::string v1_path_of(const std::string& text);

class ProcessCgroups {
public:
    explicit ProcessCgroups(std::string proc = "/proc") : proc_(std::move(proc)) {}

    // What find() says is read once a round, and stays until the next.
    void begin_round();
    // Null: it is in none but roots, or it has ended and was not asked for in the last seconds.
    const NamedCgroup* find(std::uint32_t pid);

private:
    using Clock = std::chrono::steady_clock;
    struct Process {
        std::unique_ptr<NamedCgroup> cgroup;
        std::uint64_t round = 0;
        Clock::time_point seen;  // alive
    };

    void read(std::uint32_t pid, Process& process) const;

    std::string proc_;
    std::unordered_map<std::uint32_t, Process> processes_;
    std::uint64_t round_ = 1;
};

}  // namespace hookline::bpf
