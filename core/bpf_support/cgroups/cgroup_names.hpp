// SPDX-License-Identifier: MIT
// From the id of a cgroup to its path, and what that says. See ../README.md.
#pragma once

#include <hookline/plugin.hpp>

#include <cstdint>
#include <filesystem>
#include <memory>

#include "bpf_support/cgroups/cgroup_events.hpp"
#include "bpf_support/cgroups/cgroup_labels.hpp"
#include "bpf_support/cgroups/cgroup_paths.hpp"
#include "bpf_support/cgroups/process_cgroups.hpp"

namespace hookline::bpf {

// One for each capture, made when it starts: what comes and goes is known from then on. On the loop's thread.
class CgroupNames {
public:
    explicit CgroupNames(const Host& host);

    // Before the rows of a drain.
    void begin_round();
    // `id`: of cgroup v2, as bpf_get_current_cgroup_id() tells it. `pid`: of the process whose it is, where there is one:
    // hierarchies of v1 may know more of it. Of a cgroup that nobody knows: "(gone 1234)". It lives
    // until this part of the drain has returned.
    const NamedCgroup& name_of(std::uint64_t id, std::uint32_t pid = 0);

private:
    CgroupNames(const Host& host, const std::filesystem::path& mount);
    void scan();
    const NamedCgroup& find(std::uint64_t id);

    Host host_;
    CgroupPaths paths_;
    ProcessCgroups processes_;
    std::unique_ptr<CgroupEvents> events_;  // null: the kernel does not tell
    std::uint64_t lost_ = 0;
    bool asks_processes_;  // there are hierarchies of v1
    bool has_scanned_ = false;  // in this round
};

}  // namespace hookline::bpf
