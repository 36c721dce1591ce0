// SPDX-License-Identifier: MIT
// The order of reports: by a number, then by the keys, whatever order the rows came in.
#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <random>

#include "sample.hpp"

using namespace hookline;
using sample::add;
using sample::Flow;
using sample::make_table;
using sample::report;
using sample::tcp;

namespace {

// Flows whose traffic ties, in the order that a report must have them in: by proto, addresses and ports as the schema's
// columns stand; an absent value is before any.
std::vector<Flow> tying_flows()
{
    std::vector<Flow> flows;
    for (const std::uint16_t proto : {6, 17, 0x0806})
        for (const char* src : {"::1", "9.255.0.1", "10.0.0.1", "10.0.0.200", "2001:db8::1", "fe80::1"})
            for (const std::uint16_t src_port : {1, 2, 300, 65535})
                for (const char* interface : {"", "eth0", "eth00", "interface-8-long", "interface-8-longer"})
                    flows.push_back(
                        Flow{}.proto(proto).src(src).ports(src_port, 80).interface(interface).traffic(1, 100));
    return flows;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(order)

BOOST_AUTO_TEST_CASE(ties_stand_by_their_keys)
{
    const auto expected = tying_flows();
    std::mt19937 random(3);
    for (const bool final_report : {false, true}) {
        auto flows = expected;
        std::shuffle(flows.begin(), flows.end(), random);
        const auto table = make_table({});
        for (const auto& flow : flows)
            add(*table, flow);
        const auto got = report(*table, 0, 1, final_report);
        BOOST_REQUIRE(got.size() == expected.size());
        const auto& schema = *sample::flow_schema();
        for (std::size_t i = 0; i < expected.size(); ++i) {
            const Row row(*schema.abi(), &expected[i].row);
            BOOST_REQUIRE(got.integer(i, "proto") == expected[i].row.proto);
            BOOST_REQUIRE(got.text(i, "src_addr") == row.text(*schema.find("src_addr")));
            BOOST_REQUIRE(got.integer(i, "src_port") == expected[i].row.src_port);
            BOOST_REQUIRE(got.text(i, "interface") == row.text(*schema.find("interface")));
        }
    }
}

BOOST_AUTO_TEST_CASE(the_top_of_ties_is_the_first_by_key)
{
    auto flows = tying_flows();
    const auto first = flows.front();
    std::mt19937 random(4);
    for (int round = 0; round < 5; ++round) {
        std::shuffle(flows.begin(), flows.end(), random);
        const auto table = make_table({.top = 4});
        for (const auto& flow : flows)
            add(*table, flow);
        const auto got = report(*table);
        BOOST_REQUIRE(got.size() == 5u);
        BOOST_TEST(got.text(0, "interface") == "");
        BOOST_TEST(got.text(3, "interface") == "interface-8-long");
        BOOST_TEST(got.integer(3, "src_port") == first.row.src_port);
    }
}

BOOST_AUTO_TEST_CASE(an_absent_key_stands_before_zero)
{
    for (const bool absent_first : {false, true}) {
        const auto table = make_table({});
        auto zero = tcp();
        zero.has(HOOKLINE_FLOW_VLAN);
        add(*table, absent_first ? tcp() : zero);
        add(*table, absent_first ? zero : tcp());
        BOOST_TEST(!report(*table).has(0, "vlan"));
    }
}

BOOST_AUTO_TEST_CASE(any_number_may_lead)
{
    for (const char* name : {"packets", "bytes", "dst_port", "last", "bitrate", "bitrate_now", "bitrate_peak"}) {
        const auto table = make_table({.sort_by = name});
        std::mt19937 random(5);
        for (std::uint16_t i = 0; i < 3000; ++i)
            add(*table, tcp()
                            .ports(i, static_cast<std::uint16_t>(random()))
                            .traffic(random(), random())
                            .times(0, static_cast<std::int64_t>(random()) - 2'000'000'000));
        for (const bool final_report : {false, true}) {
            const auto got = report(*table, 0, 1'000'000'000, final_report);
            BOOST_REQUIRE(got.size() == 3000u);
            for (std::size_t i = 1; i < got.size(); ++i)
                BOOST_REQUIRE(got.number(i - 1, name) >= got.number(i, name));
        }
    }
}

BOOST_AUTO_TEST_SUITE_END()
