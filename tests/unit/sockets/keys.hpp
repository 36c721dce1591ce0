// SPDX-License-Identifier: MIT
// Flow keys out of text.
#pragma once

#include <arpa/inet.h>

#include <cstdint>
#include <cstring>
#include <stdexcept>
#include <string>

#include "flow_key.h"
#include "packet.h"
#include "protocol_numbers.h"
#include "sockets/socket_flow.h"

namespace tests {

// As hl_flow_key has it: IPv4 is mapped (RFC 4291 2.5.5.2).
struct Address {
    std::uint8_t bytes[16]{};

    Address(const char* text)  // NOLINT(google-explicit-constructor)
    {
        const auto mapped = std::string("::ffff:") + text;
        const bool is_ipv6 = std::strchr(text, ':') != nullptr;
        if (::inet_pton(AF_INET6, is_ipv6 ? text : mapped.c_str(), bytes) != 1) throw std::invalid_argument(text);
    }
};

struct End {
    Address address;
    std::uint16_t port;
};

inline hl_flow_key key_of(std::uint16_t protocol, const End& from, const End& to, std::uint8_t direction,
                          std::uint64_t owner = 0)
{
    hl_flow_key key{};
    std::memcpy(key.src_addr, from.address.bytes, sizeof key.src_addr);
    std::memcpy(key.dst_addr, to.address.bytes, sizeof key.dst_addr);
    key.src_port = from.port;
    key.dst_port = to.port;
    key.proto = protocol;
    key.direction = direction;
    key.marks = HL_MARK_IPV4;
    key.owner = owner;
    return key;
}

}  // namespace tests
