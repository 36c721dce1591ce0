// SPDX-License-Identifier: MIT
#include "xdp_program.hpp"

#include <bpf/bpf.h>

#include <cerrno>

#include "bpf_support/capabilities.hpp"
#include "bpf_support/errors.hpp"
#include "bpf_support/flow_table_memory.hpp"
#include "bpf_support/libbpf_log.hpp"
#include "bpf_support/probes.hpp"
#include "flow_key.h"
#include "xdp.skel.h"

void destroy_xdp_skeleton(xdp_bpf* skeleton)
{
    xdp_bpf__destroy(skeleton);
}

namespace hookline::xdp {
namespace {

// Without CAP_PERFMON the verifier refuses what the compiler makes of the stack, for fear of speculative execution.
constexpr int kCapabilities[] = {CAP_BPF, CAP_PERFMON, CAP_NET_ADMIN};

[[noreturn]] void fail_to_load(int error, const bpf::LibbpfLog& log)
{
    if (error == -EPERM && log.verifier_hint().empty()) throw Error(bpf::permission_advice(kCapabilities));
    throw Error("the kernel refused the program: " + bpf::kernel_words(error) + log.verifier_hint());
}

}  // namespace

XdpProgram::XdpProgram(const Host& host, const Knobs& knobs) : host_(host), filter_(knobs.filter)
{
    if (!bpf::missing_capabilities(kCapabilities).empty()) throw Error(bpf::permission_advice(kCapabilities));
    const bool multi_buffer = knobs.multi_buffer && bpf::has_xdp_frags();
    host_.debug(multi_buffer ? "frames in several buffers: yes" : "frames in several buffers: no");
    const bpf::LibbpfLog log(host);
    skeleton_.reset(xdp_bpf__open());
    if (!skeleton_) throw Error("cannot open the eBPF object: " + bpf::kernel_words(errno));
    if (skeleton_->rodata->hl_layout != HL_FLOW_LAYOUT)
        throw Error("the eBPF object has another flow layout than this plugin; build both anew");
    skeleton_->rodata->hl_no_arp = knobs.no_arp ? 1 : 0;
    skeleton_->rodata->hl_multi_buffer = multi_buffer ? 1 : 0;
    if (multi_buffer) bpf_program__set_flags(skeleton_->progs.hl_xdp, BPF_F_XDP_HAS_FRAGS);
    size_ = bpf::set_flow_table_size(*skeleton_, knobs.max_entries);
    set_payload_knobs(knobs);
    filter_.install(skeleton_->progs.hl_xdp, packet_filter::xdp_hook(multi_buffer));
    skeleton_->rodata->hl_filter_on = filter_.is_on() ? 1 : 0;
    bpf::log_flow_table_memory(host, size_, knobs.max_entries);
    if (const int error = xdp_bpf__load(skeleton_.get()); error != 0) fail_to_load(error, log);
}

// The helper that reads payload came with frames in several buffers.
void XdpProgram::set_payload_knobs(const Knobs& knobs)
{
    const bool can = bpf::has_xdp_frags();
    if (knobs.payload.labels && !can)
        host_.warn("rows have no app_proto: at the XDP hook this needs bpf_xdp_load_bytes() (Linux 5.18)");
    bpf::set_payload_knobs(*skeleton_, can ? knobs.payload : bpf::PayloadKnobs{false, false}, knobs.max_entries);
    skeleton_->rodata->hl_loads_payload = can ? 1 : 0;
}

int XdpProgram::fd() const
{
    return bpf_program__fd(skeleton_->progs.hl_xdp);
}

bool XdpProgram::has_multi_buffer() const
{
    return skeleton_->rodata->hl_multi_buffer != 0;
}

bpf::FlowTable XdpProgram::flow_table() const
{
    return bpf::flow_table_of(*skeleton_, size_);
}

bpf::PayloadMaps XdpProgram::payload_maps() const
{
    return bpf::payload_maps_of(*skeleton_, size_.cpus);
}

bpf::LinkKinds XdpProgram::link_kinds() const
{
    return {bpf_map__fd(skeleton_->maps.hl_links), &skeleton_->bss->hl_link_count};
}

// The name is part of the names of the maps behind global variables.
bpf::BpfObject XdpProgram::reopen() const
{
    std::size_t size = 0;
    const void* bytes = xdp_bpf__elf_bytes(&size);
    LIBBPF_OPTS(bpf_object_open_opts, options, .object_name = bpf_object__name(skeleton_->obj));
    bpf::BpfObject object(bpf_object__open_mem(bytes, size, &options));
    if (!object) throw Error("cannot open the eBPF object: " + bpf::kernel_words(errno));
    bpf_map* map = nullptr;
    bpf_object__for_each_map(map, object.get())
    {
        const int loaded = bpf_object__find_map_fd_by_name(skeleton_->obj, bpf_map__name(map));
        if (const int error = bpf_map__reuse_fd(map, loaded); error != 0)
            throw Error(std::string("cannot share the map ") + bpf_map__name(map) + ": " + bpf::kernel_words(error));
    }
    filter_.install(bpf_object__find_program_by_name(object.get(), kName), packet_filter::xdp_hook(has_multi_buffer()));
    return object;
}

std::string XdpProgram::why_no_extension() const
{
    const bpf::LibbpfLog log(host_);
    const auto object = reopen();
    auto* program = bpf_object__find_program_by_name(object.get(), kName);
    bpf_program__set_type(program, BPF_PROG_TYPE_EXT);
    bpf_program__set_expected_attach_type(program, static_cast<bpf_attach_type>(0));
    int error = bpf_program__set_attach_target(program, fd(), kName);
    if (error == 0) error = bpf_object__load(object.get());
    return error == 0 ? "" : "the kernel refuses freplace programs: " + bpf::kernel_words(error) + log.verifier_hint();
}

}  // namespace hookline::xdp
