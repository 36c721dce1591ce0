// SPDX-License-Identifier: MIT
#include "tls_server_name.hpp"

#include <vector>

#include "client_hello.hpp"

namespace hookline::server_names {
namespace {

constexpr std::uint8_t kHandshake = 22;
constexpr std::uint8_t kMajorVersion = 3;
constexpr std::size_t kLongestFragment = 1 << 14;

// A record's header. False when what is there is of no handshake record.
bool is_handshake_header(Bytes header)
{
    ByteReader reader(header);
    if (!header.empty() && reader.u8() != kHandshake) return false;
    if (header.size() > 1 && reader.u16() >> 8 != kMajorVersion && reader.ok()) return false;
    const auto size = reader.u16();
    return !reader.ok() || (size != 0 && size <= kLongestFragment);
}

}  // namespace

Answer tls_server_name(Bytes start)
{
    constexpr std::size_t kHeaderSize = 5;
    std::vector<std::uint8_t> message;
    ByteReader records(start);
    while (records.left() != 0) {
        const auto header = records.take_at_most(kHeaderSize);
        // Other records may follow a whole ClientHello, but not break into one.
        if (!is_handshake_header(header)) {
            auto answer = handshake_name(message);
            return answer.kind == Answer::Kind::more ? Answer::never() : answer;
        }
        if (header.size() < kHeaderSize) break;
        const auto fragment = records.take_at_most(static_cast<std::size_t>(header[3] << 8 | header[4]));
        message.insert(message.end(), fragment.begin(), fragment.end());
    }
    return handshake_name(message);
}

}  // namespace hookline::server_names
