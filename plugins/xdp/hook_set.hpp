// SPDX-License-Identifier: MIT
// Our hooks on the interfaces that the capture counts on.
#pragma once

#include <cstdint>
#include <map>

#include "bpf_support/interface_set.hpp"
#include "xdp_attach.hpp"

namespace hookline::xdp {

class HookSet : public bpf::InterfaceUser {
public:
    HookSet(Attacher attacher, XdpProgram& program) : attacher_(std::move(attacher)), program_(program) {}

    void attach(const bpf::Interface& interface) override;
    void forget(const bpf::Interface& interface) override;
    void detach() { hooks_.clear(); }

private:
    Attacher attacher_;
    XdpProgram& program_;
    std::map<std::uint32_t, HookPtr> hooks_;  // by ifindex
};

}  // namespace hookline::xdp
