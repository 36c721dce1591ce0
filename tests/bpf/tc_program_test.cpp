// The tc programs in the kernel, over the packet table and at their limits.
#define BOOST_TEST_MODULE tc_program
#define BOOST_TEST_NO_MAIN
#include <boost/test/unit_test.hpp>

#include "packet_table.hpp"
#include "tc_object.hpp"

#include "bpf_support/slot_clock.hpp"
#include "link_kind.h"
#include "wire_size.h"

#include <bpf/bpf.h>
#include <bpf/libbpf.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <iostream>
#include <thread>

#include "push_tag.skel.h"
#include "tc.skel.h"

using namespace hookline::test;

namespace {

constexpr int kNext = -1;            // TCX_NEXT
constexpr std::uint32_t kDevice = 1;  // test_run's packets come from the loopback device

// What bpf_prog_test_run() takes: an Ethernet header and a byte, and with EtherType IP a whole IP header. The shorter
// ones are user space's to test; behind a tag the kernel takes them too.
bool can_run(const Bytes& bytes)
{
    if (bytes.size() < 15) return false;
    const int ethertype = bytes[12] << 8 | bytes[13];
    return bytes.size() >= 14U + (ethertype == 0x0800 ? 20 : ethertype == 0x86dd ? 40 : 0);
}

// What the map must hold for a case that ran alone.
hl_flow_key key_in_kernel(const Expected& expected, std::uint8_t direction)
{
    hl_flow_key key = key_of(expected);
    key.ifindex = kDevice;
    key.direction = direction;
    return key;
}

std::uint64_t packets_of(const std::vector<Row>& rows)
{
    std::uint64_t packets = 0;
    for (const Row& row : rows)
        packets += row.counters.packets;
    return packets;
}

std::uint64_t bytes_of(const std::vector<Row>& rows)
{
    std::uint64_t bytes = 0;
    for (const Row& row : rows)
        bytes += row.counters.bytes;
    return bytes;
}

Row only_row(TcObject& tc, int bank = 0)
{
    const std::vector<Row> rows = tc.rows(bank);
    BOOST_REQUIRE_EQUAL(rows.size(), 1U);
    return rows.front();
}

// seen = rows + filtered + lost, in packets and in bytes.
void check_balance(TcObject& tc)
{
    Stats stats = tc.stats();
    std::uint64_t packets = packets_of(tc.rows(0)) + packets_of(tc.rows(1));
    std::uint64_t bytes = bytes_of(tc.rows(0)) + bytes_of(tc.rows(1));
    for (std::size_t stat = HL_FILTERED_NO_ARP; stat < HL_STAT_COUNT; ++stat) {
        packets += stats[stat].packets;
        bytes += stats[stat].bytes;
    }
    BOOST_TEST(stats[HL_SEEN].packets == packets);
    BOOST_TEST(stats[HL_SEEN].bytes == bytes);
}

// Time stamps are known to a jiffy (10 ms at most), in units of 1.05 ms.
constexpr std::chrono::milliseconds kClockStep(25);

Bytes udp_packet(std::uint16_t source_port = 1)
{
    return packet().eth().ipv4("10.0.0.1", "10.0.0.2").udp(source_port, 2).payload(20).bytes();
}

Bytes tcp_packet(std::size_t payload)
{
    return packet().eth().ipv4("10.0.0.1", "10.0.0.2").tcp(1, 2, 0x10, 3).payload(payload).bytes();
}

__sk_buff super_packet(std::uint32_t gso_size, std::uint32_t gso_segs, std::uint32_t wire_len = 0)
{
    __sk_buff context{};
    context.gso_size = gso_size;
    context.gso_segs = gso_segs;
    context.wire_len = wire_len;
    return context;
}

}  // namespace

