// SPDX-License-Identifier: MIT
#include "case.hpp"

#include <array>
#include <utility>

#include "bpf/packet_builder.hpp"

namespace hookline::bench {
namespace {

constexpr std::uint32_t kSpoofedSources = 1U << 28;
constexpr std::size_t kPacketSize = 128;

template <class Value, std::size_t Count>
using Names = std::array<std::pair<Value, std::string_view>, Count>;

constexpr Names<Family, 2> kFamilies{{{Family::ipv4, "ipv4"}, {Family::ipv6, "ipv6"}}};
constexpr Names<Transport, 2> kTransports{{{Transport::udp, "udp"}, {Transport::tcp, "tcp"}}};
constexpr Names<Draw, 5> kDraws{{{Draw::hot, "hot"},
                                 {Draw::random, "random"},
                                 {Draw::zipf, "zipf"},
                                 {Draw::spoofed, "spoofed"},
                                 {Draw::round_robin, "round-robin"}}};

template <class Value, std::size_t Count>
std::optional<Value> value_of(const Names<Value, Count>& names, std::string_view name)
{
    for (const auto& [value, known] : names)
        if (known == name) return value;
    return std::nullopt;
}

template <class Value, std::size_t Count>
std::string name_of(const Names<Value, Count>& names, Value wanted)
{
    for (const auto& [value, name] : names)
        if (value == wanted) return std::string(name);
    return "?";
}

std::vector<std::uint32_t> flows_of(Draw draw, const std::vector<std::uint32_t>& chosen)
{
    if (draw == Draw::hot) return {1};
    if (draw == Draw::spoofed) return {kSpoofedSources};
    return chosen;
}

}  // namespace

std::string to_string(const Case& packets)
{
    const auto draw = name_of(kDraws, packets.draw);
    const bool has_number = packets.draw != Draw::hot && packets.draw != Draw::spoofed;
    return name_of(kFamilies, packets.family) + " " + name_of(kTransports, packets.transport) + ", " + draw +
           (has_number ? " over " + std::to_string(packets.flows) + " flows" : "");
}

std::vector<Case> quoted_cases()
{
    const auto [ipv4, ipv6] = std::pair(Family::ipv4, Family::ipv6);
    const auto udp = Transport::udp;
    return {
        {ipv4, udp, Draw::hot, 1},         {ipv4, udp, Draw::random, 1'000},
        {ipv4, udp, Draw::random, 10'000}, {ipv4, udp, Draw::random, 100'000},
        {ipv4, udp, Draw::zipf, 100'000},  {ipv4, udp, Draw::spoofed, kSpoofedSources},
        {ipv6, udp, Draw::hot, 1},         {ipv6, udp, Draw::random, 10'000},
    };
}

std::vector<Case> combine(const Choice& choice)
{
    std::vector<Case> cases;
    for (const auto family : choice.families)
        for (const auto transport : choice.transports)
            for (const auto draw : choice.draws)
                for (const auto flows : flows_of(draw, choice.flows))
                    cases.push_back({family, transport, draw, flows});
    return cases;
}

std::optional<Family> family_named(std::string_view name)
{
    return value_of(kFamilies, name);
}

std::optional<Transport> transport_named(std::string_view name)
{
    return value_of(kTransports, name);
}

std::optional<Draw> draw_named(std::string_view name)
{
    return value_of(kDraws, name);
}

std::vector<std::uint8_t> packet_of(const Case& packets)
{
    auto frame = test::packet().eth();
    if (packets.family == Family::ipv4)
        frame.ipv4("16.0.0.1", "10.1.1.1");
    else
        frame.ipv6("fd00::1", "fd00::2");
    if (packets.transport == Transport::udp)
        frame.udp(1024, 9999);
    else
        frame.tcp(1024, 9999);
    return frame.payload(kPacketSize - frame.bytes().size()).bytes();
}

}  // namespace hookline::bench
