// SPDX-License-Identifier: MIT
// From the id of a cgroup to its path.
#pragma once

#include <hookline/plugin.h>

#include <cstdint>
#include <filesystem>
#include <string>
#include <unordered_map>
#include <vector>

namespace hookline::cgroup {

class CgroupNames {
public:
    // Ids are looked for in the trees below `roots`, which are below `mount`.
    CgroupNames(std::filesystem::path mount, std::vector<std::filesystem::path> roots)
        : mount_(std::move(mount)), roots_(std::move(roots))
    {
    }

    // Before the rows of a drain: an unknown id makes it look again, once.
    void begin_round();
    // From the mount on: "/system.slice". Of a cgroup that went before anybody asked: "(gone 1234)". The text lives
    // until the next round.
    hookline_string path_of(std::uint64_t id);

private:
    void scan();
    void add(const std::filesystem::path& path);

    std::filesystem::path mount_;
    std::vector<std::filesystem::path> roots_;
    std::unordered_map<std::uint64_t, std::string> paths_;
    std::unordered_map<std::uint64_t, std::string> gone_;  // of this round
    bool has_scanned_ = false;
};

}  // namespace hookline::cgroup
