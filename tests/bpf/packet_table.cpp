#include "packet_table.hpp"

#include <arpa/inet.h>

#include <array>
#include <cstring>
#include <sstream>
#include <utility>

namespace hookline::test {

namespace {

const std::string kA = "10.0.0.1";
const std::string kB = "192.168.7.9";
const std::string kA6 = "2001:db8::1";
const std::string kB6 = "fd77::2";

// Of an L3 device. test_run takes the EtherType from where an Ethernet header would have it, which is inside of the
// source address: these say 0x0800 and 0x86dd there.
const std::string kL3A = "8.0.0.1";
const std::string kL3A6 = "2001:db8:86dd::1";

using Cases = std::vector<PacketCase>;

Expected ipv4(std::uint16_t proto, std::uint16_t src_port = 0, std::uint16_t dst_port = 0)
{
    return {.proto = proto, .source = kA, .destination = kB, .src_port = src_port, .dst_port = dst_port};
}

Expected ipv6(std::uint16_t proto, std::uint16_t src_port = 0, std::uint16_t dst_port = 0)
{
    return {.proto = proto, .source = kA6, .destination = kB6, .src_port = src_port, .dst_port = dst_port};
}

Expected named(std::uint16_t proto)
{
    return {.proto = proto};
}

Expected cut(Expected expected)
{
    expected.marks |= HL_MARK_TRUNCATED;
    return expected;
}

Expected tunnel(Expected expected, std::uint32_t id, std::uint32_t inner_header_size = 0)
{
    expected.marks |= HL_MARK_TUNNEL;
    expected.tunnel_id = id;
    expected.inner_header_size = inner_header_size;
    return expected;
}

Expected in_vlan(Expected expected, std::uint16_t vlan, std::uint16_t inner_vlan = 0)
{
    expected.vlan = vlan;
    expected.inner_vlan = inner_vlan;
    return expected;
}

Expected headers(Expected expected, std::uint32_t size)
{
    expected.header_size = size;
    return expected;
}

Expected flags(Expected expected, std::uint8_t tcp_flags)
{
    expected.tcp_flags = tcp_flags;
    return expected;
}

Expected first_fragment(Expected expected, std::uint32_t id)
{
    expected.fragment = HL_FRAGMENT_FIRST;
    expected.fragment_id = id;
    return expected;
}

Expected later_fragment(Expected expected, std::uint32_t id)
{
    expected.fragment = HL_FRAGMENT_LATER;
    expected.fragment_id = id;
    expected.marks |= HL_MARK_FRAGMENT;
    return expected;
}

PacketBuilder eth4()
{
    return packet().eth().ipv4(kA, kB);
}

PacketBuilder eth6()
{
    return packet().eth().ipv6(kA6, kB6);
}

void add_transport(Cases& cases)
{
    cases.push_back(
        {"IPv4 TCP", eth4().tcp(40000, 443, 0x12).payload(100).bytes(), headers(flags(ipv4(6, 40000, 443), 0x12), 54)});
    cases.push_back(
        {"IPv4 TCP with options", eth4().tcp(1, 2, 0x02, 5).bytes(), headers(flags(ipv4(6, 1, 2), 0x02), 74)});
    cases.push_back({"IPv4 UDP", eth4().udp(5353, 53).payload(20).bytes(), headers(ipv4(17, 5353, 53), 42)});
    cases.push_back({"IPv4 UDP-Lite", eth4().udp_lite(7, 8).payload(20).bytes(), ipv4(136, 7, 8)});
    cases.push_back({"IPv4 SCTP", eth4().sctp(36412, 2905).payload(32).bytes(), headers(ipv4(132, 36412, 2905), 46)});
    cases.push_back({"IPv4 DCCP", eth4().dccp(5001, 5002).bytes(), ipv4(33, 5001, 5002)});
    cases.push_back({"IPv4 ICMP echo", eth4().icmp(8, 0).payload(56).bytes(), ipv4(1, 8, 0)});
    cases.push_back({"IPv4 ICMP unreachable", eth4().icmp(3, 13).bytes(), ipv4(1, 3, 13)});
    cases.push_back({"IPv4 IGMP report", eth4().igmp(0x22).bytes(), ipv4(2, 0x22, 0)});
    cases.push_back({"IPv4 ESP", eth4().esp(0xdeadbeef).payload(40).bytes(), ipv4(50, 0xdead, 0xbeef)});
    cases.push_back({"IPv4 AH", eth4().ah(0x12345678).payload(40).bytes(), ipv4(51, 0x1234, 0x5678)});
    cases.push_back({"IPv4 OSPF hello", eth4().ospf(1).bytes(), ipv4(89, 1, 2)});
    cases.push_back({"IPv4 protocol without a parser", eth4().protocol(253).payload(20).bytes(), ipv4(253)});
    cases.push_back({"IPv4 without payload", eth4().protocol(253).bytes(), headers(ipv4(253), 34)});
    cases.push_back(
        {"IPv4 options", eth4().ipv4_options(3).udp(1000, 2000).payload(9).bytes(), headers(ipv4(17, 1000, 2000), 54)});
    cases.push_back(
        {"IPv4 all options", eth4().ipv4_options(10).tcp(3, 4).bytes(), headers(flags(ipv4(6, 3, 4), 0x10), 94)});
    cases.push_back(
        {"IPv6 TCP", eth6().tcp(40000, 443, 0x18).payload(10).bytes(), headers(flags(ipv6(6, 40000, 443), 0x18), 74)});
    cases.push_back({"IPv6 UDP", eth6().udp(5353, 53).payload(10).bytes(), headers(ipv6(17, 5353, 53), 62)});
    cases.push_back({"IPv6 SCTP", eth6().sctp(9, 10).bytes(), ipv6(132, 9, 10)});
    cases.push_back({"IPv6 ICMPv6", eth6().icmpv6(135, 0).payload(24).bytes(), ipv6(58, 135, 0)});
    cases.push_back({"IPv6 ESP", eth6().esp(0x00010002).bytes(), ipv6(50, 1, 2)});
    cases.push_back({"IPv6 OSPFv3", eth6().ospf(4, 3).bytes(), ipv6(89, 4, 3)});
    cases.push_back({"IPv6 no next header", eth6().protocol(59).bytes(), ipv6(59)});
}

void add_ipv6_extensions(Cases& cases)
{
    cases.push_back({"IPv6 hop-by-hop", eth6().extension(0).icmpv6(143, 0).bytes(), headers(ipv6(58, 143, 0), 62)});
    cases.push_back({"IPv6 routing", eth6().extension(43, 24).udp(1, 2).bytes(), headers(ipv6(17, 1, 2), 86)});
    cases.push_back(
        {"IPv6 destination options", eth6().extension(60, 40).tcp(5, 6).bytes(), flags(ipv6(6, 5, 6), 0x10)});
    cases.push_back({"IPv6 mobility alone", eth6().extension(135, 16).bytes(), ipv6(135)});
    cases.push_back({"IPv6 mobility, then UDP", eth6().extension(135, 16).udp(9, 8).bytes(), ipv6(17, 9, 8)});
    cases.push_back({"IPv6 HIP", eth6().extension(139, 40).bytes(), ipv6(139)});
    cases.push_back(
        {"IPv6 shim6, then TCP", eth6().extension(140).tcp(9, 8, 0x04).bytes(), flags(ipv6(6, 9, 8), 0x04)});
    cases.push_back({"IPv6 AH is the row", eth6().extension(0).ah(0x00070008).bytes(), ipv6(51, 7, 8)});
    cases.push_back({"IPv6 chain of four",
                     eth6().extension(0).extension(43).extension(60, 16).extension(60).udp(53, 54).bytes(),
                     ipv6(17, 53, 54)});
    auto eight = eth6();
    auto nine = eth6();
    for (int i = 0; i < 8; ++i) {
        eight.extension(60);
        nine.extension(60);
    }
    cases.push_back({"IPv6 chain of eight", eight.udp(53, 54).bytes(), ipv6(17, 53, 54)});
    cases.push_back({"IPv6 chain of nine: named by the ninth", nine.extension(43).udp(53, 54).bytes(), ipv6(43)});
    cases.push_back({"IPv6 a long extension header", eth6().extension(60, 1024).udp(53, 54).bytes(),
                     headers(ipv6(17, 53, 54), 54 + 1024 + 8)});
    cases.push_back({"IPv6 hop-by-hop, no next header", eth6().extension(0).bytes(), ipv6(59)});
}

void add_fragments(Cases& cases)
{
    cases.push_back({"IPv4 first fragment", eth4().ipv4_fragment(777, 0, true).udp(5000, 6000).payload(1472).bytes(),
                     first_fragment(ipv4(17, 5000, 6000), 777)});
    cases.push_back({"IPv4 later fragment", eth4().ipv4_fragment(778, 1480, true).protocol(17).payload(1480).bytes(),
                     later_fragment(ipv4(17), 778)});
    cases.push_back({"IPv4 last fragment", eth4().ipv4_fragment(779, 2960, false).protocol(6).payload(5).bytes(),
                     later_fragment(ipv4(6), 779)});
    cases.push_back({"IPv4 tiny first fragment of TCP",
                     eth4().ipv4_fragment(780, 0, true).protocol(6).raw({0x9c, 0x40, 0, 80, 0, 0, 0, 1}).bytes(),
                     first_fragment(ipv4(6, 40000, 80), 780)});
    cases.push_back({"IPv6 first fragment", eth6().ipv6_fragment(0x01020304, 0, true).udp(7, 9).payload(800).bytes(),
                     first_fragment(ipv6(17, 7, 9), 0x01020304)});
    cases.push_back({"IPv6 later fragment",
                     eth6().ipv6_fragment(0x01020305, 800, false).protocol(17).payload(20).bytes(),
                     later_fragment(ipv6(17), 0x01020305)});
    cases.push_back({"IPv6 later fragment whose head has options",
                     eth6().extension(0).ipv6_fragment(5, 800, true).protocol(60).payload(20).bytes(),
                     later_fragment(ipv6(60), 5)});
    cases.push_back({"IPv6 first fragment with options",
                     eth6().ipv6_fragment(6, 0, true).extension(60).udp(70, 90).payload(64).bytes(),
                     first_fragment(ipv6(17, 70, 90), 6)});
    cases.push_back({"IPv6 atomic fragment", eth6().ipv6_fragment(7, 0, false).udp(7, 9).bytes(), ipv6(17, 7, 9)});
}

void add_link(Cases& cases)
{
    const auto udp = ipv4(17, 1, 2);
    cases.push_back({"VLAN", packet().eth().vlan(5).ipv4(kA, kB).udp(1, 2).bytes(), headers(in_vlan(udp, 5), 46)});
    cases.push_back({"VLAN priority tag", packet().eth().vlan(0).ipv4(kA, kB).udp(1, 2).bytes(), udp});
    cases.push_back(
        {"VLAN IPv6", packet().eth().vlan(4094).ipv6(kA6, kB6).udp(1, 2).bytes(), in_vlan(ipv6(17, 1, 2), 4094)});
    cases.push_back(
        {"QinQ", packet().eth().vlan(100, 0x88a8).vlan(200).ipv4(kA, kB).udp(1, 2).bytes(), in_vlan(udp, 100, 200)});
    cases.push_back({"QinQ, old TPID", packet().eth().vlan(100, 0x9100).vlan(200).ipv4(kA, kB).udp(1, 2).bytes(),
                     in_vlan(udp, 100, 200)});
    cases.push_back({"three tags", packet().eth().vlan(1).vlan(2).vlan(3).ipv4(kA, kB).udp(1, 2).bytes(),
                     headers(in_vlan(udp, 1, 2), 54)});
    auto eight = packet().eth();
    auto nine = packet().eth();
    for (std::uint16_t i = 0; i < 8; ++i) {
        eight.vlan(static_cast<std::uint16_t>(10 + i));
        nine.vlan(static_cast<std::uint16_t>(10 + i));
    }
    cases.push_back({"eight tags", eight.ipv4(kA, kB).udp(1, 2).bytes(), in_vlan(udp, 10, 11)});
    cases.push_back({"nine tags: named by the ninth", nine.vlan(30).ipv4(kA, kB).udp(1, 2).bytes(),
                     in_vlan(named(0x8100), 10, 11)});
    cases.push_back({"VLAN ARP", packet().eth().vlan(5).arp(1, kA, kB).bytes(),
                     in_vlan({.proto = 0x0806, .source = kA, .destination = kB, .src_port = 1}, 5)});
    cases.push_back({"ARP request",
                     packet().eth().arp(1, kA, kB).bytes(),
                     {.proto = 0x0806, .source = kA, .destination = kB, .src_port = 1}});
    cases.push_back({"ARP reply, padded",
                     packet().eth().arp(2, kB, kA).padding(18).bytes(),
                     {.proto = 0x0806, .source = kB, .destination = kA, .src_port = 2}});
    cases.push_back({"RARP",
                     packet().eth().arp(3, kA, kB, 0x8035).bytes(),
                     {.proto = 0x8035, .source = kA, .destination = kB, .src_port = 3}});
    cases.push_back({"ARP of another protocol",
                     packet().eth().arp(1, kA, kB).set8(26, 0x09).bytes(),
                     {.proto = 0x0806, .src_port = 1}});
    cases.push_back({"LLDP", packet().eth().protocol(0x88cc).payload(60).bytes(), named(0x88cc)});
    cases.push_back(
        {"an EtherType that nobody knows", packet().eth().protocol(0x9999).payload(46).bytes(), named(0x9999)});
    cases.push_back({"the smallest EtherType", packet().eth().protocol(0x0600).payload(46).bytes(), named(0x0600)});
    cases.push_back({"STP", packet().eth_length().llc(0x42, 0x42, 3).payload(35).padding(8).bytes(), named(0x0142)});
    cases.push_back({"LLC in a VLAN", packet().eth().vlan(7).protocol(38).llc(0x42, 0x42, 3).payload(35).bytes(),
                     in_vlan(named(0x0142), 7)});
    cases.push_back({"CDP: SNAP of a vendor", packet().eth_length().snap(0x00000c).protocol(0x2000).payload(40).bytes(),
                     named(0x01aa)});
    cases.push_back(
        {"SNAP IPv4", packet().eth_length().snap().ipv4(kA, kB).udp(1, 2).payload(4).bytes(), headers(udp, 50)});
    cases.push_back({"SNAP ARP",
                     packet().eth_length().snap().arp(1, kA, kB).bytes(),
                     {.proto = 0x0806, .source = kA, .destination = kB, .src_port = 1}});
}

void add_labels_and_sessions(Cases& cases)
{
    cases.push_back({"MPLS IPv4", packet().eth().mpls(16, true).ipv4(kA, kB).udp(1, 2).bytes(), ipv4(17, 1, 2)});
    cases.push_back({"MPLS IPv6, three labels",
                     packet().eth().mpls(16, false).mpls(17, false).mpls(18, true).ipv6(kA6, kB6).tcp(1, 2).bytes(),
                     flags(ipv6(6, 1, 2), 0x10)});
    cases.push_back(
        {"MPLS multicast", packet().eth().mpls(16, true, 0x8848).ipv4(kA, kB).udp(1, 2).bytes(), ipv4(17, 1, 2)});
    cases.push_back({"VLAN, MPLS", packet().eth().vlan(9).mpls(16, true).ipv4(kA, kB).udp(1, 2).bytes(),
                     in_vlan(ipv4(17, 1, 2), 9)});
    cases.push_back({"MPLS pseudowire", packet().eth().mpls(16, true).payload(60, 0).bytes(), named(0x8847)});
    auto sixteen = packet().eth();
    auto seventeen = packet().eth();
    for (std::uint32_t i = 0; i < 16; ++i) {
        sixteen.mpls(100 + i, i == 15);
        seventeen.mpls(100 + i, false);
    }
    cases.push_back({"MPLS sixteen labels", sixteen.ipv4(kA, kB).udp(1, 2).bytes(), ipv4(17, 1, 2)});
    cases.push_back({"MPLS seventeen labels", seventeen.mpls(1, true).ipv4(kA, kB).udp(1, 2).bytes(), named(0x8847)});
    cases.push_back(
        {"PPPoE IPv4", packet().eth().pppoe(0x11).ipv4(kA, kB).udp(1, 2).bytes(), headers(ipv4(17, 1, 2), 50)});
    cases.push_back(
        {"PPPoE IPv6", packet().eth().pppoe(0x11).ipv6(kA6, kB6).tcp(1, 2).bytes(), flags(ipv6(6, 1, 2), 0x10)});
    cases.push_back({"PPPoE LCP", packet().eth().pppoe(0x11).payload(20).bytes(), named(0x8864)});
    cases.push_back(
        {"PPPoE session, code not 0", packet().eth().pppoe(0x11, 7).ipv4(kA, kB).udp(1, 2).bytes(), named(0x8864)});
    cases.push_back({"PPPoE discovery", packet().eth().protocol(0x8863).payload(46).bytes(), named(0x8863)});
    cases.push_back(
        {"VLAN, PPPoE", packet().eth().vlan(35).pppoe(1).ipv4(kA, kB).udp(1, 2).bytes(), in_vlan(ipv4(17, 1, 2), 35)});
}

void add_tunnels(Cases& cases)
{
    const auto inner4 = packet().eth().ipv4("172.16.0.1", "172.16.0.2").tcp(100, 200, 0x10, 3).payload(50).bytes();
    const auto inner6 = packet().ipv6("fd00::1", "fd00::2").udp(100, 200).payload(50).bytes();
    const auto tagged = packet().eth().vlan(3).ipv4("172.16.0.1", "172.16.0.2").udp(100, 200).bytes();
    const Bytes inner4_l3(inner4.begin() + 14, inner4.end());
    cases.push_back({"VXLAN", eth4().udp(50000, 4789).vxlan(0x123456).raw(inner4).bytes(),
                     tunnel(ipv4(17, 50000, 4789), 0x123456, 14 + 20 + 8 + 8 + 14 + 20 + 32)});
    cases.push_back({"VXLAN with an inner tag", eth6().udp(50000, 4789).vxlan(7).raw(tagged).bytes(),
                     tunnel(ipv6(17, 50000, 4789), 7, 14 + 40 + 8 + 8 + 18 + 20 + 8)});
    cases.push_back(
        {"VXLAN's port, no VNI", eth4().udp(50000, 4789).vxlan(5, 0).raw(inner4).bytes(), ipv4(17, 50000, 4789)});
    cases.push_back(
        {"VXLAN's port as source", eth4().udp(4789, 50000).vxlan(5).raw(inner4).bytes(), ipv4(17, 4789, 50000)});
    cases.push_back({"GENEVE", eth4().udp(50001, 6081).geneve(0x00abcd, 3).raw(inner4).bytes(),
                     tunnel(ipv4(17, 50001, 6081), 0x00abcd, 14 + 20 + 8 + 20 + 14 + 20 + 32)});
    cases.push_back({"GTP-U", eth4().udp(2152, 2152).gtp_u(0xcafe0001).raw(inner4_l3).bytes(),
                     tunnel(ipv4(17, 2152, 2152), 0xcafe0001, 14 + 20 + 8)});
    cases.push_back({"GTP-U echo is no tunnel", eth4().udp(2152, 2152).gtp_u(0, 1).bytes(), ipv4(17, 2152, 2152)});
    cases.push_back({"GRE", eth4().gre(0).raw(inner4_l3).set8(inner4_l3.size() + 2, 0x08).bytes(),
                     tunnel(ipv4(47, 0x0800, 0), 0, 14 + 20 + 4 + 20 + 32)});
    cases.push_back({"GRE with a key", eth4().gre(0x2000, 0x99).ipv6("fd00::1", "fd00::2").udp(1, 2).bytes(),
                     tunnel(ipv4(47, 0x86dd, 0x2000), 0x99, 14 + 20 + 8 + 40 + 8)});
    cases.push_back({"GRE with everything", eth6().gre(0xb000, 0x01020304).ipv4(kA, kB).udp(1, 2).bytes(),
                     tunnel(ipv6(47, 0x0800, 0xb000), 0x01020304, 14 + 40 + 16 + 20 + 8)});
    cases.push_back({"GRE with Ethernet inside", eth4().gre(0x2000, 5, 0x6558).raw(inner4).bytes(),
                     tunnel(ipv4(47, 0x6558, 0x2000), 5, 14 + 20 + 8 + 14 + 20 + 32)});
    cases.push_back({"GRE of PPTP", eth4().gre(0x2001, 0x00280007, 0x880b).payload(40).bytes(),
                     tunnel(ipv4(47, 0x880b, 0x2001), 7)});
    cases.push_back(
        {"IP in IP", eth4().ipv4("172.16.0.1", "172.16.0.2").udp(1, 2).bytes(), tunnel(ipv4(4), 0, 14 + 20 + 20 + 8)});
    cases.push_back({"IPv6 in IPv4", eth4().raw({}).ipv6("fd00::1", "fd00::2").tcp(1, 2).bytes(),
                     tunnel(ipv4(41), 0, 14 + 20 + 40 + 20)});
    cases.push_back({"IPv4 in IPv6", eth6().ipv4("172.16.0.1", "172.16.0.2").udp(1, 2).bytes(),
                     tunnel(ipv6(4), 0, 14 + 40 + 20 + 8)});
    cases.push_back(
        {"IPv6 in IPv6", eth6().raw(Bytes{}).protocol(41).raw(inner6).bytes(), tunnel(ipv6(41), 0, 14 + 40 + 40 + 8)});
    cases.push_back({"L2TPv3", eth4().l2tp(0xaabbccdd).payload(40).bytes(), tunnel(ipv4(115), 0xaabbccdd)});
    cases.push_back({"VXLAN first fragment",
                     eth4().ipv4_fragment(42, 0, true).udp(50000, 4789).vxlan(9).raw(inner4).bytes(),
                     first_fragment(tunnel(ipv4(17, 50000, 4789), 9), 42)});
}

void add_wrong_and_cut(Cases& cases)
{
    cases.push_back({"EtherType IPv4, version 6", eth4().udp(1, 2).set8(28, 0x65).bytes(), named(HL_PROTO_BAD_IP)});
    cases.push_back({"EtherType IPv6, version 4", eth6().udp(1, 2).set8(48, 0x40).bytes(), named(HL_PROTO_BAD_IP)});
    cases.push_back({"IPv4, IHL of 4", eth4().udp(1, 2).set8(28, 0x44).bytes(), named(HL_PROTO_BAD_IP)});
    cases.push_back({"IPv4, total length below IHL", eth4().udp(1, 2).length_as(19).bytes(), named(HL_PROTO_BAD_IP)});
    cases.push_back(
        {"IPv4, total length 0 (offload)", eth4().udp(1, 2).payload(9).length_as(0).bytes(), ipv4(17, 1, 2)});
    cases.push_back(
        {"IPv6, payload length 0 (offload)", eth6().udp(1, 2).payload(9).length_as(0).bytes(), ipv6(17, 1, 2)});
    cases.push_back({"IPv4, cut header", packet().eth().protocol(0x0800).raw({0x45, 0, 0, 60}).bytes(),
                     cut(named(HL_PROTO_BAD_IP))});
    cases.push_back(
        {"IPv4, cut options", eth4().ipv4_options(2).protocol(17).set8(8, 0).length_as(60).bytes(), cut(ipv4(17))});
    cases.push_back({"IPv4 UDP, cut ports", eth4().protocol(17).raw({0, 1, 0}).length_as(40).bytes(), cut(ipv4(17))});
    cases.push_back({"IPv4 UDP in padding only", eth4().protocol(17).padding(26).bytes(), cut(ipv4(17))});
    cases.push_back({"IPv6 TCP in padding only", eth6().protocol(6).raw({1, 2}).padding(26).bytes(), cut(ipv6(6))});
    cases.push_back(
        {"IPv6 cut in the chain", eth6().extension(0).protocol(60).raw({17}).length_as(60).bytes(), cut(ipv6(60))});
    cases.push_back({"VLAN, cut tag", packet().eth().protocol(0x8100).raw({0, 5}).bytes(), cut(named(0x8100))});
    cases.push_back({"MPLS, cut stack", packet().eth().mpls(16, false).raw({0, 1}).bytes(), cut(named(0x8847))});
    cases.push_back({"ARP, cut", packet().eth().protocol(0x0806).raw({0, 1, 8, 0, 6}).bytes(), cut(named(0x0806))});
}

void add_network_layer(Cases& cases)
{
    const Expected l3_4 = {.proto = 17, .source = kL3A, .destination = kB, .src_port = 1, .dst_port = 2};
    const Expected l3_6 = {.proto = 17, .source = kL3A6, .destination = kB6, .src_port = 1, .dst_port = 2};
    cases.push_back(
        {"L3 device, IPv4", packet().ipv4(kL3A, kB).udp(1, 2).payload(9).bytes(), headers(l3_4, 28), 0x0800});
    cases.push_back(
        {"L3 device, IPv6", packet().ipv6(kL3A6, kB6).udp(1, 2).payload(9).bytes(), headers(l3_6, 48), 0x86dd});
    cases.push_back({"L3 device, EtherType and version differ", packet().ipv6("2001:db8:800::1", kB6).udp(1, 2).bytes(),
                     named(HL_PROTO_BAD_IP), 0x0800});
    cases.push_back({"L3 device, another EtherType", packet().payload(12).raw({0x88, 0xcc}).payload(20).bytes(),
                     named(0x88cc), 0x88cc});
}

}  // namespace

const std::vector<PacketCase>& packet_table()
{
    static const Cases kTable = [] {
        Cases cases;
        add_transport(cases);
        add_ipv6_extensions(cases);
        add_fragments(cases);
        add_link(cases);
        add_labels_and_sessions(cases);
        add_tunnels(cases);
        add_wrong_and_cut(cases);
        add_network_layer(cases);
        return cases;
    }();
    return kTable;
}

namespace {

void set_address(std::uint8_t (&field)[16], const std::string& address)
{
    if (address.find(':') != std::string::npos) {
        inet_pton(AF_INET6, address.c_str(), field);
        return;
    }
    field[10] = field[11] = 0xff;
    inet_pton(AF_INET, address.c_str(), field + 12);
}

std::string address_text(const std::uint8_t (&field)[16])
{
    std::array<char, INET6_ADDRSTRLEN> text{};
    return inet_ntop(AF_INET6, field, text.data(), text.size());
}

}  // namespace

hl_flow_key key_of(const Expected& expected)
{
    hl_flow_key key{};
    key.proto = expected.proto;
    key.src_port = expected.src_port;
    key.dst_port = expected.dst_port;
    key.tunnel_id = expected.tunnel_id;
    key.vlan_id = expected.vlan;
    key.inner_vlan_id = expected.inner_vlan;
    key.marks = expected.marks;
    if (expected.source.empty()) return key;
    set_address(key.src_addr, expected.source);
    set_address(key.dst_addr, expected.destination);
    key.marks |= expected.source.find(':') == std::string::npos ? HL_MARK_IPV4 : HL_MARK_IPV6;
    return key;
}

std::string describe(const hl_flow_key& key)
{
    std::ostringstream out;
    out << std::hex << "proto 0x" << key.proto << std::dec << ' ' << address_text(key.src_addr) << ' ' << key.src_port
        << " > " << address_text(key.dst_addr) << ' ' << key.dst_port << ", marks " << int{key.marks} << ", tunnel "
        << key.tunnel_id << ", vlan " << key.vlan_id << '/' << key.inner_vlan_id << ", ifindex " << key.ifindex
        << ", direction " << int{key.direction};
    return out.str();
}

bool same_key(const hl_flow_key& a, const hl_flow_key& b)
{
    return std::memcmp(&a, &b, sizeof(a)) == 0;
}

}  // namespace hookline::test
