// SPDX-License-Identifier: MIT
// Can this hook work here? Tried for real, in a network namespace of its own that no traffic passes.
#include <linux/if_arp.h>

#include "bpf_support/capabilities.hpp"
#include "bpf_support/flow_table_memory.hpp"
#include "bpf_support/probes.hpp"
#include "bpf_support/trial.hpp"
#include "clsact_hook.hpp"
#include "tc_capture.hpp"

namespace hookline::tc {
namespace {

using bpf::Say;

constexpr std::uint32_t kLoopback = 1;  // in every namespace

bool try_way(const Host& host, TcProgram& program, const std::string& way, const Say& say)
{
    const bpf::Interface loopback{"lo", kLoopback, ARPHRD_LOOPBACK, 0};
    try {
        Attacher(host, {way}).attach(loopback, program);
        say(way + ": works");
        return true;
    } catch (const std::exception& error) {
        say(way + ": " + error.what());
        return false;
    }
}

hookline_status try_all(const Say& say, bool is_apart)
{
    constexpr int kWanted[] = {CAP_BPF, CAP_PERFMON, CAP_NET_ADMIN};
    if (!bpf::missing_capabilities(kWanted).empty()) throw Error(bpf::permission_advice(kWanted));
    const auto abi = bpf::silent_host();
    const Host host(&abi);
    const Knobs defaults;
    TcProgram program(host, defaults);
    say("programs: the kernel takes them");
    say(bpf::flow_table_memory(program.flow_table().size, defaults.max_entries));
    if (!is_apart) {
        say(std::string("tcx: ") + (bpf::has_tcx(kLoopback) ? "there" : "missing") +
            "; attaching was not tried, which needs a network namespace of its own, and so CAP_SYS_ADMIN");
        return HOOKLINE_OK;
    }
    const bool tcx = try_way(host, program, "tcx", say);
    const bool clsact = try_way(host, program, "clsact", say);
    return tcx || clsact ? HOOKLINE_OK : HOOKLINE_FAILED;
}

}  // namespace

hookline_status TcCapture::probe(const Say& say)
{
    return bpf::try_apart(say, [&say](bool is_apart) { return try_all(say, is_apart); });
}

}  // namespace hookline::tc
