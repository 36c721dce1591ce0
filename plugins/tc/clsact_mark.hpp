// SPDX-License-Identifier: MIT
// A clsact filter stays when its process is killed. Its handle therefore says who owns it, and whether the qdisc is
// ours too, so that a later start can tell what is left over from what a living hookline uses.
#pragma once

#include <cstdint>
#include <string_view>

#include "bpf_support/unique_fd.hpp"
#include "tc_filters.hpp"

namespace hookline::tc {

// Who owns filters: a number that stands for this process while it lives, in this network namespace.
class ClsactOwner {
public:
    ClsactOwner();  // throws Error
    [[nodiscard]] std::uint32_t id() const { return id_; }

private:
    bpf::UniqueFd claim_;
    std::uint32_t id_ = 0;
};

// Filter handles: the owner's id, and a bit.
constexpr std::uint32_t kMadeQdisc = 1u << 31;  // hookline made the qdisc

// Is it a filter of any hookline process?
bool is_hookline_filter(const Filter& filter);
// Does the process live that attached it?
bool has_living_owner(const Filter& filter);

}  // namespace hookline::tc
