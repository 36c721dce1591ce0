// SPDX-License-Identifier: MIT
// What libxdp calls its dispatcher: one XDP program that calls up to ten others in turn, so that several tools can be
// on one interface. It is put together anew whenever one comes or goes, and stays when a process is killed.
#pragma once

#include <hookline/plugin.hpp>

#include <cstdint>

#include "bpf_support/interfaces.hpp"
#include "bpf_support/unique_fd.hpp"
#include "hook.hpp"
#include "libxdp.hpp"
#include "xdp_program.hpp"

namespace hookline::xdp {

class DispatcherHook : public Hook {
public:
    // Joins the dispatcher that is there, or makes one. Throws Error.
    DispatcherHook(const Host& host, const bpf::Interface& interface, const XdpProgram& program, Mode mode,
                   unsigned priority);
    ~DispatcherHook() override;
    DispatcherHook(const DispatcherHook&) = delete;
    DispatcherHook& operator=(const DispatcherHook&) = delete;
    DispatcherHook(DispatcherHook&&) = delete;
    DispatcherHook& operator=(DispatcherHook&&) = delete;

private:
    void attach(Mode mode);
    void check_and_tell(Mode mode);

    Host host_;
    bpf::Interface interface_;
    bpf::BpfObject object_;
    XdpProgramPtr program_;
    std::uint32_t dispatcher_id_ = 0;
};

// Marks what this process puts into dispatchers as in use. Empty if another process has done so. Throws Error.
bpf::UniqueFd claim_parts(const XdpProgram& program);

// Takes out of a dispatcher what killed hookline processes have left in it, and says so.
void remove_leftovers(const Host& host, const bpf::Interface& interface);

}  // namespace hookline::xdp
