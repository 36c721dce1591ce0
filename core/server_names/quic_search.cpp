// SPDX-License-Identifier: MIT
#include "quic_search.hpp"

#include "client_hello.hpp"
#include "gquic.hpp"

namespace hookline::server_names {
namespace {

// RFC 9000 19
enum Frame : std::uint64_t { kPadding = 0x00, kPing = 0x01, kAck = 0x02, kAckEcn = 0x03, kCrypto = 0x06 };

void skip_ack(ByteReader& frames, bool has_ecn_counts)
{
    frames.varint();  // largest acknowledged
    frames.varint();  // delay
    const auto ranges = frames.varint();
    frames.varint();  // first range
    for (std::uint64_t range = 0; range < ranges && frames.ok(); ++range) {
        frames.varint();  // gap
        frames.varint();  // length
    }
    for (int count = 0; has_ecn_counts && count < 3; ++count)
        frames.varint();
}

}  // namespace

Answer QuicSearch::add(Bytes datagram)
{
    if (is_gquic(datagram)) return gquic_server_name(datagram);
    constexpr std::uint8_t kLong = 0x80;
    // What is behind a short header is encrypted with keys that are secret, and there is no more to come.
    if (datagram.empty() || (datagram[0] & kLong) == 0) return Answer::more_or_never(!hello_.is_empty());
    ByteReader rest(datagram);
    while (const auto packet = take_long_packet(rest)) {
        if (!packet->is_initial) continue;
        const auto frames = open(*packet);
        if (frames && !add_frames(*frames)) return Answer::never();
    }
    return hello_.is_full() ? Answer::never() : handshake_name(hello_.start());
}

// The keys of a connection come from the id in its first packet, those of a new attempt, after a Retry or in another
// version, from its own: that begins anew.
std::optional<std::vector<std::uint8_t>> QuicSearch::open(const LongPacket& packet)
{
    const auto is_first_id =
        std::equal(first_id_.begin(), first_id_.end(), packet.connection_id.begin(), packet.connection_id.end());
    if (has_id_) {
        auto frames = open_initial(packet, client_initial_keys(*packet.version, first_id_));
        if (frames || is_first_id) return frames;
    }
    auto frames = open_initial(packet, client_initial_keys(*packet.version, packet.connection_id));
    if (!frames) return frames;
    first_id_.assign(packet.connection_id.begin(), packet.connection_id.end());
    has_id_ = true;
    hello_ = {};
    return frames;
}

// False when frames are there that no Initial packet has.
bool QuicSearch::add_frames(Bytes bytes)
{
    ByteReader frames(bytes);
    while (frames.left() != 0) {
        switch (const auto type = frames.varint()) {
        case kPadding:
        case kPing: break;
        case kAck:
        case kAckEcn: skip_ack(frames, type == kAckEcn); break;
        case kCrypto: {
            const auto offset = frames.varint();
            hello_.add(offset, frames.take(frames.varint()));
            break;
        }
        default: return false;
        }
        if (!frames.ok()) return false;
    }
    return true;
}

}  // namespace hookline::server_names
