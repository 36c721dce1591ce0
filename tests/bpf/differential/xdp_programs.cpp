// SPDX-License-Identifier: MIT
// One program, as it is loaded for frames in one buffer and for those in several.
#include "kernel_counter.hpp"
#include "programs.hpp"

#include "xdp.skel.h"

namespace hookline::test {

std::vector<Program> programs()
{
    const auto in_one_buffer = [](xdp_bpf&) {};
    const auto in_several = [](xdp_bpf& skeleton) {
        skeleton.rodata->hl_multi_buffer = 1;
        bpf_program__set_flags(skeleton.progs.hl_xdp, BPF_F_XDP_HAS_FRAGS);
    };
    std::vector<Program> programs;
    programs.push_back({"hl_xdp", std::make_unique<KernelCounter<xdp_bpf>>("hl_xdp", XDP_PASS, in_one_buffer)});
    programs.push_back({"hl_xdp, frags", std::make_unique<KernelCounter<xdp_bpf>>("hl_xdp", XDP_PASS, in_several)});
    return programs;
}

}  // namespace hookline::test
