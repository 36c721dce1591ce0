// SPDX-License-Identifier: MIT
// What this kernel can do. Asked of the kernel itself, never of its version.
#pragma once

#include <cstdint>

namespace hookline::bpf {

// TCX links on this device (6.6). Needs CAP_NET_ADMIN; without it the answer is no.
bool has_tcx(std::uint32_t ifindex);

// XDP programs that take frames in several buffers (5.18).
bool has_xdp_frags();

// Its types, which CO-RE programs need. Those of bpf/ do without.
bool has_kernel_btf();

}  // namespace hookline::bpf
