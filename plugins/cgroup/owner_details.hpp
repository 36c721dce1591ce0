// SPDX-License-Identifier: MIT
// Process, user and cgroup of a row, out of the owner's id in its key.
#pragma once

#include <hookline/plugin.hpp>

#include <cstdint>
#include <optional>
#include <unordered_map>

#include "bpf_support/row_details.hpp"
#include "cgroup_names.hpp"
#include "socket_owner.h"

namespace hookline::cgroup {

class OwnerDetails : public bpf::RowDetails {
public:
    // `owners`: descriptor of the map hl_owners.
    OwnerDetails(const Host& host, int owners, CgroupNames names)
        : host_(host), owners_(owners), names_(std::move(names))
    {
    }

    void begin_round() override;
    void add_to(hookline_flow& row, const hl_flow_key& key) override;

private:
    const hl_owner* find(std::uint64_t id);

    Host host_;
    int owners_;
    CgroupNames names_;
    std::unordered_map<std::uint64_t, hl_owner> lasting_;  // an id that is a hash means the same for ever
    std::unordered_map<std::uint64_t, hl_owner> provisional_;  // those of this round
};

}  // namespace hookline::cgroup
