// SPDX-License-Identifier: MIT
#include "hook_set.hpp"

namespace hookline::xdp {

void HookSet::attach(const bpf::Interface& interface)
{
    program_.filter().check(interface);
    program_.link_kinds().add(interface);
    hooks_[interface.index] = attacher_.attach(interface, program_);
}

void HookSet::forget(const bpf::Interface& interface)
{
    hooks_.erase(interface.index);
    program_.link_kinds().remove(interface);
}

}  // namespace hookline::xdp
