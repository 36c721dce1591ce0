// SPDX-License-Identifier: MIT
#pragma once

#include <arpa/inet.h>

#include <stdexcept>
#include <string>

#include "names/address.hpp"

namespace hookline::test {

inline names::Address address(const std::string& text)
{
    std::string bytes(16, '\0');
    const bool is_ipv6 = ::inet_pton(AF_INET6, text.c_str(), bytes.data()) == 1;
    if (!is_ipv6 && ::inet_pton(AF_INET, text.c_str(), bytes.data() + 12) != 1) throw std::invalid_argument(text);
    if (!is_ipv6) bytes[10] = bytes[11] = '\xff';
    return names::Address::of(bytes);
}

// 10.0.0.0 and so on.
inline names::Address numbered(unsigned number)
{
    return address("10." + std::to_string(number >> 16 & 0xff) + '.' + std::to_string(number >> 8 & 0xff) + '.' +
                   std::to_string(number & 0xff));
}

}  // namespace hookline::test
