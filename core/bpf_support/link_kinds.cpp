// SPDX-License-Identifier: MIT
#include "bpf_support/link_kinds.hpp"

#include <bpf/bpf.h>
#include <hookline/plugin.hpp>

#include <cerrno>

#include "bpf_support/errors.hpp"
#include "link_kind.h"

namespace hookline::bpf {

void LinkKinds::add(const Interface& interface) const
{
    if (interface.has_ethernet_header()) return;
    const std::uint32_t kind = interface.has_no_link_header() ? HL_LINK_NONE : HL_LINK_OTHER;
    if (bpf_map_update_elem(map_fd_, &interface.index, &kind, BPF_NOEXIST) != 0) {
        if (errno == EEXIST) return;
        throw Error(interface.name + ": cannot tell the programs its kind of link: " + kernel_words(errno));
    }
    *count_ = *count_ + 1;
}

void LinkKinds::remove(const Interface& interface) const
{
    if (bpf_map_delete_elem(map_fd_, &interface.index) == 0) *count_ = *count_ - 1;
}

}  // namespace hookline::bpf
