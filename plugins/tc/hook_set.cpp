// SPDX-License-Identifier: MIT
#include "hook_set.hpp"

namespace hookline::tc {

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

bool HookSet::detach()
{
    bool must_wait = false;
    for_each([&](Hook& hook) { must_wait |= !hook.waits_on_detach(); });
    hooks_.clear();
    return must_wait;
}

}  // namespace hookline::tc
