// SPDX-License-Identifier: MIT
// The hierarchy of cgroup v2: where it is mounted, what is in it.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "bpf_support/unique_fd.hpp"

namespace hookline::cgroup {

// A cgroup v2 that is counted, with everything below it.
struct Cgroup {
    std::filesystem::path path;  // absolute, without symbolic links
    std::uint64_t id;  // as the kernel's programs know it: the directory's inode number
    bpf::UniqueFd fd;

    // Is it still the one that is there? It may have been removed, and another made with its name.
    [[nodiscard]] bool is_there() const;
};

// Where cgroup2 is mounted; on a hybrid host it is not /sys/fs/cgroup. Throws Error when it is not.
std::filesystem::path cgroup2_mount();

// `paths`: absolute, or below `mount`. Those that are below another one are left out, and named in `left_out`. Throws
// Error that names the first that is no cgroup v2.
std::vector<Cgroup> open_cgroups(const std::filesystem::path& mount, const std::vector<std::string>& paths,
                                 std::vector<std::string>& left_out);

}  // namespace hookline::cgroup
