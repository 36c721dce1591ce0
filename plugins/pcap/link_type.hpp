// SPDX-License-Identifier: MIT
// From a pcap link type (https://www.tcpdump.org/linktypes.html) to the place where the packet parser starts.
#pragma once

#include <cstdint>
#include <string>

extern "C" {
#include "packet_parser.h"
}

namespace hookline::pcap {

// Parses one captured frame: sets everything of the key but ifindex. `size` is the captured length.
using ParseFrame = void (*)(const std::uint8_t* frame, std::uint32_t size, hl_packet& packet);

// Null when the parser has no place to start in frames of this link type (a DLT_* value of libpcap).
ParseFrame parser_for(int link_type);

// "EN10MB, LINUX_SLL, ...": what parser_for() knows, for error messages and docs.
std::string known_link_types();

}  // namespace hookline::pcap
