// SPDX-License-Identifier: MIT
// Can this hook work here? The programs are loaded for real; nothing is attached to a cgroup, as all of them are in use.
#include "bpf_support/flow_table_memory.hpp"
#include "bpf_support/trial.hpp"
#include "cgroup_capture.hpp"

namespace hookline::cgroup {

hookline_status CgroupCapture::probe(const std::function<void(const std::string&)>& say)
{
    const auto abi = bpf::silent_host();
    const Host host(&abi);
    const Knobs defaults;
    say("cgroup v2: mounted at " + cgroup2_mount().string());
    const CgroupProgram program(host, defaults);
    say("programs: the kernel takes them");
    say(bpf::flow_table_memory(program.flow_table().size, defaults.max_entries));
    say("who uses a socket: " + (program.attach_to_calls(host).empty() ? "seen when it sends, not when it receives"
                                                                       : "by the " + program.calls()));
    program.find_open_sockets({});
    say("sockets that are open at the start: found");
    return HOOKLINE_OK;
}

}  // namespace hookline::cgroup
