// SPDX-License-Identifier: MIT
// The network interfaces of this network namespace, and how they come and go.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "bpf_support/netlink.hpp"

namespace hookline::bpf {

struct Interface {
    std::string name;
    std::uint32_t index = 0;
    std::uint16_t type = 0;   // ARPHRD_...
    std::uint32_t flags = 0;  // IFF_...

    // Do its packets start with an Ethernet header? Loopback's do.
    [[nodiscard]] bool has_ethernet_header() const;
    // Do they start with the network layer (tun, WireGuard, ipip, ppp)? Where neither holds there is another header.
    [[nodiscard]] bool has_no_link_header() const;
};

// All of them, by index. Throws Error.
std::vector<Interface> list_interfaces();

// "eth0, lo": for messages.
std::string names_of(const std::vector<Interface>& interfaces);

// Readable when interfaces have come, gone or changed: then call take(), and list them anew.
class InterfaceEvents {
public:
    InterfaceEvents();
    [[nodiscard]] int fd() const { return netlink_.fd(); }
    bool take() { return netlink_.discard(); }

private:
    Netlink netlink_;
};

}  // namespace hookline::bpf
