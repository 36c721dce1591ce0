// SPDX-License-Identifier: MIT
// One case: which packets a program gets to see.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

struct bench_traffic;

namespace hookline::bench {

enum class Family { ipv4, ipv6 };
enum class Transport { udp, tcp };
enum class Draw { hot, random, zipf, spoofed, round_robin };

struct Case {
    Family family = Family::ipv4;
    Transport transport = Transport::udp;
    Draw draw = Draw::hot;
    std::uint32_t flows = 1;

    bool operator==(const Case&) const = default;
};

// "ipv4 udp, zipf over 100000 flows": what a saved result is found by.
std::string to_string(const Case& packets);

// The cases of the table that we quote.
std::vector<Case> quoted_cases();

// Each draw over each number of flows, for all of the families and transports. Hot and spoofed have their own number.
struct Choice {
    std::vector<Family> families;
    std::vector<Transport> transports;
    std::vector<Draw> draws;
    std::vector<std::uint32_t> flows;
};
std::vector<Case> combine(const Choice& choice);

// Their names on the command line; nothing for one that is unknown.
std::optional<Family> family_named(std::string_view name);
std::optional<Transport> transport_named(std::string_view name);
std::optional<Draw> draw_named(std::string_view name);

// The packet whose source the driver rewrites: 128 bytes of Ethernet.
std::vector<std::uint8_t> packet_of(const Case& packets);

// Sets all but the generator's state.
void set_traffic(bench_traffic& traffic, const Case& packets);

}  // namespace hookline::bench
