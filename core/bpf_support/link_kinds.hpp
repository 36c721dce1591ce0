// SPDX-License-Identifier: MIT
// Tells programs what the packets of an interface start with (the map hl_links of bpf/observe.bpf.h).
#pragma once

#include <linux/types.h>

#include "bpf_support/interfaces.hpp"

namespace hookline::bpf {

class LinkKinds {
public:
    // `count`: hl_link_count, mapped.
    LinkKinds(int map_fd, volatile __u32* count) : map_fd_(map_fd), count_(count) {}

    // Before attaching to it. Throws Error.
    void add(const Interface& interface) const;
    void remove(const Interface& interface) const;

private:
    int map_fd_;
    volatile __u32* count_;
};

}  // namespace hookline::bpf
