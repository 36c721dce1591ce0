// SPDX-License-Identifier: MIT
// Filter expressions to compare by.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace hookline::test {

// Every primitive of pcap-filter(7) that means something to Ethernet or IP, at least once.
std::vector<std::string> picked_expressions();

// Out of a grammar, the same ones for the same seed. Some mean nothing to a link type.
std::vector<std::string> generated_expressions(std::uint64_t seed, std::size_t count);

}  // namespace hookline::test
