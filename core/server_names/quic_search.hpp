// SPDX-License-Identifier: MIT
#pragma once

#include <vector>

#include "pieces.hpp"
#include "quic_initial.hpp"

namespace hookline::server_names {

// The name that a QUIC client asks for. Its ClientHello comes in CRYPTO frames of one or more Initial packets, in any
// order: clients cut and shuffle it on purpose.
class QuicSearch {
public:
    Answer add(Bytes datagram);

private:
    std::optional<std::vector<std::uint8_t>> open(const LongPacket& packet);
    bool add_frames(Bytes frames);

    std::vector<std::uint8_t> first_id_;  // connection id that the keys come from
    bool has_id_ = false;
    Pieces hello_;
};

}  // namespace hookline::server_names
