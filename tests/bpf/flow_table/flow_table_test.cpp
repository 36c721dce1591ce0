// SPDX-License-Identifier: MIT
// The kernel's flow table by itself: however many flows there are, no packet is missing from what is read out of it.
#define BOOST_TEST_MODULE flow_table
#define BOOST_TEST_NO_MAIN
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include <atomic>
#include <iostream>
#include <stdexcept>
#include <thread>

#include "bench/hooks/driver.hpp"
#include "bench/hooks/hook.hpp"
#include "bpf/tc_object.hpp"
#include "bpf_support/grace_period.hpp"
#include "flow_sums.hpp"
#include "mixed_driver.hpp"
#include "tc.skel.h"

using namespace hookline::test;
namespace bench = hookline::bench;
namespace data = boost::unit_test::data;

namespace {

constexpr std::uint32_t kMaxEntries = 262'144;
constexpr std::uint32_t kBytes = 128;  // of each of the driver's packets

void pin(unsigned cpu)
{
    cpu_set_t set;
    CPU_ZERO(&set);
    CPU_SET(cpu, &set);
    // No check of Boost.Test: senders' threads come here at once, and it is for one thread.
    if (::sched_setaffinity(0, sizeof set, &set) != 0) throw std::runtime_error("cannot stay on one CPU");
}

// Sends packets of a case through the tc program.
class Sender {
public:
    Sender(TcObject& tc, const bench::Case& packets)
        : driver_(*bench::hook_named("tc"), {BPF_PROG_TYPE_SCHED_CLS, BPF_CGROUP_INET_INGRESS, false}),
          fd_(tc.program(true))
    {
        driver_.set_case(packets);
    }
    void send(std::uint32_t packets, std::uint64_t seed = 1) { driver_.run("tc", fd_, packets, seed); }

private:
    bench::Driver driver_;
    int fd_;
};

void check_conserved(TcObject& tc, const FlowSums& sums, std::uint64_t sent)
{
    const auto stats = tc.stats();
    BOOST_TEST(stats[HL_SEEN].packets == sent);
    BOOST_TEST(sums.packets() == sent);
    BOOST_TEST(sums.bytes() == sent * kBytes);
}

struct Traffic {
    bench::Draw draw;
    std::uint32_t flows;
    std::uint32_t packets;
};

std::ostream& operator<<(std::ostream& out, const Traffic& traffic)
{
    return out << bench::to_string({.draw = traffic.draw, .flows = traffic.flows}) << ", " << traffic.packets
               << " packets";
}

constexpr Traffic kTraffic[] = {
    {bench::Draw::hot, 1, 1'000'000},
    {bench::Draw::round_robin, 1'000, 1'000'000},
    {bench::Draw::round_robin, 131'072, 1'310'720},
    {bench::Draw::round_robin, 262'144, 2'621'440},
    {bench::Draw::round_robin, 1'000'000, 3'000'000},
    {bench::Draw::round_robin, 10'000'000, 10'000'000},
    {bench::Draw::random, 1'000'000, 3'000'000},
    {bench::Draw::zipf, 1'000'000, 3'000'000},
    {bench::Draw::spoofed, 1u << 28, 3'000'000},
};

}  // namespace

BOOST_DATA_TEST_CASE(nothing_is_lost, data::make(kTraffic), traffic)
{
    for (const auto family : {bench::Family::ipv4, bench::Family::ipv6}) {
        TcObject tc({}, kMaxEntries);
        FlowSums sums(tc.table());
        Sender(tc, {.family = family, .draw = traffic.draw, .flows = traffic.flows}).send(traffic.packets);
        sums.read(0);
        check_conserved(tc, sums, traffic.packets);
        if (traffic.draw == bench::Draw::spoofed) {
            BOOST_TEST(sums.other_packets() > 0U);
        } else if (traffic.flows <= kMaxEntries) {
            BOOST_TEST(sums.flows() == traffic.flows);
            BOOST_TEST(sums.other_packets() == 0U);
        }
        if (traffic.draw == bench::Draw::round_robin && traffic.flows <= kMaxEntries)
            BOOST_TEST(sums.all_have(traffic.packets / traffic.flows));
    }
}

// As the capture does it: flip, wait, read, while two CPUs go on sending.
BOOST_DATA_TEST_CASE(nothing_is_lost_by_drains, data::make({1'000u, 100'000u, 262'144u, 1'000'000u, 1u << 28}), flows)
{
    constexpr int kDrains = 10;
    constexpr std::uint64_t kLeastRounds = 60;
    constexpr std::uint32_t kPackets = 50'000;
    TcObject tc({}, kMaxEntries);
    FlowSums sums(tc.table());
    const auto grace = hookline::bpf::GracePeriod::make();
    std::atomic<int> drains = 0;
    std::atomic<int> sending = 2;
    std::atomic<std::uint64_t> rounds = 0;
    const auto send = [&](unsigned cpu) {
        pin(cpu);
        Sender sender(tc, {.draw = bench::Draw::random, .flows = flows});
        for (std::uint64_t round = 0; round < kLeastRounds || drains < kDrains; ++round, ++rounds)
            sender.send(kPackets, 2 * round + cpu);
        --sending;
    };
    std::thread first(send, 0);
    std::thread second(send, std::thread::hardware_concurrency() > 1 ? 1 : 0);

    auto& bank = tc.skeleton().bss->hl_bank;
    for (; sending != 0; ++drains) {
        bank ^= 1;
        grace.wait();
        sums.read(static_cast<int>(bank ^ 1));
    }
    first.join();
    second.join();
    sums.read(0);
    sums.read(1);
    BOOST_TEST_MESSAGE(drains << " drains");
    check_conserved(tc, sums, rounds * kPackets);
    if (flows > kMaxEntries) return;
    BOOST_TEST(sums.flows() == flows);
    BOOST_TEST(sums.other_packets() == 0U);
}

// Half of the packets are a flood, from the start (flows have to hold on to their places) or before the flows begin
// (they have to get some).
BOOST_DATA_TEST_CASE(heavy_flows_keep_their_rows, data::make({0u, 5'000'000u}), flood_first)
{
    constexpr std::uint32_t kPackets = 20'000'000;
    constexpr std::size_t kTop = 100;
    TcObject tc({}, kMaxEntries);
    FlowSums sums(tc.table());
    MixedDriver driver(tc.program(true));
    pin(0);  // who comes to another CPU has to find a place there, too
    driver.flood(flood_first);
    driver.send(kPackets);
    sums.read(0);
    check_conserved(tc, sums, std::uint64_t{kPackets} + flood_first);
    BOOST_TEST(sums.other_packets() > kPackets / 3U);

    std::uint64_t sent = 0;
    std::uint64_t in_rows = 0;
    std::size_t found = 0;
    for (std::size_t flow = 0; flow < kTop; ++flow) {
        const auto packets = sums.packets_from(MixedDriver::source_of(flow));
        found += packets != 0 ? 1 : 0;
        sent += driver.sent(flow);
        in_rows += packets;
    }
    BOOST_TEST_MESSAGE(found << " of the top " << kTop << " found, " << in_rows << " of their " << sent << " packets");
    BOOST_TEST(found == kTop);
    BOOST_TEST(static_cast<double>(in_rows) >= 0.999 * static_cast<double>(sent));
}

// A table for a handful of flows: the rest is in rows of its networks.
BOOST_AUTO_TEST_CASE(what_has_no_place_is_counted_by_network)
{
    TcObject tc({}, 1);
    FlowSums sums(tc.table());
    Sender(tc, {.draw = bench::Draw::round_robin, .flows = 2'000}).send(20'000);
    sums.read(0);
    check_conserved(tc, sums, 20'000);
    BOOST_TEST(sums.other_packets() > 0U);
    BOOST_TEST(sums.networks() > 0U);
    BOOST_TEST(sums.networks_are_masked());
}

// CPUs that came after the start, or that are too many for one each, have no partition: they share the second level.
BOOST_AUTO_TEST_CASE(a_cpu_without_a_partition_counts_too)
{
    TcObject tc([](tc_bpf& skeleton) { skeleton.rodata->hl_partitions = 0; }, kMaxEntries);
    FlowSums sums(tc.table());
    for (const auto family : {bench::Family::ipv4, bench::Family::ipv6})
        Sender(tc, {.family = family, .draw = bench::Draw::round_robin, .flows = 50'000}).send(100'000);
    sums.read(0);
    check_conserved(tc, sums, 200'000);
    BOOST_TEST(sums.flows() == 100'000U);
}

BOOST_AUTO_TEST_CASE(a_cpu_without_a_partition_counts_a_flood_too)
{
    TcObject tc([](tc_bpf& skeleton) { skeleton.rodata->hl_partitions = 0; }, 1'000);
    FlowSums sums(tc.table());
    Sender(tc, {.draw = bench::Draw::spoofed, .flows = 1u << 28}).send(500'000);
    sums.read(0);
    check_conserved(tc, sums, 500'000);
    BOOST_TEST(sums.other_packets() > 0U);
}

// More protocols than there are places for: what is left is of any protocol.
BOOST_AUTO_TEST_CASE(more_protocols_than_places)
{
    TcObject tc({}, 1);
    FlowSums sums(tc.table());
    constexpr unsigned kProtocols = 5'000;
    Bytes frame(kBytes);
    for (unsigned i = 0; i < kProtocols; ++i) {
        const unsigned ethertype = 0x9200 + i;
        frame[12] = static_cast<std::uint8_t>(ethertype >> 8);
        frame[13] = static_cast<std::uint8_t>(ethertype);
        tc.run(frame);
    }
    sums.read(0);
    check_conserved(tc, sums, kProtocols);
    BOOST_TEST(sums.other_packets() > 0U);
}

int main(int argc, char** argv)
{
    if (const auto why_not = TcObject::why_not(); !why_not.empty()) {
        std::cout << "skipped: " << why_not << '\n';
        return 77;
    }
    return boost::unit_test::unit_test_main([] { return true; }, argc, argv);
}
