// SPDX-License-Identifier: MIT
// The addresses of this network namespace: what is sent to them is received here, and not forwarded.
#pragma once

#include <cstdint>
#include <string>
#include <unordered_set>

namespace hookline::bpf {

class LocalAddresses {
public:
    // As they are now; where the kernel does not say it, as they were.
    void refresh();
    // `address`: as in hl_flow_key. All of 127.0.0.0/8 is ours (RFC 1122 3.2.1.3 g).
    [[nodiscard]] bool has(const std::uint8_t (&address)[16]) const;

private:
    std::unordered_set<std::string> addresses_;  // 16 bytes each
};

}  // namespace hookline::bpf
