// SPDX-License-Identifier: MIT
// The cgroups that are counted, with our programs on them.
#pragma once

#include <hookline/plugin.hpp>

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "bpf_support/objects.hpp"
#include "cgroup_program.hpp"
#include "cgroup_tree.hpp"

namespace hookline::cgroup {

class Members {
public:
    // Opens them. Throws Error.
    Members(const Host& host, const std::filesystem::path& mount, const std::vector<std::string>& paths);

    // Before attach(), where rows say whose they are. In an order in which no socket is missed: those to come, those in
    // use, those that are open. Throws Error.
    void watch_sockets(const CgroupProgram& program);
    // Packets are seen from now on. Throws Error.
    void attach(const CgroupProgram& program, const std::vector<Direction>& directions);
    void detach();

    // At each tick. A cgroup that is gone is said once. False: none is left.
    bool look();

private:
    struct Member {
        Cgroup cgroup;
        std::vector<bpf::Link> links;
    };

    Host host_;
    std::vector<Member> members_;
    std::vector<bpf::Link> calls_;
};

}  // namespace hookline::cgroup
