// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string_view>

namespace hookline::names {

// IANA's name of a type of ICMP, ICMPv6 or IGMP, shortened as tools do. Empty: it has none.
[[nodiscard]] std::string_view icmp_type_name(std::uint64_t proto, std::uint64_t type);

}  // namespace hookline::names
