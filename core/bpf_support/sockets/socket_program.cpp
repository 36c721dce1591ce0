// SPDX-License-Identifier: MIT
#include "bpf_support/sockets/socket_program.hpp"

#include <bpf/bpf.h>
#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <cerrno>

#include "bpf_support/capabilities.hpp"
#include "bpf_support/cgroups/cgroup_mounts.hpp"
#include "bpf_support/errors.hpp"
#include "bpf_support/libbpf_log.hpp"
#include "bpf_support/program_info.hpp"
#include "bpf_support/unique_fd.hpp"
#include "sockets.skel.h"
#include "sockets/socket_flow.h"

void destroy_sockets_skeleton(sockets_bpf* skeleton)
{
    sockets_bpf__destroy(skeleton);
}

namespace hookline::bpf {
namespace {

constexpr int kCapabilities[] = {CAP_BPF, CAP_PERFMON, CAP_NET_ADMIN};

[[noreturn]] void fail_to_load(int error, const LibbpfLog& log)
{
    if (error == -EPERM && log.verifier_hint().empty()) throw Error(permission_advice(kCapabilities));
    throw Error("the kernel refused the programs: " + kernel_words(error) + log.verifier_hint());
}

bool is_for_cgroup(const bpf_program* program)
{
    const auto type = bpf_program__type(program);
    return type == BPF_PROG_TYPE_CGROUP_SOCK_ADDR || type == BPF_PROG_TYPE_CGROUP_SOCK;
}

// Not with the other programs: they have a place of their own, or none.
bool is_attached_apart(const bpf_program* program)
{
    return is_for_cgroup(program) || bpf_program__expected_attach_type(program) == BPF_TRACE_ITER;
}

}  // namespace

SocketProgram::SocketProgram(const Host& host, const SocketKnobs& knobs)
{
    if (!missing_capabilities(kCapabilities).empty()) throw Error(permission_advice(kCapabilities));
    const LibbpfLog log(host);
    const RunningKernel kernel;
    choices_ = choose(kernel, knobs.mechanism);
    skeleton_.reset(sockets_bpf__open());
    if (!skeleton_) throw Error("cannot open the eBPF object: " + kernel_words(errno));
    if (skeleton_->rodata->hl_layout != HL_FLOW_LAYOUT)
        throw Error("the eBPF object has another flow layout than this plugin; build both anew");
    size_ = flow_table_size(knobs.max_entries);
    set_hash_seeds(*skeleton_->rodata);
    for (auto* map : {skeleton_->maps.hl_flows_a, skeleton_->maps.hl_flows_b})
        bpf_map__set_max_entries(map, knobs.max_entries);
    bpf_map__set_max_entries(skeleton_->maps.hl_cpus, size_.cpus);
    pick_programs();
    if (knobs.tells_sockets) tell_sockets(host, kernel);
    if (const int error = sockets_bpf__load(skeleton_.get()); error != 0) fail_to_load(error, log);
}

void SocketProgram::pick_programs()
{
    for (const auto* choice : choices_.all())
        for (const auto& name : choice->programs)
            bpf_program__set_autoload(bpf_object__find_program_by_name(skeleton_->obj, name.c_str()), true);
    bpf_program__set_autoload(skeleton_->progs.hl_look_at_connections, true);
    const bool follows = bpf_program__autoload(skeleton_->progs.hl_look_at_taken);
    skeleton_->rodata->hl_follows_sequences = follows ? 1 : 0;
    if (!follows) bpf_map__set_autocreate(skeleton_->maps.hl_taken_of, false);
    skeleton_->rodata->hl_has_ip_hooks = choices_.packets.programs.empty() ? 0 : 1;
}

// Functions that programs may call are in the kernel's types, too.
void SocketProgram::tell_sockets(const Host& host, const KernelHooks& kernel)
{
    const bool finds_open = kernel.has_function("bpf_sock_from_file");
    skeleton_->rodata->hl_tells_sockets = 1;
    skeleton_->rodata->hl_makes_cookies = kernel.has_function("bpf_get_socket_ptr_cookie") ? 1 : 0;
    bpf_program__set_autoload(skeleton_->progs.hl_find_open_sockets, finds_open);
    if (!finds_open)
        host.info(
            "sockets that are open already are known once they are used: this kernel cannot list them (Linux 5.11)");
}

SocketLinks SocketProgram::attach(const Host& host) const
{
    const LibbpfLog log(host);
    SocketLinks links(host);
    attach_to_root_cgroup(host, links);
    bpf_program* program = nullptr;
    bpf_object__for_each_program(program, skeleton_->obj)
    {
        if (bpf_program__autoload(program) && !is_attached_apart(program)) links.attach(host, program);
    }
    for (const auto* walk :
         {skeleton_->progs.hl_follow_open, skeleton_->progs.hl_follow_waiting, skeleton_->progs.hl_find_open_sockets})
        if (bpf_program__autoload(walk)) run(walk);
    for (const auto* choice : choices_.all())
        if (!choice->way.empty()) host.info(choice->what + ": " + choice->way);
    if (choices_.packets.way.empty())
        host.warn(
            "packets of ICMP, ESP, AH, GRE and OSPF are not seen: this kernel has neither fexit nor kprobes; what "
            "processes send and receive on raw sockets is, by its calls");
    return links;
}

// Before the calls that ask for what they note.
void SocketProgram::attach_to_root_cgroup(const Host& host, SocketLinks& links) const
{
    const auto mount = find_cgroup2_mount();
    const UniqueFd root(mount ? ::open(mount->c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC) : -1);
    bpf_program* program = nullptr;
    bpf_object__for_each_program(program, skeleton_->obj)
    {
        if (!bpf_program__autoload(program) || !is_for_cgroup(program)) continue;
        Link link(root ? bpf_program__attach_cgroup(program, root.get()) : nullptr);
        if (!link) {
            host.warn(
                std::string(bpf_program__section_name(program)) + ": cannot be attached to the root of cgroup v2: " +
                (mount ? kernel_words(errno) : "it is not mounted") +
                "; UDP sockets that are not connected may have no peer, and what splice() takes may have no process");
            return;
        }
        links.add(std::move(link));
    }
}

// A program that visits all elements of a map, or all files of all processes.
void SocketProgram::run(const bpf_program* program, const bpf_map* map) const
{
    bpf_iter_link_info info{};
    info.map.map_fd = map != nullptr ? static_cast<__u32>(bpf_map__fd(map)) : 0;
    LIBBPF_OPTS(bpf_iter_attach_opts, options, .link_info = &info, .link_info_len = sizeof info);
    const Link link(bpf_program__attach_iter(program, map != nullptr ? &options : nullptr));
    const UniqueFd walk(link ? bpf_iter_create(bpf_link__fd(link.get())) : -1);
    std::array<char, 64> nothing{};
    while (walk)
        if (const auto size = ::read(walk.get(), nothing.data(), nothing.size()); size == 0)
            return;
        else if (size < 0 && errno != EAGAIN && errno != EINTR)
            break;
    throw Error(std::string(bpf_program__section_name(program)) + ": the walk failed: " + kernel_words(errno));
}

void SocketProgram::look_at_all(bool is_last) const
{
    skeleton_->bss->hl_is_last_look = is_last ? 1 : 0;
    run(skeleton_->progs.hl_look_at_connections, skeleton_->maps.hl_tcp_records);
    if (bpf_program__autoload(skeleton_->progs.hl_look_at_taken))
        run(skeleton_->progs.hl_look_at_taken, skeleton_->maps.hl_taken_of);
}

FlowTable SocketProgram::flow_table() const
{
    FlowTable table{};
    table.size = size_;
    table.hashes = {{bpf_map__fd(skeleton_->maps.hl_flows_a), bpf_map__fd(skeleton_->maps.hl_flows_b)},
                    bpf_map__fd(skeleton_->maps.hl_near_flows),
                    bpf_map__max_entries(skeleton_->maps.hl_flows_a),
                    skeleton_->bss->hl_changed};
    table.cpus = bpf_map__fd(skeleton_->maps.hl_cpus);
    table.bank = &skeleton_->bss->hl_bank;
    return table;
}

int SocketProgram::owners_fd() const
{
    return bpf_map__fd(skeleton_->maps.hl_owners);
}

std::uint64_t SocketProgram::missed() const
{
    std::uint64_t sum = 0;
    for (const auto* choice : {&choices_.calls, &choices_.splice})
        for (const auto& name : choice->programs)
            sum += program_info(bpf_program__fd(bpf_object__find_program_by_name(skeleton_->obj, name.c_str())))
                       .recursion_misses;
    return sum;
}

}  // namespace hookline::bpf