BOOST_AUTO_TEST_CASE(every_packet_has_its_row)
{
    TcObject tc;
    for (const PacketCase& packet_case : packet_table()) {
        if (!can_run(packet_case.bytes)) continue;
        for (const bool ingress : {true, false}) {
            BOOST_TEST_CONTEXT(packet_case.name << (ingress ? ", ingress" : ", egress"))
            {
                tc.clear();
                tc.set_link(kDevice, packet_case.ethertype != 0 ? HL_LINK_NONE : HL_LINK_ETHERNET);
                BOOST_TEST(tc.run(packet_case.bytes, {}, ingress) == kNext);
                const std::vector<Row> rows = tc.rows(0);
                BOOST_REQUIRE_EQUAL(rows.size(), 1U);
                const auto direction = static_cast<std::uint8_t>(ingress ? HL_DIRECTION_IN : HL_DIRECTION_OUT);
                const hl_flow_key expected = key_in_kernel(packet_case.expected, direction);
                BOOST_TEST(describe(rows[0].key) == describe(expected));
                BOOST_TEST(same_key(rows[0].key, expected));
                BOOST_TEST(rows[0].counters.packets == 1U);
                BOOST_TEST(rows[0].counters.bytes == packet_case.bytes.size());
                BOOST_TEST(int{rows[0].counters.tcp_flags} == int{packet_case.expected.tcp_flags});
            }
        }
    }
}

// The program and user space say the same of every cut of every packet, and nothing is lost.
BOOST_AUTO_TEST_CASE(the_kernel_and_user_space_agree_on_cut_packets)
{
    TcObject tc;
    std::uint64_t runs = 0;
    for (const PacketCase& packet_case : packet_table()) {
        if (packet_case.ethertype != 0) continue;
        for (std::size_t size = 15; size < std::min<std::size_t>(packet_case.bytes.size(), 200); ++size) {
            BOOST_TEST_CONTEXT(packet_case.name << " cut to " << size)
            {
                const Bytes bytes(packet_case.bytes.begin(), packet_case.bytes.begin() + static_cast<long>(size));
                hl_packet parsed;
                hl_parse_ethernet(bytes.data(), bytes.data() + size, 0, &parsed);
                if (!can_run(bytes) || parsed.fragment == HL_FRAGMENT_LATER)  // whose head may have come before
                    continue;
                tc.clear();
                BOOST_TEST(tc.run(bytes) == kNext);
                ++runs;
                parsed.key.ifindex = kDevice;
                parsed.key.direction = HL_DIRECTION_IN;
                const Row row = only_row(tc);
                BOOST_TEST(describe(row.key) == describe(parsed.key));
                BOOST_TEST(same_key(row.key, parsed.key));
            }
        }
    }
    const Stats stats = tc.stats();
    BOOST_TEST(stats[HL_SEEN].packets == runs);
    for (std::size_t stat = HL_FILTERED_NO_ARP; stat < HL_STAT_COUNT; ++stat)
        BOOST_TEST(stats[stat].packets == 0U);
}

// The same with bytes turned into others, as two segments: the bytes counted tell the size of the headers, those inside
// of tunnels included.
BOOST_AUTO_TEST_CASE(the_kernel_and_user_space_agree_on_damaged_packets)
{
    TcObject tc;
    std::uint32_t random = 1;
    for (const PacketCase& packet_case : packet_table()) {
        for (std::size_t at = 12; at < std::min<std::size_t>(packet_case.bytes.size(), 150); ++at) {
            Bytes bytes = packet_case.bytes;
            random = random * 1664525 + 1013904223;
            bytes[at] = static_cast<std::uint8_t>(random >> 24);
            hl_packet parsed;
            hl_parse_ethernet(bytes.data(), bytes.data() + bytes.size(), 1, &parsed);
            if (!can_run(bytes) || parsed.fragment != HL_FRAGMENT_NONE) continue;
            BOOST_TEST_CONTEXT(packet_case.name << ", byte " << at << " is " << int{bytes[at]})
            {
                tc.clear();
                BOOST_TEST(tc.run(bytes, super_packet(1000, 2)) == kNext);
                parsed.key.ifindex = kDevice;
                parsed.key.direction = HL_DIRECTION_IN;
                const Row row = only_row(tc);
                BOOST_TEST(describe(row.key) == describe(parsed.key));
                BOOST_TEST(same_key(row.key, parsed.key));
                BOOST_TEST(row.counters.bytes == bytes.size() + parsed.header_size);
                BOOST_TEST(int{row.counters.tcp_flags} == int{parsed.tcp_flags});
            }
        }
    }
}

