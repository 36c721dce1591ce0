// SPDX-License-Identifier: MIT
#include "bpf_support/sockets/local_addresses.hpp"

#include <ifaddrs.h>
#include <netinet/in.h>

#include <cstring>
#include <memory>
#include <string_view>

namespace hookline::bpf {
namespace {

constexpr std::string_view kMappedPrefix("\0\0\0\0\0\0\0\0\0\0\xff\xff", 12);  // RFC 4291 2.5.5.2

// Empty: of another family.
std::string address_of(const sockaddr* address)
{
    if (address == nullptr) return {};
    if (address->sa_family == AF_INET6)
        return {reinterpret_cast<const char*>(&reinterpret_cast<const sockaddr_in6*>(address)->sin6_addr), 16};
    if (address->sa_family != AF_INET) return {};
    const auto& ipv4 = reinterpret_cast<const sockaddr_in*>(address)->sin_addr;
    return std::string(kMappedPrefix).append(reinterpret_cast<const char*>(&ipv4), sizeof ipv4);
}

}  // namespace

void LocalAddresses::refresh()
{
    ifaddrs* first = nullptr;
    if (::getifaddrs(&first) != 0) return;
    const std::unique_ptr<ifaddrs, void (*)(ifaddrs*)> all(first, ::freeifaddrs);
    addresses_.clear();
    for (const auto* one = first; one != nullptr; one = one->ifa_next)
        if (auto address = address_of(one->ifa_addr); !address.empty()) addresses_.insert(std::move(address));
}

bool LocalAddresses::has(const std::uint8_t (&address)[16]) const
{
    const std::string text(reinterpret_cast<const char*>(address), sizeof address);
    const bool is_loopback = text.starts_with(kMappedPrefix) && address[12] == 127;
    return is_loopback || addresses_.contains(text);
}

}  // namespace hookline::bpf
