// SPDX-License-Identifier: MIT
#include "bpf_support/probes.hpp"

#include <bpf/bpf.h>
#include <unistd.h>

#include <iterator>

#include "bpf_support/unique_fd.hpp"

namespace hookline::bpf {

bool has_tcx(std::uint32_t ifindex)
{
    LIBBPF_OPTS(bpf_prog_query_opts, options);
    return bpf_prog_query_opts(static_cast<int>(ifindex), BPF_TCX_INGRESS, &options) == 0;
}

// An older kernel does not know the flag.
bool has_xdp_frags()
{
    const bpf_insn pass[] = {{.code = BPF_ALU64 | BPF_MOV | BPF_K, .dst_reg = BPF_REG_0, .imm = XDP_PASS},
                             {.code = BPF_JMP | BPF_EXIT}};
    LIBBPF_OPTS(bpf_prog_load_opts, options, .prog_flags = BPF_F_XDP_HAS_FRAGS);
    const UniqueFd program(
        bpf_prog_load(BPF_PROG_TYPE_XDP, "hl_probe", "Dual MIT/GPL", pass, std::size(pass), &options));
    return static_cast<bool>(program);
}

bool has_kernel_btf()
{
    return ::access("/sys/kernel/btf/vmlinux", R_OK) == 0;
}

}  // namespace hookline::bpf
