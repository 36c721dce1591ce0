// SPDX-License-Identifier: MIT
// The loaded eBPF object: programs, flow table, knobs.
#pragma once

#include <hookline/plugin.hpp>

#include <cstdint>
#include <string>
#include <vector>

#include "bpf_support/flow_table.hpp"
#include "bpf_support/objects.hpp"
#include "bpf_support/payload_details.hpp"
#include "packet_filter/packet_filter.hpp"

struct cgroup_bpf;
void destroy_cgroup_skeleton(cgroup_bpf* skeleton);

namespace hookline::cgroup {

enum class Direction { in, out };

struct Knobs {
    std::uint32_t max_entries = 262'144;
    bpf::PayloadKnobs payload{};
    packet_filter::PacketFilter filter;
    bool attribution = true;  // rows say whose they are
};

class CgroupProgram {
public:
    // Loads it into the kernel. Throws Error.
    CgroupProgram(const Host& host, const Knobs& knobs);

    // Throw Error.
    [[nodiscard]] bpf::Link attach(Direction direction, int cgroup_fd) const;
    [[nodiscard]] bpf::Link attach_to_new_sockets(int cgroup_fd) const;
    // Where a process uses a socket; for all of the host's. Logs what this kernel has not.
    [[nodiscard]] std::vector<bpf::Link> attach_to_calls(const Host& host) const;
    // Notes who has the sockets of these cgroups, by their ids, that are open already.
    void find_open_sockets(const std::vector<std::uint64_t>& cgroups) const;

    // "tracepoints sock_send_length and sock_recv_length": how calls are seen, in words
    [[nodiscard]] const std::string& calls() const { return calls_; }
    [[nodiscard]] bpf::FlowTable flow_table() const;
    [[nodiscard]] bpf::PayloadMaps payload_maps() const;
    [[nodiscard]] int owners_fd() const;

private:
    void choose_calls();
    void leave_out_owners();

    bpf::Skeleton<cgroup_bpf, &destroy_cgroup_skeleton> skeleton_;
    bpf::FlowTableSize size_{};
    std::vector<bpf_program*> call_programs_;
    std::string calls_;
};

}  // namespace hookline::cgroup
