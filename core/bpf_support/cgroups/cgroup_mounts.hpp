// SPDX-License-Identifier: MIT
// Which hierarchies of cgroups are mounted here: v2 alone, v2 beside those of v1 (hybrid), or v1 alone.
#pragma once

#include <sys/types.h>

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace hookline::bpf {

struct CgroupMount {
    std::string device;  // "0:38"
    std::filesystem::path point;
    bool is_v2 = false;
    std::string controllers;  // of v1: "cpu,cpuacct", "name=systemd"

    [[nodiscard]] bool is_on(dev_t number) const;
};

std::vector<CgroupMount> cgroup_mounts();
// On a hybrid host it is not /sys/fs/cgroup.
std::optional<std::filesystem::path> find_cgroup2_mount();

}  // namespace hookline::bpf
