// SPDX-License-Identifier: MIT
#define BOOST_TEST_MODULE flow_rows
#include "bpf_support/flow_rows.hpp"

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include <ostream>

namespace {

using hookline::bpf::flow_row;

constexpr std::uint64_t kBase = HOOKLINE_FLOW_BIT(HOOKLINE_FLOW_PACKETS) | HOOKLINE_FLOW_BIT(HOOKLINE_FLOW_BYTES) |
                                HOOKLINE_FLOW_BIT(HOOKLINE_FLOW_PROTO);

template <class... Columns>
std::uint64_t bits(Columns... columns)
{
    return (kBase | ... | HOOKLINE_FLOW_BIT(columns));
}

hl_flow_key key_of(std::uint16_t proto, std::uint16_t first, std::uint16_t second, std::uint8_t marks = 0)
{
    hl_flow_key key{};
    key.proto = proto;
    key.src_port = first;
    key.dst_port = second;
    key.marks = marks;
    return key;
}

hookline_flow row_of(const hl_flow_key& key, hl_flow_counters counters = {})
{
    return flow_row(key, counters, {}, 0);
}

struct Present {
    const char* name;
    hl_flow_key key;
    std::uint64_t present;
};
std::ostream& operator<<(std::ostream& out, const Present& one)
{
    return out << one.name;
}

const Present kPresent[] = {
    {"udp", key_of(17, 1, 2), bits(HOOKLINE_FLOW_SRC_PORT, HOOKLINE_FLOW_DST_PORT)},
    {"tcp", key_of(6, 1, 2), bits(HOOKLINE_FLOW_SRC_PORT, HOOKLINE_FLOW_DST_PORT, HOOKLINE_FLOW_TCP_FLAGS)},
    {"sctp", key_of(132, 1, 2), bits(HOOKLINE_FLOW_SRC_PORT, HOOKLINE_FLOW_DST_PORT)},
    {"icmp", key_of(1, 8, 0), bits(HOOKLINE_FLOW_ICMP_TYPE, HOOKLINE_FLOW_ICMP_CODE)},
    {"icmpv6", key_of(58, 128, 0), bits(HOOKLINE_FLOW_ICMP_TYPE, HOOKLINE_FLOW_ICMP_CODE)},
    {"esp", key_of(50, 1, 2), bits(HOOKLINE_FLOW_SPI)},
    {"ospf", key_of(89, 1, 2), bits(HOOKLINE_FLOW_OSPF_TYPE, HOOKLINE_FLOW_OSPF_VERSION)},
    {"arp", key_of(0x0806, 1, 0), bits(HOOKLINE_FLOW_ARP_OP)},
    {"lldp", key_of(0x88cc, 0, 0), bits()},
    {"later fragment", key_of(17, 0, 0, HL_MARK_FRAGMENT), bits(HOOKLINE_FLOW_MARKS)},
    {"truncated tcp", key_of(6, 0, 0, HL_MARK_TRUNCATED), bits(HOOKLINE_FLOW_MARKS)},
    {"gre without a key", key_of(47, 0x0800, 0, HL_MARK_TUNNEL),
     bits(HOOKLINE_FLOW_GRE_INNER, HOOKLINE_FLOW_GRE_FLAGS, HOOKLINE_FLOW_MARKS)},
    {"gre with a key", key_of(47, 0x0800, 0x2000, HL_MARK_TUNNEL),
     bits(HOOKLINE_FLOW_GRE_INNER, HOOKLINE_FLOW_GRE_FLAGS, HOOKLINE_FLOW_MARKS, HOOKLINE_FLOW_TUNNEL_ID)},
    {"ipv4 of a protocol without ports", key_of(103, 0, 0, HL_MARK_IPV4),
     bits(HOOKLINE_FLOW_SRC_ADDR, HOOKLINE_FLOW_DST_ADDR)},
};

BOOST_DATA_TEST_CASE(presence, boost::unit_test::data::make(kPresent), one)
{
    BOOST_TEST(row_of(one.key).present == one.present);
}

BOOST_AUTO_TEST_CASE(the_two_numbers_mean_what_the_protocol_says)
{
    BOOST_TEST(row_of(key_of(17, 53, 5353)).src_port == 53);
    BOOST_TEST(row_of(key_of(17, 53, 5353)).dst_port == 5353);
    BOOST_TEST(row_of(key_of(1, 3, 4)).icmp_type == 3);
    BOOST_TEST(row_of(key_of(1, 3, 4)).icmp_code == 4);
    BOOST_TEST(row_of(key_of(50, 0x1234, 0x5678)).spi == 0x12345678u);
    BOOST_TEST(row_of(key_of(47, 0x86dd, 0xb000)).gre_inner == 0x86dd);
    BOOST_TEST(row_of(key_of(47, 0x86dd, 0xb000)).gre_flags == 0xb000);
    BOOST_TEST(row_of(key_of(89, 4, 2)).ospf_type == 4);
    BOOST_TEST(row_of(key_of(89, 4, 2)).ospf_version == 2);
    BOOST_TEST(row_of(key_of(0x0806, 2, 0)).arp_op == 2);
    BOOST_TEST(row_of(key_of(17, 53, 5353)).icmp_type == 0);
}

BOOST_AUTO_TEST_CASE(our_own_marks_stay_inside)
{
    const auto row = row_of(key_of(17, 1, 2, HL_MARK_IPV6 | HL_MARK_TUNNEL));
    BOOST_TEST(row.marks == HOOKLINE_MARK_TUNNEL);
}

BOOST_AUTO_TEST_CASE(counters_times_and_place)
{
    auto key = key_of(6, 1, 2, HL_MARK_IPV4);
    key.src_addr[15] = 7;
    key.dst_addr[0] = 9;
    key.direction = HL_DIRECTION_OUT;
    key.vlan_id = 101;
    key.inner_vlan_id = 202;
    hl_flow_counters counters{};
    counters.packets = 3;
    counters.bytes = 4000;
    counters.first_ns = 100;
    counters.last_ns = 250;
    counters.tcp_flags = 0x12;
    const auto row = flow_row(key, counters, {"eth0", 4}, 1000);
    BOOST_TEST(row.packets == 3u);
    BOOST_TEST(row.bytes == 4000u);
    BOOST_TEST(row.first == 1100);
    BOOST_TEST(row.last == 1250);
    BOOST_TEST(row.tcp_flags == 0x12);
    BOOST_TEST(row.src_addr[15] == 7);
    BOOST_TEST(row.dst_addr[0] == 9);
    BOOST_TEST(row.direction == HOOKLINE_DIRECTION_OUT);
    BOOST_TEST(row.vlan == 101);
    BOOST_TEST(row.inner_vlan == 202);
    BOOST_TEST(std::string(row.interface.data, row.interface.size) == "eth0");
    BOOST_TEST(row.present == bits(HOOKLINE_FLOW_SRC_ADDR, HOOKLINE_FLOW_DST_ADDR, HOOKLINE_FLOW_SRC_PORT,
                                   HOOKLINE_FLOW_DST_PORT, HOOKLINE_FLOW_TCP_FLAGS, HOOKLINE_FLOW_DIRECTION,
                                   HOOKLINE_FLOW_INTERFACE, HOOKLINE_FLOW_VLAN, HOOKLINE_FLOW_INNER_VLAN,
                                   HOOKLINE_FLOW_FIRST, HOOKLINE_FLOW_LAST));
}

}  // namespace