BOOST_AUTO_TEST_CASE(counters_add_up)
{
    TcObject tc;
    tc.run(tcp_packet(0));
    Bytes finish = tcp_packet(100);
    finish[14 + 20 + 13] = 0x01;
    BOOST_TEST(tc.run(finish, {}, true, 1000) == kNext);
    const Row row = only_row(tc);
    BOOST_TEST(row.counters.packets == 1001U);
    BOOST_TEST(row.counters.bytes == 66U + 1000U * 166U);
    BOOST_TEST(int{row.counters.tcp_flags} == 0x11);
    check_balance(tc);
}

BOOST_AUTO_TEST_CASE(time_stamps_are_of_the_first_and_the_last_packet)
{
    TcObject tc;
    const auto now = [] { return static_cast<std::uint64_t>(hookline::bpf::SlotClock::now().monotonic_ns); };
    const auto tick = [] { std::this_thread::sleep_for(kClockStep); };
    const auto before = now();
    tick();
    tc.run(udp_packet());
    tick();
    const auto between = now();
    tick();
    tc.run(udp_packet());
    tick();
    const Row row = only_row(tc);
    BOOST_TEST(row.counters.first_ns > before);
    BOOST_TEST(row.counters.first_ns < between);
    BOOST_TEST(row.counters.last_ns > between);
    BOOST_TEST(row.counters.last_ns < now());
}

BOOST_AUTO_TEST_CASE(super_packets_count_as_their_segments)
{
    TcObject tc;
    const Bytes bytes = tcp_packet(3000);  // three segments of 1000, with headers of 66 bytes
    const auto counted = [&](const __sk_buff& context, bool ingress, std::uint64_t packets, std::uint64_t size) {
        tc.clear();
        BOOST_TEST(tc.run(bytes, context, ingress) == kNext);
        const Row row = only_row(tc);
        BOOST_TEST(row.counters.packets == packets);
        BOOST_TEST(row.counters.bytes == size);
    };
    counted(super_packet(1000, 3), true, 3, 3198);
    counted(super_packet(1000, 3), false, 3, 3198);
    counted(super_packet(1000, 3, 3198), false, 3, 3198);  // egress: wire_len has the headers already
    counted(super_packet(1000, 0), true, 3, 3198);  // as TUN and virtio give them
    counted(super_packet(999, 0), true, 4, 3066 + 3 * 66);
    counted(super_packet(0, 1), true, 1, 3066);
}

BOOST_AUTO_TEST_CASE(super_packets_in_tunnels_repeat_the_inner_headers_too)
{
    TcObject tc;
    for (const PacketCase& packet_case : packet_table()) {
        const std::uint32_t headers = packet_case.expected.inner_header_size;
        if (headers == 0 || packet_case.expected.fragment != HL_FRAGMENT_NONE) continue;
        BOOST_TEST_CONTEXT(packet_case.name)
        {
            Bytes bytes = packet_case.bytes;
            bytes.resize(headers + 3 * 500);
            tc.clear();
            BOOST_TEST(tc.run(bytes, super_packet(500, 3)) == kNext);
            const Row row = only_row(tc);
            BOOST_TEST(row.counters.packets == 3U);
            BOOST_TEST(row.counters.bytes == bytes.size() + 2 * headers);
        }
    }
}

BOOST_AUTO_TEST_CASE(a_tag_in_the_metadata_is_the_outermost)
{
    TcObject tc;
    const std::unique_ptr<push_tag_bpf, void (*)(push_tag_bpf*)> tagger(push_tag_bpf__open_and_load(),
                                                                        push_tag_bpf__destroy);
    BOOST_REQUIRE(tagger != nullptr);
    const int under_test = tc.program(true);
    const std::uint32_t slot = 0;
    BOOST_REQUIRE_EQUAL(bpf_map_update_elem(bpf_map__fd(tagger->maps.hl_under_test), &slot, &under_test, BPF_ANY), 0);
    const int program = bpf_program__fd(tagger->progs.hl_push_tag);

    BOOST_TEST(tc.run_with(program, udp_packet(), {}) == kNext);
    Row row = only_row(tc);
    BOOST_TEST(row.key.vlan_id == 123);
    BOOST_TEST(row.key.inner_vlan_id == 0);
    BOOST_TEST(row.counters.bytes == udp_packet().size() + 4);

    tc.clear();
    const Bytes tagged = packet().eth().vlan(7).ipv4("10.0.0.1", "10.0.0.2").udp(1, 2).bytes();
    BOOST_TEST(tc.run_with(program, tagged, {}) == kNext);
    row = only_row(tc);
    BOOST_TEST(row.key.vlan_id == 123);
    BOOST_TEST(row.key.inner_vlan_id == 7);
    BOOST_TEST(row.counters.bytes == tagged.size() + 4);

    tc.clear();
    BOOST_TEST(tc.run_with(program, tcp_packet(3000), super_packet(1000, 3)) == kNext);
    row = only_row(tc);
    BOOST_TEST(row.counters.bytes == 3198U + 3 * 4);
}

