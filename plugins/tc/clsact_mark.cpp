// SPDX-License-Identifier: MIT
#include "clsact_mark.hpp"

#include <cstdio>
#include <random>

#include "bpf_support/claim.hpp"

namespace hookline::tc {
namespace {

bpf::UniqueFd claim(std::uint32_t id)
{
    char name[sizeof "hookline-tc-00000000"];
    std::snprintf(name, sizeof name, "hookline-tc-%08x", id);
    return bpf::claim(name);
}

}  // namespace

ClsactOwner::ClsactOwner()
{
    std::random_device random;
    while (!claim_) {
        id_ = random() & ~kMadeQdisc;
        if (id_ != 0) claim_ = claim(id_);
    }
}

bool is_hookline_filter(const Filter& filter)
{
    return filter.kind == "bpf" && filter.name.starts_with("hl_tc_");
}

bool has_living_owner(const Filter& filter)
{
    return !claim(filter.handle & ~kMadeQdisc);
}

}  // namespace hookline::tc
