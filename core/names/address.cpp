// SPDX-License-Identifier: MIT
#include "names/address.hpp"

#include <ranges>

#include <algorithm>

namespace hookline::names {
namespace {

using Bytes = std::array<std::uint8_t, 16>;

Bytes bytes_of(const Address& address)
{
    Bytes bytes{};
    std::memcpy(bytes.data(), address.words.data(), bytes.size());
    return bytes;
}

bool is_ipv4(const Bytes& bytes)
{
    constexpr std::array<std::uint8_t, 12> kMapped = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};
    return std::equal(kMapped.begin(), kMapped.end(), bytes.begin());
}

}  // namespace

bool is_host(const Address& address)
{
    const auto bytes = bytes_of(address);
    if (is_ipv4(bytes)) return bytes[12] != 0 && bytes[12] < 224;
    return bytes[0] != 0xff && bytes != Bytes{};
}

std::string pointer_name(const Address& address)
{
    constexpr char kHexDigits[] = "0123456789abcdef";
    const auto bytes = bytes_of(address);
    std::string name;
    if (is_ipv4(bytes)) {
        for (std::size_t i = 15; i >= 12; --i)
            name += std::to_string(bytes[i]) + '.';
        return name + "in-addr.arpa";
    }
    for (const auto byte : bytes | std::views::reverse)
        name.append({kHexDigits[byte & 0xf], '.', kHexDigits[byte >> 4], '.'});
    return name + "ip6.arpa";
}

}  // namespace hookline::names
