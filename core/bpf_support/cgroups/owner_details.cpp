// SPDX-License-Identifier: MIT
#include "bpf_support/cgroups/owner_details.hpp"

#include <bpf/bpf.h>

#include <cstring>

namespace hookline::bpf {
namespace {

void set_text(hookline_flow& row, hookline_flow_column column, hookline_string& place, std::string_view text)
{
    if (text.empty()) return;
    place = to_abi(text);
    row.present |= HOOKLINE_FLOW_BIT(column);
}

void add_cgroup(hookline_flow& row, std::uint64_t id, const NamedCgroup& cgroup)
{
    const auto& labels = cgroup.labels();
    row.cgroup_id = id;
    row.present |= HOOKLINE_FLOW_BIT(HOOKLINE_FLOW_CGROUP_ID);
    set_text(row, HOOKLINE_FLOW_CGROUP, row.cgroup, cgroup.path());
    set_text(row, HOOKLINE_FLOW_UNIT, row.unit, labels.unit);
    set_text(row, HOOKLINE_FLOW_CONTAINER, row.container, labels.container);
    set_text(row, HOOKLINE_FLOW_RUNTIME, row.runtime, labels.runtime);
    set_text(row, HOOKLINE_FLOW_POD, row.pod, labels.pod);
}

}  // namespace

void add_owner(hookline_flow& row, const hl_owner& owner, CgroupNames& names)
{
    if (owner.cgroup != 0) add_cgroup(row, owner.cgroup, names.name_of(owner.cgroup, owner.tgid));
    if (owner.tgid == 0) return;
    row.pid = owner.tgid;
    row.uid = owner.uid;
    row.comm = {owner.comm, ::strnlen(owner.comm, sizeof owner.comm)};
    row.present |= HOOKLINE_FLOW_BIT(HOOKLINE_FLOW_PID) | HOOKLINE_FLOW_BIT(HOOKLINE_FLOW_UID) |
                   HOOKLINE_FLOW_BIT(HOOKLINE_FLOW_COMM);
}

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

void OwnerDetails::add_to(hookline_flow& row, const hl_flow_key& key, const hl_slot& /*slot*/)
{
    if ((key.marks & HL_MARK_OTHER) != 0) return;  // of many
    const auto* owner = find(key.owner);
    if (owner != nullptr) add_owner(row, *owner, names_);
    if (owner == nullptr || owner->tgid == 0) {
        host_.count(HOOKLINE_NOTED, "no_process", row.packets, row.bytes);
        return;
    }
    const bool is_provisional = (key.owner & HL_OWNER_PROVISIONAL) != 0;
    row.attribution = is_provisional ? HOOKLINE_ATTRIBUTION_LAST_OWNER : HOOKLINE_ATTRIBUTION_EXACT;
    row.present |= HOOKLINE_FLOW_BIT(HOOKLINE_FLOW_ATTRIBUTION);
}

}  // namespace hookline::bpf
