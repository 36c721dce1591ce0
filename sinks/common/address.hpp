// SPDX-License-Identifier: MIT
// Addresses as text.
#pragma once

#include <string_view>

#include "common/text.hpp"

namespace hookline::sink_common {

// 16 bytes in network order, as HOOKLINE_IP has them: IPv4 in its usual form, IPv6 as RFC 5952 wants it.
// inet_ntop() says the same; it is written out because it takes most of a row's time (test: both agree).
void put_ip(Text& out, std::string_view address);
[[nodiscard]] bool is_ipv4(std::string_view address);

// 6 bytes: 02:00:5e:10:00:01
void put_mac(Text& out, std::string_view address);

}  // namespace hookline::sink_common
