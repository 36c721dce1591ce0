// SPDX-License-Identifier: MIT
// What the driver of an interface means for XDP.
#pragma once

#include <string>

namespace hookline::xdp {

struct Driver {
    std::string name;  // "veth", "ixgbe"; empty when it does not say
    std::string bus;   // where the device is: a PCI address; empty for what is made of software
    bool takes_tags_out = false;  // VLAN tags go beside the frame, where XDP does not see them

    // Native XDP changes how drivers lay out their rings, for which many take the link down.
    [[nodiscard]] bool can_reset_link() const;
    // Frames may come as super-packets: from a local sender, or merged by the device below.
    [[nodiscard]] bool has_super_packets() const;
};

// Of an interface of this network namespace. What cannot be found out stays empty.
Driver driver_of(const std::string& interface);

}  // namespace hookline::xdp
