// SPDX-License-Identifier: MIT
// Can this hook work here? Tried for real, in a network namespace of its own that no traffic passes. Whether an
// interface has a native mode is its driver's affair: loopback has none, and stands for those with the generic one.
#include <linux/if_arp.h>

#include "bpf_support/flow_table_memory.hpp"
#include "bpf_support/trial.hpp"
#include "xdp_capture.hpp"

namespace hookline::xdp {
namespace {

using bpf::Say;

bool try_generic(const Host& host, const XdpProgram& program, const Say& say)
{
    constexpr std::uint32_t kLoopback = 1;  // in every namespace
    try {
        Attacher(host, {.mode = "generic", .dispatcher = "never"})
            .attach({"lo", kLoopback, ARPHRD_LOOPBACK, 0}, program);
        say("generic mode: works");
        return true;
    } catch (const std::exception& error) {
        say(std::string("generic mode: ") + error.what());
        return false;
    }
}

hookline_status try_all(const Say& say, bool is_apart)
{
    const auto abi = bpf::silent_host();
    const Host host(&abi);
    const Knobs defaults;
    const XdpProgram program(host, defaults);
    say("program: the kernel takes it");
    say(bpf::flow_table_memory(program.flow_table().size, defaults.max_entries));
    say(program.has_multi_buffer() ? "frames in several buffers: yes"
                                   : "frames in several buffers: no, that needs Linux 5.18");
    const auto why_not = program.why_no_extension();
    say("several programs on one interface (libxdp's dispatcher): " + (why_not.empty() ? "yes" : "no, " + why_not));
    say("native mode: depends on the driver of each interface");
    if (!is_apart) {
        say("attaching was not tried, which needs a network namespace of its own, and so CAP_SYS_ADMIN");
        return HOOKLINE_OK;
    }
    return try_generic(host, program, say) ? HOOKLINE_OK : HOOKLINE_FAILED;
}

}  // namespace

hookline_status XdpCapture::probe(const Say& say)
{
    return bpf::try_apart(say, [&say](bool is_apart) { return try_all(say, is_apart); });
}

}  // namespace hookline::xdp