BOOST_AUTO_TEST_CASE(later_fragments_join_their_head)
{
    TcObject tc;
    const auto ip = [](std::uint16_t offset, bool more) {
        return packet().eth().ipv4("10.0.0.1", "10.0.0.2").ipv4_fragment(99, offset, more);
    };
    tc.run(ip(0, true).udp(5000, 53).payload(1472).bytes());
    tc.run(ip(1480, true).protocol(17).payload(1480).bytes());
    tc.run(ip(2960, false).protocol(17).payload(100).bytes());
    const Row row = only_row(tc);
    BOOST_TEST(row.counters.packets == 3U);
    BOOST_TEST(row.key.src_port == 5000);
    BOOST_TEST(int{row.key.marks} == HL_MARK_IPV4);

    // On the other side of the device it is another datagram, and its head was not seen there.
    tc.run(ip(1480, true).protocol(17).payload(1480).bytes(), {}, false);
    BOOST_TEST(tc.rows(0).size() == 2U);
    check_balance(tc);
}

BOOST_AUTO_TEST_CASE(the_bank_is_chosen_from_outside)
{
    TcObject tc;
    tc.run(udp_packet());
    tc.skeleton().bss->hl_bank = 1;
    tc.run(udp_packet(), {}, true, 2);
    BOOST_TEST(packets_of(tc.rows(0)) == 1U);
    BOOST_TEST(packets_of(tc.rows(1)) == 2U);
    tc.skeleton().bss->hl_bank = 0;
    tc.run(udp_packet());
    BOOST_TEST(packets_of(tc.rows(0)) == 2U);
    check_balance(tc);
}

BOOST_AUTO_TEST_CASE(arp_can_be_left_out)
{
    TcObject tc([](tc_bpf& skeleton) { skeleton.rodata->hl_no_arp = 1; });
    const Bytes arp = packet().eth().vlan(5).arp(1, "10.0.0.1", "10.0.0.2").bytes();
    BOOST_TEST(tc.run(arp) == kNext);
    BOOST_TEST(tc.run(packet().eth().arp(3, "10.0.0.1", "10.0.0.2", 0x8035).bytes()) == kNext);
    BOOST_TEST(tc.run(udp_packet()) == kNext);
    BOOST_TEST(tc.rows(0).size() == 1U);
    BOOST_TEST(tc.stats()[HL_FILTERED_NO_ARP].packets == 2U);
    check_balance(tc);
}

BOOST_AUTO_TEST_CASE(an_unknown_link_is_counted_by_ethertype)
{
    TcObject tc;
    tc.set_link(kDevice, HL_LINK_OTHER);
    tc.run(udp_packet());
    const Row row = only_row(tc);
    BOOST_TEST(row.key.proto == 0x0800);
    BOOST_TEST(int{row.key.marks} == 0);
    BOOST_TEST(row.counters.bytes == udp_packet().size());
}

BOOST_AUTO_TEST_CASE(the_layout_is_exposed)
{
    TcObject tc;
    BOOST_TEST(tc.skeleton().rodata->hl_layout == static_cast<unsigned>(HL_FLOW_LAYOUT));
}

int main(int argc, char** argv)
{
    const std::string why_not = TcObject::why_not();
    if (!why_not.empty()) {
        std::cout << "skipped: " << why_not << '\n';
        return 77;
    }
    return boost::unit_test::unit_test_main([] { return true; }, argc, argv);
}
