// The packet parser as user space compiles it, over the packet table. Needs no kernel and no root.
#define BOOST_TEST_MODULE packet_parser
#include <boost/test/unit_test.hpp>

#include "packet_table.hpp"

#include "fragments.h"
#include "wire_size.h"

#include <algorithm>
#include <cstring>
#include <memory>

using namespace hookline::test;

namespace {

struct Parsed {
    int result;
    hl_packet packet;
};

// In a block of exactly this size, so that a sanitizer sees a read past the end.
Parsed parse(const Bytes& bytes, std::size_t size, std::uint16_t ethertype, std::uint32_t want_inner = 0)
{
    const auto copy = std::make_unique<std::uint8_t[]>(size);
    if (size != 0) std::memcpy(copy.get(), bytes.data(), size);
    Parsed parsed{};
    std::memset(&parsed.packet, 0xee, sizeof(parsed.packet));
    const std::uint8_t* end = copy.get() + size;
    parsed.result = ethertype != 0 ? hl_parse_network(copy.get(), end, ethertype, want_inner, &parsed.packet)
                                   : hl_parse_ethernet(copy.get(), end, want_inner, &parsed.packet);
    return parsed;
}

Parsed parse(const PacketCase& packet_case, std::uint32_t want_inner = 0)
{
    return parse(packet_case.bytes, packet_case.bytes.size(), packet_case.ethertype, want_inner);
}

bool same_datagram(const hl_fragment_key& a, const hl_fragment_key& b)
{
    return std::memcmp(&a, &b, sizeof(a)) == 0;
}

}  // namespace

BOOST_AUTO_TEST_CASE(every_packet_has_its_row)
{
    for (const PacketCase& packet_case : packet_table()) {
        BOOST_TEST_CONTEXT(packet_case.name)
        {
            const Parsed parsed = parse(packet_case);
            const Expected& expected = packet_case.expected;
            BOOST_TEST(describe(parsed.packet.key) == describe(key_of(expected)));
            BOOST_TEST(same_key(parsed.packet.key, key_of(expected)));
            BOOST_TEST(parsed.packet.fragment == expected.fragment);
            BOOST_TEST(parsed.packet.fragment_id == expected.fragment_id);
            BOOST_TEST(int{parsed.packet.tcp_flags} == int{expected.tcp_flags});
            if (expected.header_size != 0) BOOST_TEST(parsed.packet.header_size == expected.header_size);
            if (expected.inner_header_size != 0)
                BOOST_TEST(parse(packet_case, 1).packet.header_size == expected.inner_header_size);
        }
    }
}

BOOST_AUTO_TEST_CASE(looking_inside_changes_no_row)
{
    for (const PacketCase& packet_case : packet_table())
        BOOST_TEST(same_key(parse(packet_case).packet.key, parse(packet_case, 1).packet.key), packet_case.name);
}

// Cut anywhere, a packet still makes a row: one that says no more than what is there, and never a wrong thing.
BOOST_AUTO_TEST_CASE(a_cut_packet_says_so)
{
    for (const PacketCase& packet_case : packet_table()) {
        const Parsed whole = parse(packet_case, 1);
        for (std::size_t size = 0; size < packet_case.bytes.size(); ++size) {
            BOOST_TEST_CONTEXT(packet_case.name << " cut to " << size)
            {
                const Parsed parsed = parse(packet_case.bytes, size, packet_case.ethertype, 1);
                const hl_flow_key& key = parsed.packet.key;
                const bool same = same_key(key, whole.packet.key);
                // The inner headers or the TCP flags may be cut without a change of the row, the tunnel id with one.
                if (!same) BOOST_TEST(parsed.result == HL_PARSE_TRUNCATED);
                if (parsed.result == HL_PARSE_COMPLETE) BOOST_TEST(same);
                if ((key.marks & HL_MARK_TRUNCATED) != 0 && (whole.packet.key.marks & HL_MARK_TRUNCATED) == 0) {
                    BOOST_TEST(parsed.result == HL_PARSE_TRUNCATED);
                    BOOST_TEST((key.src_port == 0 || key.proto >= HL_ETHERTYPE_MIN));  // ARP's operation
                    BOOST_TEST(key.dst_port == 0);
                }
                if (key.proto == 0)  // the number of IPv6's hop-by-hop options
                    BOOST_TEST(int{key.marks} == (HL_MARK_IPV6 | HL_MARK_TRUNCATED));
                if (size < 14 && packet_case.ethertype == 0) BOOST_TEST(key.proto == HL_PROTO_RUNT);
            }
        }
    }
}

// Every byte of every packet turned into a few others: no read out of bounds, and a row each time.
BOOST_AUTO_TEST_CASE(a_damaged_packet_makes_a_row)
{
    for (const PacketCase& packet_case : packet_table()) {
        Bytes bytes = packet_case.bytes;
        for (std::size_t i = 0; i < std::min<std::size_t>(bytes.size(), 160); ++i) {
            const std::uint8_t before = bytes[i];
            for (const std::uint8_t value : {0x00, 0x01, 0x2c, 0x3c, 0x45, 0x60, 0x7f, 0x81, 0xff}) {
                bytes[i] = value;
                const Parsed parsed = parse(bytes, bytes.size(), packet_case.ethertype, 1);
                BOOST_TEST((parsed.result == HL_PARSE_COMPLETE || parsed.result == HL_PARSE_TRUNCATED));
                const auto& key = parsed.packet.key;
                BOOST_TEST((key.prefix_length | key.pad[0] | key.pad[1] | key.pad[2]) == 0);
            }
            bytes[i] = before;
        }
    }
}

