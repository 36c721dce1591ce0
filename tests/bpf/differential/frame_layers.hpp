// SPDX-License-Identifier: MIT
// Where the layers of a frame begin, and how to write into it, for tests that change frames. Not the parser under test: simple, and wrong for rare
// frames, which does no harm here.
#pragma once

#include "packet_builder.hpp"

#include <algorithm>

namespace hookline::test {

constexpr std::size_t kMacs = 12;
constexpr std::size_t kEthernet = 14;

struct Layers {
    std::size_t ethertype = kMacs;  // offset of the field that names the network layer
    std::size_t network = 0;
    std::size_t transport = 0;
    int version = 0;  // 4 or 6; 0: not IP, and the offsets above say nothing
};

inline std::uint16_t get16(const Bytes& frame, std::size_t at)
{
    return static_cast<std::uint16_t>(frame[at] << 8 | frame[at + 1]);
}

inline void put16(Bytes& frame, std::size_t at, std::uint16_t value)
{
    frame[at] = static_cast<std::uint8_t>(value >> 8);
    frame[at + 1] = static_cast<std::uint8_t>(value);
}

inline void insert(Bytes& frame, std::size_t at, const Bytes& bytes)
{
    frame.insert(frame.begin() + static_cast<long>(std::min(at, frame.size())), bytes.begin(), bytes.end());
}

inline Layers layers_of(const Bytes& frame)
{
    constexpr std::size_t kIpv4 = 20;
    constexpr std::size_t kIpv6 = 40;
    Layers layers;
    const auto has = [&frame](std::size_t size) { return frame.size() >= size; };
    const auto is_tag = [&] {
        const auto type = get16(frame, layers.ethertype);
        return type == 0x8100 || type == 0x88a8 || type == 0x9100;
    };
    while (has(layers.ethertype + 6) && is_tag())
        layers.ethertype += 4;
    layers.network = layers.ethertype + 2;
    if (has(layers.network + kIpv4) && get16(frame, layers.ethertype) == 0x0800) {
        layers.version = 4;
        layers.transport = layers.network + (frame[layers.network] & 15U) * 4;
    }
    if (has(layers.network + kIpv6) && get16(frame, layers.ethertype) == 0x86dd) {
        layers.version = 6;
        layers.transport = layers.network + kIpv6;
    }
    return layers;
}

}  // namespace hookline::test
