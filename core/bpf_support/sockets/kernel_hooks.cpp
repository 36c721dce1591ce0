// SPDX-License-Identifier: MIT
#include "bpf_support/sockets/kernel_hooks.hpp"

#include <bpf/bpf.h>
#include <bpf/btf.h>
#include <bpf/libbpf.h>
#include <unistd.h>

#include <hookline/plugin.hpp>
#include <iterator>

#include "bpf_support/unique_fd.hpp"

namespace hookline::bpf {
namespace {

constexpr const char* kAnyFunction = "inet_sendmsg";

// Kernels that refuse it do so when it is loaded, or when it is attached.
bool try_fexit()
{
    const bpf_insn nothing[] = {{.code = BPF_ALU64 | BPF_MOV | BPF_K, .dst_reg = BPF_REG_0},
                                {.code = BPF_JMP | BPF_EXIT}};
    const int function = libbpf_find_vmlinux_btf_id(kAnyFunction, BPF_TRACE_FEXIT);
    if (function <= 0) return false;
    LIBBPF_OPTS(bpf_prog_load_opts, options, .expected_attach_type = BPF_TRACE_FEXIT,
                .attach_btf_id = static_cast<__u32>(function));
    const UniqueFd program(
        bpf_prog_load(BPF_PROG_TYPE_TRACING, "hl_probe", "Dual MIT/GPL", nothing, std::size(nothing), &options));
    const UniqueFd attached(program ? bpf_raw_tracepoint_open(nullptr, program.get()) : -1);
    return static_cast<bool>(attached);
}

}  // namespace

void RunningKernel::FreeTypes::operator()(btf* types) const
{
    btf__free(types);
}

RunningKernel::RunningKernel()
    : types_(btf__load_vmlinux_btf()),
      has_fexit_(types_ != nullptr && try_fexit()),
      has_kprobes_(::access("/sys/bus/event_source/devices/kprobe/type", R_OK) == 0)
{
    if (!types_)
        throw Error(
            "this kernel does not tell its types (no /sys/kernel/btf/vmlinux), which the programs need: it wants "
            "CONFIG_DEBUG_INFO_BTF, as kernels of Debian 11 and later have it");
}

bool RunningKernel::has_function(const std::string& name) const
{
    return btf__find_by_name_kind(types_.get(), name.c_str(), BTF_KIND_FUNC) > 0;
}

bool RunningKernel::has_tracepoint(const std::string& name) const
{
    return btf__find_by_name_kind(types_.get(), ("btf_trace_" + name).c_str(), BTF_KIND_TYPEDEF) > 0;
}

}  // namespace hookline::bpf