BOOST_AUTO_TEST_CASE(a_link_without_ethertype)
{
    const Bytes bytes = packet().ipv4("10.0.0.1", "10.0.0.2").udp(1, 2).bytes();
    hl_packet parsed;
    BOOST_TEST(hl_parse_network(bytes.data(), bytes.data() + bytes.size(), 0, 0, &parsed) == HL_PARSE_COMPLETE);
    BOOST_TEST(parsed.key.proto == HL_PROTO_UNKNOWN_LINK);
    BOOST_TEST(hl_ethertype_of_ip(bytes[0]) == HL_ETHERTYPE_IPV4);
    BOOST_TEST(hl_ethertype_of_ip(0x60) == HL_ETHERTYPE_IPV6);
    BOOST_TEST(hl_ethertype_of_ip(0x10) == 0);
}

BOOST_AUTO_TEST_CASE(later_fragments_join_their_head)
{
    const auto fragment = [](std::uint16_t id, std::uint16_t offset) {
        auto built = packet().eth().ipv4("10.0.0.1", "10.0.0.2").ipv4_fragment(id, offset, true);
        return offset == 0 ? built.udp(50000, 4789).vxlan(77).payload(32).bytes()
                           : built.protocol(17).payload(40).bytes();
    };
    const hl_packet head = parse(fragment(7, 0), fragment(7, 0).size(), 0).packet;
    const hl_packet later = parse(fragment(7, 1480), fragment(7, 1480).size(), 0).packet;
    const hl_packet other = parse(fragment(8, 1480), fragment(8, 1480).size(), 0).packet;
    hl_fragment_key head_key{};
    hl_fragment_key later_key{};
    hl_fragment_key other_key{};
    hl_fragment_key_of(&head, &head_key);
    hl_fragment_key_of(&later, &later_key);
    hl_fragment_key_of(&other, &other_key);
    BOOST_TEST(same_datagram(head_key, later_key));
    BOOST_TEST(!same_datagram(head_key, other_key));
    BOOST_TEST(hl_fragment_worth(&head));
    BOOST_TEST(!hl_fragment_worth(&later));

    hl_fragment_head value;
    hl_fragment_head_of(&head, 1000, &value);
    hl_packet joined = later;
    hl_fragment_join(&joined, &value, 2000);
    BOOST_TEST(same_key(joined.key, head.key));
    joined = later;
    hl_fragment_join(&joined, nullptr, 2000);
    BOOST_TEST(same_key(joined.key, later.key));
    BOOST_TEST((joined.key.marks & HL_MARK_FRAGMENT) != 0);
    hl_fragment_join(&joined, &value, 1000 + HL_FRAGMENT_LIFETIME_NS + 1);
    BOOST_TEST(same_key(joined.key, later.key));
}

// RFC 8200 4.5: the Next Header of later fragments is not part of a datagram's identity.
BOOST_AUTO_TEST_CASE(ipv6_fragments_join_across_extension_headers)
{
    const auto ip = [] { return packet().eth().ipv6("fd00::1", "fd00::2"); };
    const Bytes first = ip().ipv6_fragment(5, 0, true).extension(60).udp(1, 2).payload(48).bytes();
    const Bytes second = ip().ipv6_fragment(5, 64, false).protocol(60).payload(48).bytes();
    const hl_packet head = parse(first, first.size(), 0).packet;
    hl_packet later = parse(second, second.size(), 0).packet;
    hl_fragment_key head_key{};
    hl_fragment_key later_key{};
    hl_fragment_key_of(&head, &head_key);
    hl_fragment_key_of(&later, &later_key);
    BOOST_TEST(same_datagram(head_key, later_key));
    hl_fragment_head value;
    hl_fragment_head_of(&head, 0, &value);
    hl_fragment_join(&later, &value, 1);
    BOOST_TEST(same_key(later.key, head.key));
}

BOOST_AUTO_TEST_CASE(size_on_the_wire)
{
    const auto wire = [](hl_kernel_size size) { return hl_wire_size_of(&size); };
    const auto is = [](hl_wire_size size, std::uint32_t packets, std::uint32_t bytes) {
        return size.packets == packets && size.bytes == bytes;
    };
    BOOST_TEST(is(wire({.length = 100, .header_size = 54}), 1, 100));
    BOOST_TEST(is(wire({.length = 100, .header_size = 54, .tag_in_metadata = 1}), 1, 104));
    // Three segments of 1000 bytes of payload; on ingress, on egress, and where the segments were not counted.
    BOOST_TEST(is(wire({.length = 3054, .gso_segments = 3, .gso_size = 1000, .header_size = 54}), 3, 3162));
    BOOST_TEST(is(wire({3054, 3162, 3, 1000, 54, 0}), 3, 3162));
    BOOST_TEST(is(wire({3054, 3054, 0, 1000, 54, 0}), 3, 3162));
    BOOST_TEST(is(wire({3055, 3055, 0, 1000, 54, 0}), 4, 3055 + 3 * 54));
    BOOST_TEST(is(wire({3054, 0, 3, 1000, 54, 1}), 3, 3162 + 12));
    // Headers that the parser could not see to their end: the kernel's word counts.
    BOOST_TEST(is(wire({3054, 3162, 3, 1000, 14, 0}), 3, 3162));
    BOOST_TEST(is(wire({54, 54, 0, 1000, 54, 0}), 1, 54));
    BOOST_TEST(is(wire({3046, 0, 0, HL_GSO_BY_FRAGMENTS, 46, 0}), 1, 3046));
    BOOST_TEST(is(wire({3046, 0, 3, HL_GSO_BY_FRAGMENTS, 46, 0}), 3, 3046 + 92));
}
