// SPDX-License-Identifier: MIT
#include "cgroup_program.hpp"

#include <bpf/bpf.h>
#include <bpf/btf.h>
#include <unistd.h>

#include <cerrno>
#include <memory>

#include "bpf_support/capabilities.hpp"
#include "bpf_support/errors.hpp"
#include "bpf_support/flow_table_memory.hpp"
#include "bpf_support/libbpf_log.hpp"
#include "bpf_support/probes.hpp"
#include "bpf_support/unique_fd.hpp"
#include "cgroup.skel.h"
#include "flow_key.h"

void destroy_cgroup_skeleton(cgroup_bpf* skeleton)
{
    cgroup_bpf__destroy(skeleton);
}

namespace hookline::cgroup {
namespace {

constexpr int kCapabilities[] = {CAP_BPF, CAP_PERFMON, CAP_NET_ADMIN};

[[noreturn]] void fail_to_load(int error, const bpf::LibbpfLog& log)
{
    if (error == -EPERM && log.verifier_hint().empty()) throw Error(bpf::permission_advice(kCapabilities));
    throw Error("the kernel refused the programs: " + bpf::kernel_words(error) + log.verifier_hint());
}

// Linux 6.3 (commit 6e6eda44b939).
bool has_socket_tracepoints()
{
    const std::unique_ptr<btf, decltype(&btf__free)> types(btf__load_vmlinux_btf(), btf__free);
    return types && btf__find_by_name_kind(types.get(), "btf_trace_sock_send_length", BTF_KIND_TYPEDEF) > 0;
}

bpf::Link attach_to_cgroup(const bpf_program* program, int cgroup_fd)
{
    bpf::Link link(bpf_program__attach_cgroup(program, cgroup_fd));
    if (!link) throw Error(std::string(bpf_program__name(program)) + ": attaching: " + bpf::kernel_words(errno));
    return link;
}

}  // namespace

CgroupProgram::CgroupProgram(const Host& host, const Knobs& knobs)
{
    if (!bpf::missing_capabilities(kCapabilities).empty()) throw Error(bpf::permission_advice(kCapabilities));
    if (!bpf::has_kernel_btf())
        throw Error("this kernel does not tell its types (no /sys/kernel/btf/vmlinux), which the programs need");
    const bpf::LibbpfLog log(host);
    skeleton_.reset(cgroup_bpf__open());
    if (!skeleton_) throw Error("cannot open the eBPF object: " + bpf::kernel_words(errno));
    if (skeleton_->rodata->hl_layout != HL_FLOW_LAYOUT)
        throw Error("the eBPF object has another flow layout than this plugin; build both anew");
    size_ = bpf::set_flow_table_size(*skeleton_, knobs.max_entries);
    bpf::log_flow_table_memory(host, size_, knobs.max_entries);
    bpf::set_payload_knobs(*skeleton_, knobs.payload, knobs.max_entries);
    knobs.filter.install(skeleton_->progs.hl_cgroup_ingress, packet_filter::cgroup_hook(false));
    knobs.filter.install(skeleton_->progs.hl_cgroup_egress, packet_filter::cgroup_hook(true));
    skeleton_->rodata->hl_filter_on = knobs.filter.is_on() ? 1 : 0;
    skeleton_->rodata->hl_asks_owners = knobs.attribution ? 1 : 0;
    if (knobs.attribution)
        choose_calls();
    else
        leave_out_owners();
    if (const int error = cgroup_bpf__load(skeleton_.get()); error != 0) fail_to_load(error, log);
}

void CgroupProgram::choose_calls()
{
    const auto& programs = skeleton_->progs;
    const std::vector<bpf_program*> tracepoints = {programs.hl_sock_send, programs.hl_sock_receive};
    const std::vector<bpf_program*> functions = {programs.hl_inet_send, programs.hl_inet6_send,
                                                 programs.hl_inet_receive, programs.hl_inet6_receive};
    const bool has_tracepoints = has_socket_tracepoints();
    call_programs_ = has_tracepoints ? tracepoints : functions;
    calls_ = has_tracepoints ? "tracepoints sock_send_length and sock_recv_length"
                             : "functions inet_sendmsg and inet_recvmsg";
    for (auto* program : tracepoints)
        bpf_program__set_autoload(program, has_tracepoints);
    for (auto* program : functions)
        bpf_program__set_autoload(program, !has_tracepoints);
}

void CgroupProgram::leave_out_owners()
{
    const auto& programs = skeleton_->progs;
    for (auto* program :
         {programs.hl_sock_create, programs.hl_sock_send, programs.hl_sock_receive, programs.hl_find_sockets})
        bpf_program__set_autoload(program, false);
}

bpf::Link CgroupProgram::attach(Direction direction, int cgroup_fd) const
{
    const auto& programs = skeleton_->progs;
    return attach_to_cgroup(direction == Direction::in ? programs.hl_cgroup_ingress : programs.hl_cgroup_egress,
                            cgroup_fd);
}

bpf::Link CgroupProgram::attach_to_new_sockets(int cgroup_fd) const
{
    return attach_to_cgroup(skeleton_->progs.hl_sock_create, cgroup_fd);
}

std::vector<bpf::Link> CgroupProgram::attach_to_calls(const Host& host) const
{
    const bpf::LibbpfLog log(host);
    std::vector<bpf::Link> links;
    for (const auto* program : call_programs_) {
        bpf::Link link(bpf_program__attach(program));
        if (!link) {
            host.warn("cannot watch the " + calls_ + ": " + bpf::kernel_words(errno) +
                      "; what a process receives on a socket of another one counts as the other's until it sends");
            return {};
        }
        links.push_back(std::move(link));
    }
    host.info("who uses a socket is seen by the " + calls_);
    return links;
}

void CgroupProgram::find_open_sockets(const std::vector<std::uint64_t>& cgroups) const
{
    const std::uint8_t one = 1;
    for (const auto id : cgroups)
        if (bpf_map_update_elem(bpf_map__fd(skeleton_->maps.hl_roots), &id, &one, BPF_ANY) != 0)
            throw Error("too many cgroups: " + bpf::kernel_words(errno));
    const bpf::Link link(bpf_program__attach_iter(skeleton_->progs.hl_find_sockets, nullptr));
    const bpf::UniqueFd walk(link ? bpf_iter_create(bpf_link__fd(link.get())) : -1);
    char nothing[64];
    while (walk)
        if (const auto size = ::read(walk.get(), nothing, sizeof nothing); size == 0)
            return;
        else if (size < 0 && errno != EAGAIN && errno != EINTR)
            break;
    throw Error("cannot walk over the sockets that are open: " + bpf::kernel_words(errno));
}

bpf::FlowTable CgroupProgram::flow_table() const
{
    return bpf::flow_table_of(*skeleton_, size_);
}

bpf::PayloadMaps CgroupProgram::payload_maps() const
{
    return bpf::payload_maps_of(*skeleton_, size_.cpus);
}

int CgroupProgram::owners_fd() const
{
    return bpf_map__fd(skeleton_->maps.hl_owners);
}

}  // namespace hookline::cgroup
