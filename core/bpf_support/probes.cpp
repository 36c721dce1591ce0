// SPDX-License-Identifier: MIT
#include "bpf_support/probes.hpp"

#include <bpf/bpf.h>
#include <unistd.h>

namespace hookline::bpf {

bool has_tcx(std::uint32_t ifindex)
{
    LIBBPF_OPTS(bpf_prog_query_opts, options);
    return bpf_prog_query_opts(static_cast<int>(ifindex), BPF_TCX_INGRESS, &options) == 0;
}

bool has_kernel_btf()
{
    return ::access("/sys/kernel/btf/vmlinux", R_OK) == 0;
}

}  // namespace hookline::bpf
