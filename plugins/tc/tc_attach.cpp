// SPDX-License-Identifier: MIT
#include "tc_attach.hpp"

#include "bpf_support/libbpf_log.hpp"
#include "bpf_support/probes.hpp"
#include "clsact_hook.hpp"
#include "tcx_hook.hpp"

namespace hookline::tc {

bool Attacher::use_tcx(const bpf::Interface& interface) const
{
    if (choice_.way != "auto") return choice_.way == "tcx";
    const bool has_tcx = bpf::has_tcx(interface.index);
    host_.debug(interface.name + ": using " + (has_tcx ? "tcx" : "clsact, because this kernel has no tcx"));
    return has_tcx;
}

std::vector<HookPtr> Attacher::attach(const bpf::Interface& interface, TcProgram& program)
{
    const bpf::LibbpfLog log(host_);
    const bool tcx = use_tcx(interface);
    std::shared_ptr<ClsactQdisc> qdisc;
    if (!tcx) {
        if (!owner_) owner_.emplace();
        qdisc = std::make_shared<ClsactQdisc>(interface);
    }

    std::vector<HookPtr> hooks;
    for (const auto direction : choice_.directions) {
        HookPoint point{interface, direction};
        const int program_fd = program.program_fd(direction);
        if (tcx)
            hooks.push_back(std::make_unique<TcxHook>(std::move(point), program_fd));
        else
            hooks.push_back(std::make_unique<ClsactHook>(std::move(point), program_fd, qdisc, *owner_));
    }
    for (const auto& hook : hooks)
        if (const auto first = hook->ahead_of_us(); !first.empty())
            host_.warn(hook->point().text() + ": " + first + " comes before hookline, and may hide traffic from it");
    return hooks;
}

}  // namespace hookline::tc
