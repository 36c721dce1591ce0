// SPDX-License-Identifier: MIT
#include "owner_details.hpp"

#include <bpf/bpf.h>

#include <cstring>

namespace hookline::cgroup {

void OwnerDetails::begin_round()
{
    names_.begin_round();
    provisional_.clear();
    if (lasting_.size() > HL_OWNER_LIMIT) lasting_.clear();
}

// Null: it is in no map any more.
const hl_owner* OwnerDetails::find(std::uint64_t id)
{
    auto& cache = (id & HL_OWNER_PROVISIONAL) != 0 ? provisional_ : lasting_;
    if (const auto known = cache.find(id); known != cache.end()) return &known->second;
    hl_owner owner{};
    if (bpf_map_lookup_elem(owners_, &id, &owner) != 0) return nullptr;
    return &cache.emplace(id, owner).first->second;
}

void OwnerDetails::add_to(hookline_flow& row, const hl_flow_key& key)
{
    if ((key.marks & HL_MARK_OTHER) != 0) return;  // of many
    const auto* owner = find(key.owner);
    if (owner == nullptr || owner->tgid == 0) host_.count(HOOKLINE_NOTED, "no_process", row.packets, row.bytes);
    if (owner == nullptr) return;
    row.cgroup = names_.path_of(owner->cgroup);
    row.present |= HOOKLINE_FLOW_BIT(HOOKLINE_FLOW_CGROUP);
    if (owner->tgid == 0) return;
    row.pid = owner->tgid;
    row.uid = owner->uid;
    row.comm = {owner->comm, ::strnlen(owner->comm, sizeof owner->comm)};
    row.present |= HOOKLINE_FLOW_BIT(HOOKLINE_FLOW_PID) | HOOKLINE_FLOW_BIT(HOOKLINE_FLOW_UID) |
                   HOOKLINE_FLOW_BIT(HOOKLINE_FLOW_COMM);
}

}  // namespace hookline::cgroup
