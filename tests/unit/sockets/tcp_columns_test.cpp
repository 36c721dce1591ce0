// SPDX-License-Identifier: MIT
#include "bpf_support/sockets/tcp_columns.hpp"

#include <boost/test/unit_test.hpp>

namespace {

using hookline::bpf::add_up;
using hookline::bpf::set_tcp_columns;

BOOST_AUTO_TEST_SUITE(tcp_columns)

BOOST_AUTO_TEST_CASE(all_of_them)
{
    hookline_flow row{};
    row.present = HOOKLINE_FLOW_BIT(HOOKLINE_FLOW_PACKETS);
    set_tcp_columns(row, {.retransmitted_bytes = 1,
                          .retransmitted = 2,
                          .lost = 3,
                          .out_of_order = 4,
                          .resets = 5,
                          .srtt_us = 6,
                          .pad = 0});
    BOOST_TEST(row.present ==
               (HOOKLINE_FLOW_BIT(HOOKLINE_FLOW_PACKETS) | HOOKLINE_FLOW_BIT(HOOKLINE_FLOW_SRTT) |
                HOOKLINE_FLOW_BIT(HOOKLINE_FLOW_RETRANSMITTED_PACKETS) |
                HOOKLINE_FLOW_BIT(HOOKLINE_FLOW_RETRANSMITTED_BYTES) | HOOKLINE_FLOW_BIT(HOOKLINE_FLOW_LOST_PACKETS) |
                HOOKLINE_FLOW_BIT(HOOKLINE_FLOW_OUT_OF_ORDER_PACKETS) | HOOKLINE_FLOW_BIT(HOOKLINE_FLOW_RESETS)));
    BOOST_TEST(row.retransmitted_bytes == 1U);
    BOOST_TEST(row.retransmitted_packets == 2U);
    BOOST_TEST(row.lost_packets == 3U);
    BOOST_TEST(row.out_of_order_packets == 4U);
    BOOST_TEST(row.resets == 5U);
    BOOST_TEST(row.srtt == 6000U);
}

BOOST_AUTO_TEST_CASE(what_is_zero_is_left_out)
{
    hookline_flow row{};
    set_tcp_columns(row, {});
    BOOST_TEST(row.present == 0U);
}

// 2^32 microseconds are more than what 32 bits hold in nanoseconds.
BOOST_AUTO_TEST_CASE(a_long_time)
{
    hookline_flow row{};
    set_tcp_columns(row, {.srtt_us = 4'000'000'000});
    BOOST_TEST(row.srtt == 4'000'000'000'000U);
}

BOOST_AUTO_TEST_CASE(counts_are_added_and_the_time_is_the_last_that_is_known)
{
    hl_tcp_health sum{};
    add_up(sum, {.retransmitted_bytes = 10,
                 .retransmitted = 1,
                 .lost = 2,
                 .out_of_order = 3,
                 .resets = 4,
                 .srtt_us = 50,
                 .pad = 0});
    add_up(sum, {.retransmitted_bytes = 100,
                 .retransmitted = 10,
                 .lost = 20,
                 .out_of_order = 30,
                 .resets = 40,
                 .srtt_us = 0,
                 .pad = 0});
    BOOST_TEST(sum.retransmitted_bytes == 110U);
    BOOST_TEST(sum.retransmitted == 11U);
    BOOST_TEST(sum.lost == 22U);
    BOOST_TEST(sum.out_of_order == 33U);
    BOOST_TEST(sum.resets == 44U);
    BOOST_TEST(sum.srtt_us == 50U);
    add_up(sum, {.srtt_us = 60});
    BOOST_TEST(sum.srtt_us == 60U);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
