// SPDX-License-Identifier: MIT
// What a DNS server says about an address.
#pragma once

#include <chrono>
#include <span>
#include <string>
#include <string_view>

namespace hookline::names {

// An empty name: there is none.
struct Answer {
    std::string name;
    std::chrono::seconds ttl{0};
};

// Letters, digits, hyphens and underscores in labels of 1 to 63, 253 in all (RFC 1035 2.3, RFC 2181 11). Anybody may put
// anything into a PTR record: what is no such name is not shown.
[[nodiscard]] bool is_host_name(std::string_view name);

// A reply to a PTR question, also one without an answer (RFC 2308 says how long that holds). What is malformed has no name.
[[nodiscard]] Answer parse_reply(std::span<const unsigned char> reply);

}  // namespace hookline::names
