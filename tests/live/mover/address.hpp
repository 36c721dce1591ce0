// SPDX-License-Identifier: MIT
// An address and port, as getsockname() and its kind write them.
#pragma once

#include <netinet/in.h>
#include <sys/socket.h>

#include <cstdint>
#include <string>

namespace mover {

struct Address {
    sockaddr_storage storage{};
    socklen_t size = sizeof(sockaddr_storage);

    [[nodiscard]] sockaddr* any() { return reinterpret_cast<sockaddr*>(&storage); }
    [[nodiscard]] const sockaddr* any() const { return reinterpret_cast<const sockaddr*>(&storage); }

    [[nodiscard]] std::string text() const;  // an IPv4-mapped one as IPv4; "" if it is not of IP
    [[nodiscard]] std::uint16_t port() const;
    bool operator==(const Address& other) const { return text() == other.text() && port() == other.port(); }
};

enum class Family { ipv4, ipv6, mapped };  // mapped: IPv4 on an IPv6 socket (RFC 4291 section 2.5.5.2)

Address loopback(Family family);  // port 0
Address local_address(int fd);
Address peer_address(int fd);  // empty while there is no peer

}  // namespace mover
