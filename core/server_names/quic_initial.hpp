// SPDX-License-Identifier: MIT
#pragma once

#include "byte_reader.hpp"
#include "quic_keys.hpp"

namespace hookline::server_names {

// One packet with a long header, out of a datagram that may have several (RFC 9000 12.2, 17.2).
struct LongPacket {
    const QuicVersion* version;
    bool is_initial;
    Bytes connection_id;  // the destination's
    Bytes bytes;          // of the packet, from its first byte
    std::size_t number_at;  // where the packet number begins in it
};

// Takes a packet off the front. Nothing at a short header, a Retry, an unknown version, or what is no packet: none of
// these says where it ends.
std::optional<LongPacket> take_long_packet(ByteReader& datagram);

// The frames in an Initial packet. Nothing when it was not sealed with these keys.
std::optional<std::vector<std::uint8_t>> open_initial(const LongPacket& packet, const InitialKeys& keys);

}  // namespace hookline::server_names
