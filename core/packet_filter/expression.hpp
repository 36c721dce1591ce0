// SPDX-License-Identifier: MIT
// Expressions of pcap-filter(7), compiled by libpcap.
#pragma once

#include <hookline/capture.hpp>

#include <cstdint>
#include <string>

#include "packet_filter/classic.hpp"

namespace hookline::packet_filter {

// The same for every capture.
inline constexpr hookline_option kOption =
    option::string("filter", "pcap-filter expression: count only what it matches", nullptr);

enum class LinkHeader : std::uint8_t {
    ethernet,  // frames as on the wire, their VLAN tags in place
    none,      // packets that start with their IP header
};

struct Compiled {
    ClassicProgram program;
    std::string problem;  // in libpcap's words; then there is no program
};

Compiled compile(const std::string& expression, LinkHeader link_header);

// How every message begins.
std::string quoted(const std::string& expression);

// Empty: right for some link type at least. Else the message, in libpcap's words.
std::string syntax_problem(const std::string& expression);

// Throws invalid_option with that message.
void check_syntax(const std::string& expression);

}  // namespace hookline::packet_filter
