// SPDX-License-Identifier: MIT
#include "tc_program.hpp"

#include <bpf/bpf.h>

#include <cerrno>

#include "bpf_support/capabilities.hpp"
#include "bpf_support/errors.hpp"
#include "bpf_support/flow_table_memory.hpp"
#include "bpf_support/libbpf_log.hpp"
#include "flow_key.h"
#include "tc.skel.h"

void destroy_tc_skeleton(tc_bpf* skeleton)
{
    tc_bpf__destroy(skeleton);
}

namespace hookline::tc {
namespace {

// Without CAP_PERFMON the verifier refuses what the compiler makes of the stack, for fear of speculative execution.
constexpr int kCapabilities[] = {CAP_BPF, CAP_PERFMON, CAP_NET_ADMIN};

[[noreturn]] void fail_to_load(int error, const bpf::LibbpfLog& log)
{
    if (error == -EPERM && log.verifier_hint().empty()) throw Error(bpf::permission_advice(kCapabilities));
    throw Error("the kernel refused the programs: " + bpf::kernel_words(error) + log.verifier_hint());
}

}  // namespace

TcProgram::TcProgram(const Host& host, const Knobs& knobs) : filter_(knobs.filter)
{
    if (!bpf::missing_capabilities(kCapabilities).empty()) throw Error(bpf::permission_advice(kCapabilities));
    const bpf::LibbpfLog log(host);
    skeleton_.reset(tc_bpf__open());
    if (!skeleton_) throw Error("cannot open the eBPF object: " + bpf::kernel_words(errno));
    if (skeleton_->rodata->hl_layout != HL_FLOW_LAYOUT)
        throw Error("the eBPF object has another flow layout than this plugin; build both anew");
    skeleton_->rodata->hl_no_arp = knobs.no_arp ? 1 : 0;
    size_ = bpf::set_flow_table_size(*skeleton_, knobs.max_entries);
    bpf::set_payload_knobs(*skeleton_, knobs.payload, knobs.max_entries);
    filter_.install(skeleton_->progs.hl_tc_ingress, packet_filter::tc_hook(false));
    filter_.install(skeleton_->progs.hl_tc_egress, packet_filter::tc_hook(true));
    skeleton_->rodata->hl_filter_on = filter_.is_on() ? 1 : 0;
    skeleton_->rodata->hl_notes_sockets = knobs.attribution ? 1 : 0;
    bpf::log_flow_table_memory(host, size_, knobs.max_entries);
    if (const int error = tc_bpf__load(skeleton_.get()); error != 0) fail_to_load(error, log);
}

int TcProgram::program_fd(Direction direction) const
{
    return bpf_program__fd(direction == Direction::in ? skeleton_->progs.hl_tc_ingress : skeleton_->progs.hl_tc_egress);
}

bpf::FlowTable TcProgram::flow_table() const
{
    return bpf::flow_table_of(*skeleton_, size_);
}

bpf::PayloadMaps TcProgram::payload_maps() const
{
    return bpf::payload_maps_of(*skeleton_, size_.cpus);
}

bpf::LinkKinds TcProgram::link_kinds() const
{
    return {bpf_map__fd(skeleton_->maps.hl_links), &skeleton_->bss->hl_link_count};
}

}  // namespace hookline::tc
