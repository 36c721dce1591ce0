// SPDX-License-Identifier: MIT
// What comes before IP: EtherTypes, tags, labels, sessions, LLC.
#include "mutations.hpp"

#include "frame_layers.hpp"

#include <array>

namespace hookline::test {
namespace {

constexpr std::array<std::uint16_t, 16> kEthertypes = {0x0800, 0x86dd, 0x0806, 0x8035, 0x8100, 0x88a8, 0x9100, 0x8847,
                                                       0x8848, 0x8863, 0x8864, 0x6558, 0x05ff, 0x0600, 0x002e, 0x88cc};

void set_ethertype(Bytes& frame, Random& random)
{
    const std::size_t at = layers_of(frame).ethertype;
    put16(frame, at, random.of(kEthertypes));
}

void push_tags(Bytes& frame, Random& random)
{
    constexpr std::array<std::uint8_t, 3> kUpper = {0x81, 0x88, 0x91};
    constexpr std::array<std::uint8_t, 3> kLower = {0x00, 0xa8, 0x00};
    for (std::size_t tags = random.one_in(4) ? 6 + random.below(5) : 1 + random.below(2); tags > 0; --tags) {
        const std::size_t kind = random.below(kUpper.size());
        insert(frame, kMacs, {kUpper[kind], kLower[kind], random.byte(), random.byte()});
    }
}

void push_labels(Bytes& frame, Random& random)
{
    const std::size_t at = layers_of(frame).ethertype;
    put16(frame, at, random.one_in(2) ? 0x8847 : 0x8848);
    Bytes labels;
    for (std::size_t left = random.one_in(4) ? 14 + random.below(5) : 1 + random.below(3); left > 0; --left) {
        const auto bottom = static_cast<std::uint8_t>(left == 1 ? 1 : 0);
        labels.insert(labels.end(), {random.byte(), random.byte(), bottom, 64});
    }
    insert(frame, at + 2, labels);
}

void push_pppoe(Bytes& frame, Random& random)
{
    const std::size_t at = layers_of(frame).ethertype;
    const std::uint8_t protocol = get16(frame, at) == 0x86dd ? 0x57 : 0x21;
    const auto code = static_cast<std::uint8_t>(random.one_in(8) ? random.byte() : 0);
    put16(frame, at, 0x8864);
    insert(frame, at + 2, {0x11, code, 0, random.byte(), 0, random.byte(), 0, protocol});
}

void push_snap(Bytes& frame, Random& random)
{
    const std::size_t at = layers_of(frame).ethertype;
    const std::uint16_t ethertype = get16(frame, at);
    const auto oui = static_cast<std::uint8_t>(random.one_in(8) ? 1 : 0);
    put16(frame, at, static_cast<std::uint16_t>(random.below(0x600)));
    insert(frame, at + 2,
           {0xaa, 0xaa, 3, 0, 0, oui, static_cast<std::uint8_t>(ethertype >> 8), static_cast<std::uint8_t>(ethertype)});
}

constexpr std::array<Mutation, 5> kMutations = {set_ethertype, push_tags, push_labels, push_pppoe, push_snap};

}  // namespace

Mutation link_mutation(Random& random)
{
    return random.of(kMutations);
}

}  // namespace hookline::test
