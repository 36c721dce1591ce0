// SPDX-License-Identifier: MIT
// The tables that stand in for the kernel's maps.
#include <boost/test/unit_test.hpp>

#include <cstring>

#include "flow_table.hpp"
#include "fragment_table.hpp"

namespace hookline::pcap {
namespace {

hl_flow_key key_of(std::uint32_t number)
{
    hl_flow_key key{};
    std::memcpy(key.src_addr + 12, &number, sizeof number);
    key.proto = 17;
    return key;
}

// Adds a packet; false when the table is full.
bool count(FlowTable& table, std::uint32_t number)
{
    const auto key = key_of(number);
    const auto hash = FlowTable::hash(key);
    table.fetch_slot(hash);
    table.fetch_flow(hash);
    auto* counters = table.find_or_insert(key, hash);
    if (counters != nullptr) counters->packets += 1;
    return counters != nullptr;
}

hl_packet fragment(std::uint8_t which, std::uint32_t id, std::uint16_t port)
{
    hl_packet packet{};
    packet.key.proto = 17;
    packet.key.marks = HL_MARK_IPV4 | (which == HL_FRAGMENT_LATER ? HL_MARK_FRAGMENT : 0);
    packet.key.src_port = port;
    packet.fragment = which;
    packet.fragment_id = id;
    return packet;
}

}  // namespace

BOOST_AUTO_TEST_CASE(flows_are_told_apart_while_the_table_grows)
{
    constexpr std::uint32_t kFlows = 50'000;
    FlowTable table(kFlows);
    for (int round = 0; round < 3; ++round)
        for (std::uint32_t number = 0; number < kFlows; ++number)
            BOOST_REQUIRE(count(table, number));
    BOOST_TEST(table.flows().size() == kFlows);
    for (const auto& flow : table.flows())
        BOOST_REQUIRE(flow.counters.packets == 3U);
}

BOOST_AUTO_TEST_CASE(a_full_table_takes_known_flows_only)
{
    FlowTable table(100);
    for (std::uint32_t number = 0; number < 100; ++number)
        BOOST_REQUIRE(count(table, number));
    BOOST_TEST(!count(table, 100));
    BOOST_TEST(count(table, 99));
    table.clear();
    BOOST_TEST(table.flows().empty());
    BOOST_TEST(count(table, 100));
    BOOST_TEST(table.flows().front().counters.packets == 1U);
}

BOOST_AUTO_TEST_CASE(later_fragments_have_the_ports_of_their_head)
{
    FragmentTable table(16);
    auto head = fragment(HL_FRAGMENT_FIRST, 7, 1000);
    table.join(head, 1);
    auto own = fragment(HL_FRAGMENT_LATER, 7, 0);
    table.join(own, 2);
    BOOST_TEST(own.key.src_port == 1000);
    BOOST_TEST(int{own.key.marks} == int{HL_MARK_IPV4});
    auto of_another = fragment(HL_FRAGMENT_LATER, 8, 0);
    table.join(of_another, 2);
    BOOST_TEST(of_another.key.src_port == 0);
    BOOST_TEST((of_another.key.marks & HL_MARK_FRAGMENT) != 0);
}

BOOST_AUTO_TEST_CASE(heads_are_bounded_and_the_latest_are_kept)
{
    constexpr std::uint32_t kGeneration = 16;
    FragmentTable table(kGeneration);
    const auto knows = [&](std::uint32_t id) {
        auto later = fragment(HL_FRAGMENT_LATER, id, 0);
        table.join(later, 1);
        return later.key.src_port != 0;
    };
    for (std::uint32_t id = 1; id <= 10 * kGeneration; ++id) {
        auto head = fragment(HL_FRAGMENT_FIRST, id, 1000);
        table.join(head, 1);
    }
    BOOST_TEST(knows(10 * kGeneration));
    BOOST_TEST(knows(9 * kGeneration + 1));
    BOOST_TEST(!knows(8 * kGeneration));
}

}  // namespace hookline::pcap
