// SPDX-License-Identifier: MIT
// Process, user and cgroup of a row, out of the owner's id in its key.
#pragma once

#include <hookline/plugin.hpp>

#include <cstdint>
#include <unordered_map>

#include "bpf_support/cgroups/cgroup_names.hpp"
#include "bpf_support/row_details.hpp"
#include "socket_owner.h"

namespace hookline::bpf {

class OwnerDetails : public RowDetails {
public:
    // `owners`: descriptor of the map hl_owners.
    OwnerDetails(const Host& host, int owners) : host_(host), owners_(owners), names_(host) {}

    void begin_round() override;
    // By the owner of the key, and how sure that is. A row without a process is noted as no_process.
    void add_to(hookline_flow& row, const hl_flow_key& key, const hl_slot& slot) override;

private:
    const hl_owner* find(std::uint64_t id);

    Host host_;
    int owners_;
    CgroupNames names_;
    std::unordered_map<std::uint64_t, hl_owner> lasting_;  // an id that is a hash means the same for ever
    std::unordered_map<std::uint64_t, hl_owner> provisional_;  // those of this round
};

// Of an owner, for captures with rows of their own. Text lives as long as that of `names`, and `owner`, which has comm.
void add_owner(hookline_flow& row, const hl_owner& owner, CgroupNames& names);

}  // namespace hookline::bpf
