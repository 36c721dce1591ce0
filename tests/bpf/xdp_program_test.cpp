// SPDX-License-Identifier: MIT
// The XDP program in the kernel, over the packet table, loaded for frames in one buffer and in several.
#define BOOST_TEST_MODULE xdp_program
#define BOOST_TEST_NO_MAIN
#include <boost/test/unit_test.hpp>

#include "bpf_support/probes.hpp"
#include "link_kind.h"
#include "packet_table.hpp"
#include "xdp_object.hpp"

#include <bpf/libbpf.h>

#include <iostream>
#include <system_error>

using namespace hookline::test;

namespace {

constexpr std::uint32_t kDevice = 1;  // test_run's frames come from the loopback device

// What bpf_prog_test_run() takes; shorter frames are user space's to test.
bool can_run(const Bytes& frame)
{
    return frame.size() >= 15;
}

std::vector<XdpObject::Knobs> variants()
{
    std::vector<XdpObject::Knobs> all{{}};
    if (hookline::bpf::has_xdp_frags()) all.push_back({.multi_buffer = true});
    return all;
}

Row only_row(XdpObject& xdp)
{
    const auto& rows = xdp.rows();
    BOOST_REQUIRE_EQUAL(rows.size(), 1U);
    return rows.front();
}

void check_row(const Row& row, const PacketCase& packet_case)
{
    hl_flow_key expected = key_of(packet_case.expected);
    expected.ifindex = kDevice;
    expected.direction = HL_DIRECTION_IN;
    BOOST_TEST(describe(row.key) == describe(expected));
    BOOST_TEST(same_key(row.key, expected));
    BOOST_TEST(row.counters.packets == 1U);
    BOOST_TEST(row.counters.bytes == packet_case.bytes.size());
    BOOST_TEST(int{row.counters.tcp_flags} == int{packet_case.expected.tcp_flags});
}

}  // namespace

BOOST_AUTO_TEST_CASE(every_packet_has_its_row)
{
    for (const auto& knobs : variants()) {
        XdpObject xdp(knobs);
        for (const PacketCase& packet_case : packet_table()) {
            if (!can_run(packet_case.bytes)) continue;
            // XDP is not told the EtherType of what has no link header: what it is it must say itself.
            if (packet_case.ethertype != 0 && hl_ethertype_of_ip(packet_case.bytes[0]) != packet_case.ethertype)
                continue;
            BOOST_TEST_CONTEXT(packet_case.name << (knobs.multi_buffer ? ", several buffers" : ", one buffer"))
            {
                xdp.clear();
                xdp.set_link(kDevice, packet_case.ethertype != 0 ? HL_LINK_NONE : HL_LINK_ETHERNET);
                BOOST_TEST(xdp.run(packet_case.bytes) == XDP_PASS);
                check_row(only_row(xdp), packet_case);
            }
        }
    }
}

// Headers that the first buffer does not hold to their end.
BOOST_AUTO_TEST_CASE(headers_in_the_second_buffer)
{
    if (!hookline::bpf::has_xdp_frags()) return;
    XdpObject xdp({.multi_buffer = true});
    for (const PacketCase& packet_case : packet_table()) {
        if (packet_case.ethertype != 0) continue;
        for (const std::uint32_t linear : {14U, 15U, 30U, 40U, 60U}) {
            if (packet_case.bytes.size() <= linear) continue;
            BOOST_TEST_CONTEXT(packet_case.name << ", " << linear << " bytes in the first buffer")
            {
                xdp.clear();
                try {
                    BOOST_TEST(xdp.run(packet_case.bytes, linear) == XDP_PASS);
                } catch (const std::system_error&) {
                    BOOST_TEST_MESSAGE("this kernel does not split frames for a test run");
                    return;
                }
                check_row(only_row(xdp), packet_case);
            }
        }
    }
}

BOOST_AUTO_TEST_CASE(a_frame_in_several_buffers_counts_whole)
{
    if (!hookline::bpf::has_xdp_frags()) return;
    XdpObject xdp({.multi_buffer = true});
    const Bytes frame = packet().eth().ipv4("10.0.0.1", "10.0.0.2").udp(1, 2).payload(8900).bytes();
    BOOST_TEST(xdp.run(frame) == XDP_PASS);
    const Row row = only_row(xdp);
    BOOST_TEST(row.counters.packets == 1U);
    BOOST_TEST(row.counters.bytes == frame.size());
    BOOST_TEST(row.key.src_port == 1);
}

BOOST_AUTO_TEST_CASE(arp_can_be_left_out)
{
    XdpObject xdp({.no_arp = true});
    const Bytes arp = packet().eth().vlan(5).arp(1, "10.0.0.1", "10.0.0.2").bytes();
    BOOST_TEST(xdp.run(arp) == XDP_PASS);
    BOOST_TEST(xdp.rows().empty());
    BOOST_TEST(xdp.stats()[HL_SEEN].packets == 1U);
    BOOST_TEST(xdp.stats()[HL_FILTERED_NO_ARP].bytes == arp.size());
}

BOOST_AUTO_TEST_CASE(an_unknown_link_has_rows_without_a_protocol)
{
    XdpObject xdp({});
    xdp.set_link(kDevice, HL_LINK_OTHER);
    BOOST_TEST(xdp.run(packet().eth().ipv4("10.0.0.1", "10.0.0.2").udp(1, 2).bytes()) == XDP_PASS);
    BOOST_TEST(only_row(xdp).key.proto == HL_PROTO_UNKNOWN_LINK);
}

int main(int argc, char** argv)
{
    libbpf_set_print(nullptr);
    try {
        XdpObject({});
    } catch (const std::system_error& error) {
        if (error.code().value() != EPERM) throw;
        std::cout << "skipped: BPF is not permitted here: " << error.what() << '\n';
        return 77;
    }
    return boost::unit_test::unit_test_main([] { return true; }, argc, argv);
}
