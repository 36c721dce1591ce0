// SPDX-License-Identifier: MIT
// This process in a cgroup and a network namespace of its own, sending to itself.
#pragma once

#include <cstddef>
#include <filesystem>

#include "bpf_support/unique_fd.hpp"

namespace hookline::bench {

class Member {
public:
    Member();  // throws Error
    ~Member();
    Member(const Member&) = delete;
    Member& operator=(const Member&) = delete;
    Member(Member&&) = delete;
    Member& operator=(Member&&) = delete;

    [[nodiscard]] int cgroup_fd() const { return cgroup_.get(); }
    // Its sockets are made here, by the first call.
    void send(std::size_t packets);

private:
    void make_sockets();

    std::filesystem::path mount_;
    std::filesystem::path path_;
    bpf::UniqueFd cgroup_;
    bpf::UniqueFd sender_;
    bpf::UniqueFd receiver_;
};

}  // namespace hookline::bench
