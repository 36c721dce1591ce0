// SPDX-License-Identifier: MIT
// What tc(8) has attached: qdiscs and filters, as the kernel lists them.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "hook.hpp"

namespace hookline::tc {

struct Filter {
    std::string kind;  // "bpf", "flower"
    std::string name;  // of a bpf filter: "hl_tc_ingress:[123]"
    std::uint32_t chain = 0;
    std::uint16_t pref = 0;
    std::uint16_t protocol = 0;  // EtherType, host byte order
    std::uint32_t handle = 0;

    [[nodiscard]] std::string text() const;  // "flower filter pref 1 handle 0x1"
};

// By chain, in the order in which packets meet them: those of chain 0 come first. Throws Error.
std::vector<Filter> list_filters(int ifindex, Direction direction);

// The interfaces that have a clsact qdisc. Throws Error.
std::vector<std::uint32_t> list_clsact_interfaces();

}  // namespace hookline::tc
