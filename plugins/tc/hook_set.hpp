// SPDX-License-Identifier: MIT
// Our hooks on the interfaces that the capture counts on.
#pragma once

#include <cstdint>
#include <map>
#include <vector>

#include "bpf_support/interface_set.hpp"
#include "tc_attach.hpp"

namespace hookline::tc {

class HookSet : public bpf::InterfaceUser {
public:
    HookSet(Attacher attacher, TcProgram& program) : attacher_(std::move(attacher)), program_(program) {}

    void attach(const bpf::Interface& interface) override;
    void forget(const bpf::Interface& interface) override;
    // Detaches from all. True if that did not wait for the programs to end.
    bool detach();

    template <class Visit>
    void for_each(Visit&& visit)
    {
        for (auto& [index, hooks] : hooks_)
            for (auto& hook : hooks)
                visit(*hook);
    }

private:
    Attacher attacher_;
    TcProgram& program_;
    std::map<std::uint32_t, std::vector<HookPtr>> hooks_;  // by ifindex
};

}  // namespace hookline::tc
