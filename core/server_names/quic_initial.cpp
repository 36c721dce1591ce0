// SPDX-License-Identifier: MIT
#include "quic_initial.hpp"

namespace hookline::server_names {
namespace {

constexpr std::uint8_t kLongHeader = 0xc0;  // and the fixed bit
constexpr std::size_t kLongestConnectionId = 20;
constexpr std::size_t kSampleAt = 4;  // from the packet number on (RFC 9001 5.4.2)
constexpr std::size_t kSampleSize = 16;

}  // namespace

std::optional<LongPacket> take_long_packet(ByteReader& datagram)
{
    const Bytes start = datagram.rest();
    ByteReader reader(start);
    const auto first = reader.u8();
    const auto* version = quic_version(reader.u32());
    if ((first & kLongHeader) != kLongHeader || version == nullptr) return {};
    const auto id_size = reader.u8();
    const auto connection_id = reader.take(id_size);
    const auto source_id_size = reader.u8();
    reader.take(source_id_size);
    if (id_size > kLongestConnectionId || source_id_size > kLongestConnectionId) return {};
    const auto type = first >> 4 & 3;
    if (type == version->retry_type) return {};
    const bool is_initial = type == version->initial_type;
    if (is_initial) reader.take(reader.varint());  // token
    const auto size = reader.varint();
    const auto number_at = start.size() - reader.left();
    reader.take(size);
    if (!reader.ok()) return {};
    return LongPacket{version, is_initial, connection_id, datagram.take(number_at + size), number_at};
}

std::optional<std::vector<std::uint8_t>> open_initial(const LongPacket& packet, const InitialKeys& keys)
{
    const auto number_at = packet.number_at;
    if (packet.bytes.size() < number_at + kSampleAt + kSampleSize) return {};
    const auto mask = header_mask(keys, packet.bytes.subspan(number_at + kSampleAt, kSampleSize));
    const auto first = static_cast<std::uint8_t>(packet.bytes[0] ^ (mask[0] & 0x0f));
    const std::size_t number_size = (first & 3U) + 1;

    std::vector<std::uint8_t> header(packet.bytes.begin(), packet.bytes.begin() + number_at + number_size);
    header[0] = first;
    // The first packets' numbers are small: what is sent is the whole number (RFC 9000 12.3, A.2).
    std::uint64_t number = 0;
    for (std::size_t at = 0; at < number_size; ++at) {
        header[number_at + at] ^= mask[at + 1];
        number = number << 8 | header[number_at + at];
    }
    return open_sealed(keys, number, header, packet.bytes.subspan(header.size()));
}

}  // namespace hookline::server_names
