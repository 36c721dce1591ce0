// SPDX-License-Identifier: MIT
// What is said of rows of calls beside what they moved.
#include "bpf_support/sockets/socket_details.hpp"

#include <boost/test/unit_test.hpp>

#include <map>
#include <string>

#include "bpf_support/flow_rows.hpp"
#include "bpf_support/trial.hpp"
#include "keys.hpp"

namespace tests {
namespace {

constexpr auto kIn = HL_DIRECTION_IN, kOut = HL_DIRECTION_OUT;
const End kNear{"10.0.0.1", 40000}, kFar{"10.0.0.2", 80}, kNobody{"0.0.0.0", 0}, kNobody6{"::", 0};

template <class... Columns>
bool has(const hookline_flow& row, Columns... columns)
{
    return ((row.present & HOOKLINE_FLOW_BIT(columns)) && ...);
}

template <class... Columns>
bool lacks(const hookline_flow& row, Columns... columns)
{
    return (!(row.present & HOOKLINE_FLOW_BIT(columns)) && ...);
}

struct Details {
    std::map<std::string, std::uint64_t> noted;  // packets
    hookline_host abi = hookline::bpf::silent_host();

    Details()
    {
        abi.context = this;
        abi.count = [](void* self, hookline_account account, const char* name, std::uint64_t packets, std::uint64_t) {
            if (account == HOOKLINE_NOTED) static_cast<Details*>(self)->noted[name] += packets;
        };
    }
    // Of a process that is known, unless `pid` is 0.
    hookline_flow row(const hl_flow_key& key, std::uint64_t calls, bool sees_packets = false,
                      const hl_tcp_health& health = {}, std::uint32_t pid = 7)
    {
        hl_socket_flow flow{};
        flow.slot.packets = calls;
        flow.tcp = health;
        hl_flow_counters counters{};
        counters.packets = calls;
        auto made = hookline::bpf::flow_row(key, counters, {}, 0);
        if (pid != 0) made.present |= HOOKLINE_FLOW_BIT(HOOKLINE_FLOW_PID);
        hookline::bpf::SocketDetails(hookline::Host(&abi), sees_packets).add_to(made, key, flow.slot);
        return made;
    }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(socket_details, Details)

BOOST_AUTO_TEST_CASE(a_connection)
{
    const auto found = row(key_of(HL_IP_TCP, kNear, kFar, kOut), 3);
    BOOST_TEST(
        has(found, HOOKLINE_FLOW_SRC_ADDR, HOOKLINE_FLOW_DST_ADDR, HOOKLINE_FLOW_SRC_PORT, HOOKLINE_FLOW_DST_PORT));
    BOOST_TEST(lacks(found, HOOKLINE_FLOW_TCP_FLAGS, HOOKLINE_FLOW_SRTT, HOOKLINE_FLOW_RESETS), "calls have no flags");
    BOOST_TEST(found.attribution == HOOKLINE_ATTRIBUTION_EXACT);
    BOOST_TEST(noted.empty());
}

BOOST_AUTO_TEST_CASE(health_of_tcp_alone)
{
    const hl_tcp_health health{.retransmitted = 2, .srtt_us = 5};
    const auto tcp = row(key_of(HL_IP_TCP, kNear, kFar, kOut), 3, false, health);
    BOOST_TEST(has(tcp, HOOKLINE_FLOW_SRTT, HOOKLINE_FLOW_RETRANSMITTED_PACKETS));
    BOOST_TEST(tcp.retransmitted_packets == 2U);
    const auto udp = row(key_of(HL_IP_UDP, kNear, kFar, kOut), 3, false, health);
    BOOST_TEST(lacks(udp, HOOKLINE_FLOW_SRTT, HOOKLINE_FLOW_RETRANSMITTED_PACKETS));
}

// What TCP tells of itself goes to who used the connection last.
BOOST_AUTO_TEST_CASE(a_row_without_calls)
{
    const auto found = row(key_of(HL_IP_TCP, kNear, kFar, kOut), 0, false, {.resets = 1});
    BOOST_TEST(has(found, HOOKLINE_FLOW_ATTRIBUTION, HOOKLINE_FLOW_RESETS));
    BOOST_TEST(found.resets == 1U);
}

BOOST_AUTO_TEST_CASE(without_a_process_there_is_nothing_to_be_sure_of)
{
    BOOST_TEST(lacks(row(key_of(HL_IP_TCP, kNear, kFar, kOut), 3, false, {}, 0), HOOKLINE_FLOW_ATTRIBUTION));
}

// No peer: what was sent has no destination, what was received no source.
BOOST_AUTO_TEST_CASE(unknown_peers)
{
    for (const auto& nobody : {kNobody, kNobody6}) {
        noted.clear();
        const auto out = row(key_of(HL_IP_UDP, kNear, nobody, kOut), 3);
        BOOST_TEST(has(out, HOOKLINE_FLOW_SRC_ADDR, HOOKLINE_FLOW_SRC_PORT));
        BOOST_TEST(lacks(out, HOOKLINE_FLOW_DST_ADDR, HOOKLINE_FLOW_DST_PORT));
        const auto in = row(key_of(HL_IP_UDP, nobody, kNear, kIn), 4);
        BOOST_TEST(has(in, HOOKLINE_FLOW_DST_ADDR, HOOKLINE_FLOW_DST_PORT));
        BOOST_TEST(lacks(in, HOOKLINE_FLOW_SRC_ADDR, HOOKLINE_FLOW_SRC_PORT));
        BOOST_TEST(noted["no_peer"] == 7U);
        for (const auto& row : {out, in})
            BOOST_TEST((has(row, HOOKLINE_FLOW_MARKS) && (row.marks & HOOKLINE_MARK_NO_PEER) != 0));
    }
}

// Bound to all addresses: its port is known, and its peer.
BOOST_AUTO_TEST_CASE(an_unknown_address_of_our_own)
{
    const auto found = row(key_of(HL_IP_UDP, {"0.0.0.0", 53}, kFar, kOut), 3);
    BOOST_TEST(lacks(found, HOOKLINE_FLOW_SRC_ADDR));
    BOOST_TEST(has(found, HOOKLINE_FLOW_SRC_PORT, HOOKLINE_FLOW_DST_ADDR, HOOKLINE_FLOW_DST_PORT));
    BOOST_TEST(noted.empty());
}

BOOST_AUTO_TEST_CASE(packets_of_protocols_without_ports)
{
    const auto out = row(key_of(HL_IP_ICMP, {"10.0.0.1", 8}, {"10.0.0.2", 0}, kOut), 1, true);
    BOOST_TEST(has(out, HOOKLINE_FLOW_ICMP_TYPE, HOOKLINE_FLOW_ICMP_CODE));
    BOOST_TEST(out.icmp_type == 8);
    BOOST_TEST(out.attribution == HOOKLINE_ATTRIBUTION_EXACT);
    const auto in = row(key_of(HL_IP_ICMP, {"10.0.0.2", 0}, {"10.0.0.1", 0}, kIn), 1, true);
    BOOST_TEST(in.attribution == HOOKLINE_ATTRIBUTION_LAST_OWNER);
}

// A raw socket's numbers are no type and code.
BOOST_AUTO_TEST_CASE(calls_on_raw_sockets)
{
    const auto icmp = row(key_of(HL_IP_ICMP, {"10.0.0.2", 0}, {"0.0.0.0", 1}, kIn), 1);
    BOOST_TEST(lacks(icmp, HOOKLINE_FLOW_ICMP_TYPE, HOOKLINE_FLOW_ICMP_CODE));
    BOOST_TEST(icmp.attribution == HOOKLINE_ATTRIBUTION_EXACT);
    BOOST_TEST(lacks(row(key_of(HL_IP_ESP, {"10.0.0.2", 0}, {"0.0.0.0", 50}, kIn), 1), HOOKLINE_FLOW_SPI));
    BOOST_TEST(lacks(row(key_of(HL_IP_GRE, {"10.0.0.2", 0}, {"0.0.0.0", 47}, kIn), 1), HOOKLINE_FLOW_GRE_INNER,
                     HOOKLINE_FLOW_GRE_FLAGS));
}

BOOST_AUTO_TEST_CASE(what_had_no_place_is_left_alone)
{
    hl_flow_key key{};
    key.marks = HL_MARK_OTHER;
    BOOST_TEST(lacks(row(key, 5), HOOKLINE_FLOW_ATTRIBUTION));
    BOOST_TEST(noted.empty());
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace tests
