// SPDX-License-Identifier: MIT
// After Google's "QUIC Wire Layout Specification" and "QUIC Crypto" (2016).
#include "gquic.hpp"

#include <algorithm>
#include <string_view>

#include "host_name.hpp"

namespace hookline::server_names {
namespace {

constexpr std::uint8_t kVersionFlag = 0x01;
constexpr std::uint8_t kIdFlag = 0x08;
constexpr std::uint8_t kLongHeader = 0xc0;
constexpr std::size_t kIdSize = 8;
constexpr std::size_t kHashSize = 12;  // in the place of a tag, while nothing is encrypted
constexpr unsigned kOldestVersion = 24;
constexpr unsigned kPrivateFlagsUntil = 33;  // a byte in front of the frames
constexpr unsigned kBigEndianSince = 39;
constexpr unsigned kPublicHeaderUntil = 43;
constexpr unsigned kLongHeaderVersion = 46;

// "Q043" is 43; 0 is anything else.
unsigned version_number(Bytes text)
{
    const auto is_digit = [](std::uint8_t c) { return c >= '0' && c <= '9'; };
    if (text.size() != 4 || text[0] != 'Q' || !std::all_of(text.begin() + 1, text.end(), is_digit)) return 0;
    return (text[1] - '0') * 100U + (text[2] - '0') * 10U + (text[3] - '0');
}

std::uint64_t little_endian(Bytes bytes)
{
    std::uint64_t value = 0;
    for (std::size_t at = bytes.size(); at-- > 0;)
        value = value << 8 | bytes[at];
    return value;
}

// Up to the first frame. 0: a version without one that could be read.
unsigned skip_public_header(ByteReader& packet)
{
    constexpr std::size_t kNumberSizes[] = {1, 2, 4, 6};
    const auto flags = packet.u8();
    packet.take(kIdSize);
    const auto version = version_number(packet.take(4));
    packet.take(kNumberSizes[flags >> 4 & 3]);
    packet.take(kHashSize + (version <= kPrivateFlagsUntil ? 1 : 0));
    return version >= kOldestVersion && version <= kPublicHeaderUntil ? version : 0;
}

unsigned skip_long_header(ByteReader& packet)
{
    constexpr std::uint8_t kOneIdOfEight = 0x50;
    const auto flags = packet.u8();
    const auto version = version_number(packet.take(4));
    const auto id_sizes = packet.u8();
    packet.take(kIdSize);
    packet.take((flags & 3U) + 1);
    packet.take(kHashSize);
    return version == kLongHeaderVersion && id_sizes == kOneIdOfEight ? version : 0;
}

// The data of a STREAM frame (1fdooossB) that begins the crypto stream, which is number 1.
Bytes crypto_stream_start(ByteReader& packet, unsigned version)
{
    const auto number = [&packet, version](std::size_t size) {
        const auto bytes = packet.take(size);
        return version < kBigEndianSince ? little_endian(bytes) : ByteReader(bytes).number(bytes.size());
    };
    const auto type = packet.u8();
    if ((type & 0x80) == 0) return {};
    const auto stream = number((type & 3U) + 1);
    const auto offset_size = type >> 2 & 7U;
    const auto offset = number(offset_size == 0 ? 0 : offset_size + 1);
    if (stream != 1 || offset != 0) return {};
    const bool has_size = (type & 0x20) != 0;
    return has_size ? packet.take(number(2)) : packet.rest();
}

// Tag, end of its value from the first value on; then the values. Little-endian in all versions.
Answer name_in_client_hello(Bytes message)
{
    ByteReader reader(message);
    const auto is = [](Bytes tag, std::string_view name) {
        return std::equal(tag.begin(), tag.end(), name.begin(), name.end());
    };
    if (!is(reader.take(4), "CHLO")) return Answer::never();
    const auto count = little_endian(reader.take(2));
    reader.take(2);
    ByteReader tags(reader.take(count * 8));
    std::uint64_t begin = 0;
    while (reader.ok() && tags.left() != 0) {
        const auto tag = tags.take(4);
        const auto end = little_endian(tags.take(4));
        if (end < begin || end > reader.left()) break;
        if (is(tag, std::string_view("SNI\0", 4))) {
            const auto value = reader.rest().subspan(begin, end - begin);
            return Answer::found_or_never(host_name({reinterpret_cast<const char*>(value.data()), value.size()}));
        }
        begin = end;
    }
    return Answer::never();
}

bool has_long_header(Bytes datagram)
{
    return !datagram.empty() && (datagram[0] & kLongHeader) == kLongHeader;
}

}  // namespace

bool is_gquic(Bytes datagram)
{
    ByteReader packet(datagram);
    const auto flags = packet.u8();
    if (has_long_header(datagram)) return version_number(packet.take(4)) != 0;
    if ((flags & 0x80) != 0 || (flags & kVersionFlag) == 0 || (flags & kIdFlag) == 0) return false;
    packet.take(kIdSize);
    return version_number(packet.take(4)) != 0;
}

Answer gquic_server_name(Bytes datagram)
{
    ByteReader packet(datagram);
    const auto version = has_long_header(datagram) ? skip_long_header(packet) : skip_public_header(packet);
    if (version == 0 || !packet.ok()) return Answer::never();
    const auto hello = crypto_stream_start(packet, version);
    return packet.ok() ? name_in_client_hello(hello) : Answer::never();
}

}  // namespace hookline::server_names
