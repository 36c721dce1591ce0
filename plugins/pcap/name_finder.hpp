// SPDX-License-Identifier: MIT
#pragma once

#include <hookline/flow.h>

#include <cstdint>

#include "packet.h"
#include "server_names/server_names.hpp"

namespace hookline::pcap {

// Which server a connection's client asked for, out of its first packets.
class NameFinder {
public:
    // A packet that begins a connection: what its endpoints said before is over.
    void begin(const hl_packet& packet) { names_.forget(packet.key); }
    // One of the first packets of a connection with this label. `captured` is the size of what there is of the frame.
    // True when the next packets of this direction may say more.
    bool add(const hl_packet& packet, hl_label label, const std::uint8_t* frame, std::uint32_t captured);
    // The text lives until the next begin() or add().
    void set_name(hookline_flow& row, const hl_flow_key& key);

private:
    server_names::ServerNames names_;
};

}  // namespace hookline::pcap
