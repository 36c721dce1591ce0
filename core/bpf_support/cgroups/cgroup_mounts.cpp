// SPDX-License-Identifier: MIT
#include "bpf_support/cgroups/cgroup_mounts.hpp"

#include <sys/sysmacros.h>

#include <algorithm>
#include <fstream>
#include <sstream>

namespace hookline::bpf {
namespace {

// proc_pid_mountinfo(5): "31 23 0:28 / /sys/fs/cgroup/cpu rw,relatime shared:9 - cgroup cgroup rw,cpu,cpuacct". Behind
// the dash: type, source, options; of a v1 hierarchy these are "rw" or "ro" and its controllers.
std::optional<CgroupMount> mount_of(const std::string& line)
{
    CgroupMount mount;
    std::string skipped;
    std::string type;
    std::string point;
    std::istringstream fields(line);
    fields >> skipped >> skipped >> mount.device >> skipped >> point;
    while (fields >> skipped && skipped != "-") {
    }
    fields >> type >> skipped >> mount.controllers;
    if (type != "cgroup" && type != "cgroup2") return std::nullopt;
    mount.point = point;
    mount.is_v2 = type == "cgroup2";
    if (const auto comma = mount.controllers.find(','); comma != std::string::npos)
        mount.controllers.erase(0, comma + 1);
    return mount;
}

}  // namespace

bool CgroupMount::is_on(dev_t number) const
{
    return device == std::to_string(major(number)) + ":" + std::to_string(minor(number));
}

std::vector<CgroupMount> cgroup_mounts()
{
    std::vector<CgroupMount> all;
    std::ifstream file("/proc/self/mountinfo");
    for (std::string line; std::getline(file, line);)
        if (auto mount = mount_of(line)) all.push_back(std::move(*mount));
    return all;
}

std::optional<std::filesystem::path> find_cgroup2_mount()
{
    for (auto& mount : cgroup_mounts())
        if (mount.is_v2) return std::move(mount.point);
    return std::nullopt;
}

}  // namespace hookline::bpf
