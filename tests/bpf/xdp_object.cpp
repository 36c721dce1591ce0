// SPDX-License-Identifier: MIT
#include "xdp_object.hpp"

#include <bpf/bpf.h>
#include <bpf/libbpf.h>

#include <cerrno>
#include <system_error>

#include "xdp.skel.h"

namespace hookline::test {
namespace {

constexpr std::uint32_t kTableSize = 1024;

void check(int error, const char* what)
{
    if (error != 0) throw std::system_error(errno, std::generic_category(), what);
}

}  // namespace

void XdpObject::Destroy::operator()(xdp_bpf* skeleton) const
{
    xdp_bpf__destroy(skeleton);
}

XdpObject::XdpObject(const Knobs& knobs) : skeleton_(xdp_bpf__open())
{
    if (!skeleton_) check(-1, "xdp.bpf.o does not open");
    const auto size = bpf::set_flow_table_size(*skeleton_, kTableSize);
    skeleton_->rodata->hl_no_arp = knobs.no_arp ? 1 : 0;
    skeleton_->rodata->hl_multi_buffer = knobs.multi_buffer ? 1 : 0;
    if (knobs.multi_buffer) bpf_program__set_flags(skeleton_->progs.hl_xdp, BPF_F_XDP_HAS_FRAGS);
    check(xdp_bpf__load(skeleton_.get()), "xdp.bpf.o does not load");
    view_ = std::make_unique<TableView>(bpf::flow_table_of(*skeleton_, size));
}

int XdpObject::run(const Bytes& frame, std::uint32_t linear)
{
    xdp_md context{};
    context.data_end = linear;
    LIBBPF_OPTS(bpf_test_run_opts, options);
    options.data_in = frame.data();
    options.data_size_in = static_cast<std::uint32_t>(frame.size());
    options.repeat = 1;
    if (linear != 0) {
        options.ctx_in = &context;
        options.ctx_size_in = sizeof context;
    }
    check(bpf_prog_test_run_opts(bpf_program__fd(skeleton_->progs.hl_xdp), &options), "bpf_prog_test_run");
    return static_cast<int>(options.retval);
}

void XdpObject::set_link(std::uint32_t ifindex, std::uint32_t kind)
{
    check(bpf_map_update_elem(bpf_map__fd(skeleton_->maps.hl_links), &ifindex, &kind, BPF_ANY), "set a link");
    skeleton_->bss->hl_link_count = kind == 0 ? 0 : 1;
}

}  // namespace hookline::test
