// SPDX-License-Identifier: MIT
// The loaded eBPF object: programs, flow table, knobs.
#pragma once

#include <hookline/plugin.hpp>

#include <cstdint>

#include "bpf_support/flow_table.hpp"
#include "bpf_support/objects.hpp"
#include "bpf_support/sockets/mechanism.hpp"
#include "bpf_support/sockets/socket_links.hpp"

struct sockets_bpf;
struct bpf_iter_attach_opts;
void destroy_sockets_skeleton(sockets_bpf* skeleton);

namespace hookline::bpf {

struct SocketKnobs {
    std::uint32_t max_entries = 65'536;
    Mechanism mechanism = Mechanism::automatic;
    bool tells_sockets = false;  // whose which socket is, also of one that has not moved anything yet
};

class SocketProgram {
public:
    // Loads it into the kernel. Throws Error.
    SocketProgram(const Host& host, const SocketKnobs& knobs);

    // From its return on calls are seen, until the links are gone. Throws Error.
    [[nodiscard]] SocketLinks attach(const Host& host) const;

    // What no event tells, into the bank that is written: takes some 0.3 us for each TCP connection. Throws Error.
    // is_last: also what nobody is known to have taken.
    void look_at_all(bool is_last) const;

    [[nodiscard]] const Choices& choices() const { return choices_; }
    [[nodiscard]] FlowTable flow_table() const;
    [[nodiscard]] int owners_fd() const;
    // How often a program was not run because it was running on that CPU already; only ever growing.
    [[nodiscard]] std::uint64_t missed() const;

private:
    void pick_programs();
    void tell_sockets(const Host& host, const KernelHooks& kernel);
    void attach_to_root_cgroup(const Host& host, SocketLinks& links) const;
    void run(const bpf_program* program, const bpf_map* map = nullptr) const;

    Skeleton<sockets_bpf, &destroy_sockets_skeleton> skeleton_;
    FlowTableSize size_{};
    Choices choices_;
};

}  // namespace hookline::bpf
