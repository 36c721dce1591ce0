// SPDX-License-Identifier: MIT
// Can this hook work here? Tried for real, in a network namespace of its own that no traffic passes.
#include <linux/if_arp.h>
#include <sched.h>

#include <thread>

#include "bpf_support/capabilities.hpp"
#include "bpf_support/probes.hpp"
#include "clsact_hook.hpp"
#include "tc_capture.hpp"

namespace hookline::tc {
namespace {

using Say = std::function<void(const std::string&)>;

constexpr std::uint32_t kLoopback = 1;  // in every namespace

// A host for those who are only tried: what they would log is dropped, what fails is thrown.
hookline_host silent_host()
{
    hookline_host host{};
    host.size = sizeof host;
    host.log = [](void*, hookline_log_level, const char*, size_t) {};
    host.log_enabled = [](void*, hookline_log_level) { return 0; };
    return host;
}

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

hookline_status try_all(const Say& say)
{
    constexpr int kWanted[] = {CAP_BPF, CAP_NET_ADMIN};
    if (!bpf::missing_capabilities(kWanted).empty()) throw Error(bpf::permission_advice(kWanted));
    const bool is_apart = ::unshare(CLONE_NEWNET) == 0;
    const auto abi = silent_host();
    const Host host(&abi);
    TcProgram program(host, {});
    say("programs: the kernel takes them");
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

// A thread leaves the namespace of its process alone, and takes its own with it when it ends.
hookline_status TcCapture::probe(const Say& say)
{
    auto status = HOOKLINE_FAILED;
    std::thread([&] {
        try {
            status = try_all(say);
        } catch (const std::exception& error) {
            say(error.what());
        }
    }).join();
    return status;
}

}  // namespace hookline::tc
