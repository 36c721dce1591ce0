// SPDX-License-Identifier: MIT
#include "client_hello.hpp"

#include <string_view>

#include "host_name.hpp"

namespace hookline::server_names {
namespace {

constexpr std::uint8_t kClientHello = 1;
constexpr std::uint16_t kServerName = 0;  // IANA, TLS ExtensionType Values
constexpr std::uint8_t kHostName = 0;     // NameType, the only one there is
constexpr std::size_t kRandomSize = 32;
constexpr std::size_t kLongestSessionId = 32;

// The extension's data. A list of names, of which no two may have the same type, of which there is one: so one name.
Answer name_in_list(Bytes data)
{
    ByteReader list(data);
    const bool is_whole = list.u16() == list.left();
    const auto type = list.u8();
    const auto name = list.take(list.u16());
    if (!is_whole || !list.ok() || list.left() != 0 || type != kHostName) return Answer::never();
    return Answer::found_or_never(host_name({reinterpret_cast<const char*>(name.data()), name.size()}));
}

// False when no ClientHello has such bytes, as far as they are there.
bool skip_to_extensions(ByteReader& hello, Transport transport)
{
    const bool has_version = hello.left() > 0;
    const auto version = hello.u16() >> 8;
    hello.take(kRandomSize);
    const auto session_id = hello.u8();
    hello.take(session_id);
    if (transport == Transport::datagram) hello.take(hello.u8());  // cookie
    const bool has_suites = hello.left() >= 2;
    const auto suites = hello.u16();
    hello.take(suites);
    const bool has_compression = hello.left() >= 1;
    const auto compression = hello.u8();
    hello.take(compression);
    const auto wanted_version = transport == Transport::stream ? 0x03 : 0xfe;
    return (!has_version || !hello.ok() || version == wanted_version) && session_id <= kLongestSessionId &&
           (!has_suites || (suites >= 2 && suites % 2 == 0)) && (!has_compression || compression >= 1);
}

}  // namespace

Answer client_hello_name(Bytes start, std::size_t whole_size, Transport transport)
{
    if (whole_size > kMostBytes) return Answer::never();
    auto not_here = Answer::more_or_never(start.size() < whole_size);
    ByteReader hello(start);
    if (!skip_to_extensions(hello, transport)) return Answer::never();
    const auto extensions_size = hello.u16();
    if (!hello.ok()) return not_here;
    // They are the last field.
    if (hello.left() + (whole_size - start.size()) != extensions_size) return Answer::never();
    while (hello.left() != 0) {
        const auto type = hello.u16();
        const auto data = hello.take(hello.u16());
        if (!hello.ok()) return not_here;
        if (type == kServerName) return name_in_list(data);
    }
    return not_here;
}

Answer handshake_name(Bytes start)
{
    ByteReader message(start);
    if (!start.empty() && message.u8() != kClientHello) return Answer::never();
    const auto size = message.u24();
    if (!message.ok()) return Answer::more();
    return client_hello_name(message.take_at_most(size), size, Transport::stream);
}

}  // namespace hookline::server_names
