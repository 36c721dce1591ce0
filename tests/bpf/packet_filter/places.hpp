// SPDX-License-Identifier: MIT
// The ways in which a filter can be run for a test, and what libpcap gets to see of a frame there.
#pragma once

#include <optional>
#include <vector>

#include "filter_program.hpp"

namespace hookline::test {

// All that this kernel has.
std::vector<Place> places();

// As a capture file would have it, or nothing where no such packet comes.
std::optional<Bytes> on_the_wire(const Place& place, const Bytes& frame);

packet_filter::LinkHeader link_header_of(const Place& place);

// The program of the place's kind of packets, and none of the other.
packet_filter::Programs only(const Place& place, packet_filter::Compiled program);

}  // namespace hookline::test
