// SPDX-License-Identifier: MIT
// IP and what it carries: lengths, fragments, options, extension headers, ports.
#include "mutations.hpp"

#include "frame_layers.hpp"

#include <array>

namespace hookline::test {
namespace {

constexpr std::array<std::uint8_t, 24> kProtocols = {0,  1,  2,  4,  6,  17,  33,  41,  43,  44,  47,  50,
                                                     51, 58, 59, 60, 89, 115, 132, 135, 136, 139, 140, 253};
constexpr std::array<std::uint8_t, 7> kExtensions = {0, 43, 44, 60, 135, 139, 140};
constexpr std::array<std::uint16_t, 6> kPorts = {4789, 6081, 2152, 53, 443, 0};
constexpr std::array<std::uint8_t, 10> kBytes = {0x00, 0x01, 0x08, 0x20, 0x40, 0x45, 0x60, 0x7f, 0x80, 0xff};

void set_ip_length(Bytes& frame, Random& random)
{
    const Layers layers = layers_of(frame);
    if (layers.version == 0) return;
    const std::size_t real = frame.size() - (layers.version == 4 ? layers.network : layers.transport);
    const std::size_t length = random.one_in(2) ? real : random.below(random.one_in(2) ? 64 : real + 16);
    put16(frame, layers.network + (layers.version == 4 ? 2 : 4), static_cast<std::uint16_t>(length));
}

void set_version_and_ihl(Bytes& frame, Random& random)
{
    const Layers layers = layers_of(frame);
    if (layers.version == 0) return;
    frame[layers.network] = static_cast<std::uint8_t>((random.one_in(8) ? random.byte() : layers.version << 4) & 0xf0);
    frame[layers.network] |= random.byte() & 15;
}

void set_protocol(Bytes& frame, Random& random)
{
    const Layers layers = layers_of(frame);
    if (layers.version != 0) frame[layers.network + (layers.version == 4 ? 9 : 6)] = random.of(kProtocols);
}

void set_address(Bytes& frame, Random& random)
{
    const Layers layers = layers_of(frame);
    if (layers.version == 0) return;
    const std::size_t at = layers.network + (layers.version == 4 ? 12 : 8);
    frame[at + random.below(layers.version == 4 ? 8 : 32)] = random.byte();
}

void push_ipv4_options(Bytes& frame, Random& random)
{
    const Layers layers = layers_of(frame);
    if (layers.version != 4) return;
    const std::size_t words = (frame[layers.network] & 15U) + 1 + random.below(4);
    if (words > 15) return;
    insert(frame, layers.transport, Bytes((words - (frame[layers.network] & 15U)) * 4, 1));
    frame[layers.network] = static_cast<std::uint8_t>(0x40 | words);
}

void push_ipv6_extension(Bytes& frame, const Bytes& header, std::uint8_t number, Random& random)
{
    const Layers layers = layers_of(frame);
    Bytes extension = header;
    extension[0] = frame[layers.network + 6];
    frame[layers.network + 6] = number;
    const auto length = static_cast<std::uint16_t>(get16(frame, layers.network + 4) + extension.size());
    if (!random.one_in(4)) put16(frame, layers.network + 4, length);
    insert(frame, layers.transport, extension);
}

void push_ipv6_extensions(Bytes& frame, Random& random)
{
    if (layers_of(frame).version != 6) return;
    for (std::size_t left = random.one_in(4) ? 7 + random.below(3) : 1 + random.below(2); left > 0; --left) {
        const std::size_t units = random.one_in(8) ? random.below(64) : random.below(2);
        Bytes header(8 + units * 8, random.byte());
        header[1] = static_cast<std::uint8_t>(units);
        push_ipv6_extension(frame, header, random.of(kExtensions), random);
    }
}

// Few identifications, so that heads and later fragments of one datagram meet.
void make_fragment(Bytes& frame, Random& random)
{
    const Layers layers = layers_of(frame);
    const auto id = static_cast<std::uint8_t>(random.below(3));
    const auto offset =
        static_cast<std::uint16_t>(random.one_in(2) ? 0 : 1 + random.below(random.one_in(8) ? 8191 : 200));
    const bool more = offset == 0 ? !random.one_in(8) : random.one_in(2);
    if (layers.version == 4) {
        put16(frame, layers.network + 4, id);
        put16(frame, layers.network + 6, static_cast<std::uint16_t>(offset | (more ? 0x2000 : 0)));
    } else if (layers.version == 6) {
        Bytes header = {0, 0, 0, 0, 0, 0, 0, id};
        put16(header, 2, static_cast<std::uint16_t>(offset << 3 | (more ? 1 : 0)));
        push_ipv6_extension(frame, header, 44, random);
    }
}

void set_port(Bytes& frame, Random& random)
{
    const std::size_t at = layers_of(frame).transport + random.below(2) * 2;
    if (at >= kEthernet && at + 2 <= frame.size()) put16(frame, at, random.of(kPorts));
}

void set_transport_byte(Bytes& frame, Random& random)
{
    const std::size_t at = layers_of(frame).transport + random.below(24);
    if (at >= kEthernet && at < frame.size()) frame[at] = random.one_in(2) ? random.of(kBytes) : random.byte();
}

constexpr std::array<Mutation, 14> kMutations = {
    set_ip_length,        set_ip_length, set_version_and_ihl, set_protocol,       set_protocol,
    set_address,          make_fragment, make_fragment,       make_fragment,      push_ipv4_options,
    push_ipv6_extensions, set_port,      set_transport_byte,  set_transport_byte,
};

}  // namespace

Mutation ip_mutation(Random& random)
{
    return random.of(kMutations);
}

}  // namespace hookline::test
