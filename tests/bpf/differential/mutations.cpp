// SPDX-License-Identifier: MIT
#include "mutations.hpp"

#include "frame_layers.hpp"

#include <algorithm>
#include <array>

namespace hookline::test {
namespace {

constexpr std::size_t kHeaders = 120;  // most of what a parser looks at is before this
constexpr std::array<std::uint8_t, 10> kBytes = {0x00, 0x01, 0x08, 0x20, 0x40, 0x45, 0x60, 0x7f, 0x80, 0xff};

std::size_t place_in_headers(const Bytes& frame, Random& random)
{
    return kMacs + random.below(std::min(frame.size(), kHeaders) - kMacs);
}

void flip_bits(Bytes& frame, Random& random)
{
    for (std::size_t flips = 1 + random.below(4); flips > 0; --flips)
        frame[place_in_headers(frame, random)] ^= static_cast<std::uint8_t>(1U << random.below(8));
}

void set_byte(Bytes& frame, Random& random)
{
    frame[place_in_headers(frame, random)] = random.one_in(2) ? random.of(kBytes) : random.byte();
}

void cut(Bytes& frame, Random& random)
{
    const std::size_t most = random.one_in(2) ? std::min(frame.size(), kHeaders) : frame.size();
    frame.resize(kEthernet + random.below(most - kEthernet + 1));
}

void pad(Bytes& frame, Random& random)
{
    const std::size_t more = 1 + random.below(64);
    frame.resize(frame.size() + more, random.byte());
}

void repeat_a_piece(Bytes& frame, Random& random)
{
    const std::size_t at = place_in_headers(frame, random);
    const std::size_t size = std::min<std::size_t>(1 + random.below(40), frame.size() - at);
    insert(frame, at, Bytes(frame.begin() + static_cast<long>(at), frame.begin() + static_cast<long>(at + size)));
}

constexpr std::array<Mutation, 7> kAnywhere = {flip_bits, flip_bits, set_byte, set_byte, cut, pad, repeat_a_piece};

}  // namespace

Mutation random_mutation(Random& random)
{
    constexpr std::size_t kKinds = 4;
    switch (random.below(kKinds)) {
    case 0: return random.of(kAnywhere);
    case 1: return link_mutation(random);
    default: return ip_mutation(random);
    }
}

}  // namespace hookline::test
