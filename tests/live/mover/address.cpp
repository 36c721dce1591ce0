// SPDX-License-Identifier: MIT
#include "address.hpp"

#include <arpa/inet.h>

#include "failure.hpp"

namespace mover {

namespace {

const sockaddr_in& ipv4(const Address& address)
{
    return reinterpret_cast<const sockaddr_in&>(address.storage);
}

const sockaddr_in6& ipv6(const Address& address)
{
    return reinterpret_cast<const sockaddr_in6&>(address.storage);
}

}  // namespace

std::string Address::text() const
{
    char text[INET6_ADDRSTRLEN] = "";
    if (storage.ss_family == AF_INET) ::inet_ntop(AF_INET, &ipv4(*this).sin_addr, text, sizeof text);
    if (storage.ss_family != AF_INET6) return text;
    const auto& address = ipv6(*this).sin6_addr;
    if (IN6_IS_ADDR_V4MAPPED(&address))
        ::inet_ntop(AF_INET, &address.s6_addr[12], text, sizeof text);
    else
        ::inet_ntop(AF_INET6, &address, text, sizeof text);
    return text;
}

std::uint16_t Address::port() const
{
    if (storage.ss_family == AF_INET) return ntohs(ipv4(*this).sin_port);
    return storage.ss_family == AF_INET6 ? ntohs(ipv6(*this).sin6_port) : 0;
}

Address loopback(Family family)
{
    Address made;
    if (family == Family::ipv4) {
        auto& address = reinterpret_cast<sockaddr_in&>(made.storage);
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        made.size = sizeof address;
        return made;
    }
    auto& address = reinterpret_cast<sockaddr_in6&>(made.storage);
    address.sin6_family = AF_INET6;
    ::inet_pton(AF_INET6, family == Family::mapped ? "::ffff:127.0.0.1" : "::1", &address.sin6_addr);
    made.size = sizeof address;
    return made;
}

Address local_address(int fd)
{
    Address found;
    check(::getsockname(fd, found.any(), &found.size), "getsockname");
    return found;
}

Address peer_address(int fd)
{
    Address found;
    if (::getpeername(fd, found.any(), &found.size) < 0) return {};
    return found;
}

}  // namespace mover
