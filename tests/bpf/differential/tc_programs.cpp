// SPDX-License-Identifier: MIT
#include "kernel_counter.hpp"
#include "programs.hpp"

#include "tc.skel.h"

namespace hookline::test {

std::vector<Program> programs()
{
    std::vector<Program> programs;
    for (const char* name : {"hl_tc_ingress", "hl_tc_egress"})
        programs.push_back({name, std::make_unique<KernelCounter<tc_bpf>>(name, TCX_NEXT, [](tc_bpf&) {})});
    return programs;
}

}  // namespace hookline::test
