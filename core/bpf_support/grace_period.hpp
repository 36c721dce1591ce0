// SPDX-License-Identifier: MIT
// Waiting until no eBPF program runs any more that was running before: an RCU grace period, 10 to 30 ms.
#pragma once

#include "bpf_support/unique_fd.hpp"

namespace hookline::bpf {

class GracePeriod {
public:
    // Chooses a way that this kernel has; throws Error when there is none.
    static GracePeriod make();

    // From any thread; sleeps in the kernel. Throws Error.
    void wait() const;

    [[nodiscard]] const char* way() const { return outer_ ? "array of maps" : "membarrier"; }

private:
    UniqueFd inner_;
    UniqueFd outer_;
};

}  // namespace hookline::bpf
