// SPDX-License-Identifier: MIT
// What sockets are told, in rounds, and whose packets are by that.
#include "bpf_support/sockets/known_sockets.hpp"

#include <boost/test/unit_test.hpp>

#include <cstring>

#include "keys.hpp"

namespace tests {
namespace {

using hookline::bpf::KnownSockets;

constexpr std::uint32_t kOurs = 100, kTheirs = 200;  // network namespaces
constexpr std::uint64_t kClient = 11, kServer = 13, kOther = 17;  // owners
constexpr auto kIn = HL_DIRECTION_IN, kOut = HL_DIRECTION_OUT;
const End kNear{"10.0.0.1", 40000}, kFar{"10.0.0.2", 80}, kAny{"0.0.0.0", 40000}, kNobody{"0.0.0.0", 0};

struct Told {
    std::uint64_t owner;
    std::uint32_t netns = kOurs;
    std::uint32_t socket = 0;
    std::uint64_t calls = 1;
};

struct Sockets {
    // 10.0.0.1 is ours.
    KnownSockets known{kOurs, [](const KnownSockets::Address& address) { return address[15] == 1; }};

    Sockets() { known.begin_round(); }
    void tell(std::uint16_t protocol, const End& from, const End& to, std::uint8_t direction, const Told& told,
              const hl_tcp_health& health = {})
    {
        hl_socket_flow flow{};
        flow.key = key_of(protocol, from, to, direction, told.owner);
        flow.slot.packets = told.calls;
        flow.netns = told.netns;
        flow.socket = told.socket;
        flow.tcp = health;
        known.learn(flow.key, flow);
    }
    KnownSockets::Finding find(std::uint16_t protocol, const End& from, const End& to, std::uint8_t direction,
                               std::uint32_t socket = 0)
    {
        return known.find(key_of(protocol, from, to, direction), socket);
    }
    void check(const KnownSockets::Finding& found, std::uint64_t owner, bool is_exact) const
    {
        BOOST_TEST(found.owner == owner);
        BOOST_TEST(found.is_exact == is_exact);
    }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(known_sockets, Sockets)

BOOST_AUTO_TEST_CASE(nothing_is_known_at_first)
{
    check(find(HL_IP_TCP, kNear, kFar, kOut, 5), 0, false);
    check(find(HL_IP_TCP, kFar, kNear, kIn), 0, false);
}

BOOST_AUTO_TEST_CASE(a_connection_in_both_directions)
{
    tell(HL_IP_TCP, kNear, kFar, kOut, {kClient, kOurs, 5});
    check(find(HL_IP_TCP, kNear, kFar, kOut, 5), kClient, true);
    check(find(HL_IP_TCP, kNear, kFar, kOut), kClient, true);
    check(find(HL_IP_TCP, kFar, kNear, kIn), kClient, true);
    check(find(HL_IP_UDP, kFar, kNear, kIn), 0, false);
}

// The last one that was told in a later round; in one round nobody knows who was last.
BOOST_AUTO_TEST_CASE(one_that_is_handed_on)
{
    tell(HL_IP_TCP, kNear, kFar, kOut, {kClient, kOurs, 5});
    known.begin_round();
    tell(HL_IP_TCP, kNear, kFar, kOut, {kOther, kOurs, 5});
    check(find(HL_IP_TCP, kNear, kFar, kOut, 5), kOther, true);
    known.begin_round();
    tell(HL_IP_TCP, kNear, kFar, kOut, {kClient, kOurs, 5});
    tell(HL_IP_TCP, kNear, kFar, kOut, {kOther, kOurs, 5});
    tell(HL_IP_TCP, kFar, kNear, kIn, {kOther, kOurs, 5});
    BOOST_TEST(!find(HL_IP_TCP, kNear, kFar, kOut, 5).is_exact);
    BOOST_TEST(!find(HL_IP_TCP, kFar, kNear, kIn).is_exact);
    known.begin_round();
    tell(HL_IP_TCP, kNear, kFar, kOut, {kOther, kOurs, 5});
    check(find(HL_IP_TCP, kNear, kFar, kOut, 5), kOther, true);
}

// A parent that holds the socket beside the child that uses it, in either order.
BOOST_AUTO_TEST_CASE(who_moves_bytes_counts_before_who_has_the_socket)
{
    for (const bool holder_first : {true, false}) {
        known.begin_round();
        if (holder_first) tell(HL_IP_TCP, kNear, kFar, kOut, {kOther, kOurs, 5, 0});
        tell(HL_IP_TCP, kNear, kFar, kOut, {kClient, kOurs, 5, 1});
        if (!holder_first) tell(HL_IP_TCP, kNear, kFar, kOut, {kOther, kOurs, 5, 0});
        check(find(HL_IP_TCP, kNear, kFar, kOut, 5), kClient, true);
        check(find(HL_IP_TCP, kFar, kNear, kIn), kClient, true);
    }
}

BOOST_AUTO_TEST_CASE(two_that_hold_a_socket_are_not_exact)
{
    tell(HL_IP_TCP, kNear, kFar, kOut, {kOther, kOurs, 5, 0});
    tell(HL_IP_TCP, kNear, kFar, kOut, {kClient, kOurs, 5, 0});
    BOOST_TEST(!find(HL_IP_TCP, kNear, kFar, kOut, 5).is_exact);
    BOOST_TEST(!find(HL_IP_TCP, kFar, kNear, kIn).is_exact);
}

BOOST_AUTO_TEST_CASE(a_listener_has_what_nobody_accepted_yet)
{
    for (const auto* address : {"0.0.0.0", "::", "10.0.0.1"}) {
        Sockets fresh;
        const End listening{address, 40000};
        const End nobody{std::strchr(address, ':') != nullptr ? "::" : "0.0.0.0", 0};
        fresh.tell(HL_IP_TCP, listening, nobody, kOut, {kServer, kOurs, 0, 0});
        fresh.check(fresh.find(HL_IP_TCP, kFar, kNear, kIn), kServer, false);
        fresh.check(fresh.find(HL_IP_TCP, kNear, kFar, kOut), kServer, false);
    }
}

BOOST_AUTO_TEST_CASE(a_datagram_socket_that_is_not_connected)
{
    tell(HL_IP_UDP, kAny, kFar, kOut, {kClient, kOurs, 5});
    check(find(HL_IP_UDP, kNear, kFar, kOut, 5), kClient, true);
    check(find(HL_IP_UDP, kFar, kNear, kIn), kClient, false);
    // Its answer from another port is for the same socket.
    check(find(HL_IP_UDP, {"10.0.0.2", 81}, kNear, kIn), kClient, false);
    check(find(HL_IP_UDP, kFar, {"10.0.0.1", 40001}, kIn), 0, false);
}

// Through a veth a packet keeps its sender's socket: it is not the receiver's all the same.
BOOST_AUTO_TEST_CASE(what_comes_is_the_receivers)
{
    tell(HL_IP_UDP, kFar, kNear, kOut, {kServer, kTheirs, 9});
    tell(HL_IP_UDP, kAny, kFar, kOut, {kClient, kOurs, 5});
    check(find(HL_IP_UDP, kFar, kNear, kIn, 9), kClient, false);
}

BOOST_AUTO_TEST_CASE(what_comes_for_a_port_that_nobody_has)
{
    tell(HL_IP_UDP, kFar, kNear, kOut, {kServer, kTheirs, 9});
    check(find(HL_IP_UDP, kFar, kNear, kIn, 9), 0, false);
}

BOOST_AUTO_TEST_CASE(what_is_forwarded_is_its_senders)
{
    const End target{"10.1.0.9", 53};
    tell(HL_IP_UDP, kFar, target, kOut, {kServer, kTheirs, 9});
    check(find(HL_IP_UDP, kFar, target, kIn, 9), kServer, true);
    check(find(HL_IP_UDP, kFar, target, kOut), kServer, false);
    check(find(HL_IP_UDP, target, kFar, kIn), kServer, false);
}

// Somebody's port on all addresses is not that of a packet on its way through.
BOOST_AUTO_TEST_CASE(what_is_forwarded_is_nobodys_else)
{
    tell(HL_IP_UDP, {"0.0.0.0", 53}, kNobody, kOut, {kServer, kOurs, 0, 0});
    check(find(HL_IP_UDP, kFar, {"10.1.0.9", 53}, kIn), 0, false);
    check(find(HL_IP_UDP, {"10.1.0.9", 53}, kFar, kOut), 0, false);
    check(find(HL_IP_UDP, kFar, {"10.0.0.1", 53}, kIn), kServer, false);
}

// Containers have the same addresses.
BOOST_AUTO_TEST_CASE(namespaces_stay_apart)
{
    tell(HL_IP_TCP, kNear, kFar, kOut, {kClient, kOurs, 5});
    tell(HL_IP_TCP, kNear, kFar, kOut, {kOther, kTheirs, 6});
    check(find(HL_IP_TCP, kFar, kNear, kIn), kClient, true);
    check(find(HL_IP_TCP, kNear, kFar, kOut, 6), kOther, true);
}

BOOST_AUTO_TEST_CASE(health_is_added_up_by_direction)
{
    tell(HL_IP_TCP, kNear, kFar, kOut, {kClient}, {.retransmitted = 3, .srtt_us = 100});
    tell(HL_IP_TCP, kNear, kFar, kOut, {kOther}, {.retransmitted = 2, .srtt_us = 200});
    tell(HL_IP_TCP, kFar, kNear, kIn, {kClient}, {.out_of_order = 7});
    const auto out = find(HL_IP_TCP, kNear, kFar, kOut);
    BOOST_REQUIRE(out.health != nullptr);
    BOOST_TEST(out.health->retransmitted == 5U);
    BOOST_TEST(out.health->srtt_us == 200U);
    BOOST_TEST(out.health->out_of_order == 0U);
    const auto in = find(HL_IP_TCP, kFar, kNear, kIn);
    BOOST_REQUIRE(in.health != nullptr);
    BOOST_TEST(in.health->out_of_order == 7U);
    BOOST_TEST(in.health->retransmitted == 0U);
}

BOOST_AUTO_TEST_CASE(of_nobody_nothing_is_learned)
{
    tell(HL_IP_TCP, kNear, kFar, kOut, {0, kOurs, 5});
    check(find(HL_IP_TCP, kNear, kFar, kOut, 5), 0, false);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace tests
