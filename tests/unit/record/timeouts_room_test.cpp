// SPDX-License-Identifier: MIT
// Time-outs where rows have no room: `row_limit` and `top`.
#include <boost/test/unit_test.hpp>

#include "timed.hpp"

using namespace hookline;
using namespace std::chrono_literals;
using namespace sample;

BOOST_AUTO_TEST_SUITE(timeouts_room)

BOOST_AUTO_TEST_CASE(what_was_folded_is_evicted_and_leaves)
{
    auto pipeline = with({.idle = 1000s});
    pipeline.row_limit = 4;
    const auto table = make_table(pipeline);
    for (std::uint16_t port = 1; port <= 10; ++port)
        add(*table, udp(port, port).tcp_flags(static_cast<std::uint8_t>(port)));
    const auto got = so_far(*table, 11);
    BOOST_REQUIRE(got.size() == 5U);
    BOOST_TEST(got.integer(4, "other") == 1U);
    BOOST_TEST(reason(got, 4) == "evicted");
    BOOST_TEST(got.integer(4, "packets") == 6U);
    BOOST_TEST(got.integer(4, "first") == static_cast<std::uint64_t>(at(1)));
    BOOST_TEST(got.integer(4, "last") == static_cast<std::uint64_t>(at(6)));
    BOOST_TEST(got.integer(4, "tcp_flags") == (1U | 2U | 3U | 4U | 5U | 6U));
    const auto next = so_far(*table, 12);
    BOOST_TEST(next.size() == 4U);
    BOOST_TEST(next.sum("packets") == 4U);
    BOOST_TEST(table->folded_rows() == 6U);
}

BOOST_AUTO_TEST_CASE(rows_that_wait_for_a_report_take_room)
{
    auto pipeline = with({.idle = 1s});
    pipeline.row_limit = 8;
    const auto table = make_table(pipeline);
    for (int i = 0; i < 1000; ++i)
        add(*table, udp(2. * i));  // one key: each time the row before it has ended
    BOOST_TEST(table->size() <= 8U);
    const auto got = at_end(*table, 2000);
    BOOST_TEST(got.sum("packets") == 1000U);
    BOOST_TEST(got.size() <= 9U);
    BOOST_TEST(reason(got, got.size() - 1) == "evicted");
}

// Folding makes the index anew: it must lead to the row that lives, and not to the one before it.
BOOST_AUTO_TEST_CASE(folding_leaves_the_row_that_lives_alone)
{
    auto pipeline = with({.idle = 10s});
    pipeline.row_limit = 8;
    pipeline.sort_by = "bytes";
    const auto table = make_table(pipeline);
    add(*table, udp(0).traffic(1, 9000));
    add(*table, udp(10).traffic(1, 8000));
    for (std::uint16_t port = 2; port <= 20; ++port)
        add(*table, udp(11, port));
    add(*table, udp(12).traffic(1, 1000));
    const auto got = so_far(*table, 13);
    BOOST_TEST(table->folded_rows() > 0U);
    BOOST_TEST(got.integer(0, "bytes") == 9000U);
    BOOST_TEST(got.integer(1, "bytes") == 9000U);
    BOOST_TEST(got.integer(0, "packets") + got.integer(1, "packets") == 3U);
    BOOST_TEST(reason(got, 0) + reason(got, 1) == "idle");
    BOOST_TEST(got.integer(2, "src_port") != 1U);
}

// What lives and is not among the first is not final: it has no end reason, and is there again next time.
BOOST_AUTO_TEST_CASE(top_leaves_the_dead_and_the_living_apart)
{
    auto pipeline = with({.idle = 10s});
    pipeline.top = 1;
    pipeline.sort_by = "bytes";
    const auto table = make_table(pipeline);
    add(*table, udp(0, 1).traffic(1, 1));
    add(*table, udp(8, 2).traffic(1, 10));
    add(*table, udp(8, 3).traffic(1, 100));
    const auto got = so_far(*table, 10);
    BOOST_REQUIRE(got.size() == 3U);
    BOOST_TEST(got.integer(0, "src_port") == 3U);
    BOOST_TEST(got.integer(1, "other") == 1U);
    BOOST_TEST(got.integer(1, "bytes") == 10U);
    BOOST_TEST(reason(got, 1) == "");
    BOOST_TEST(got.integer(2, "other") == 1U);
    BOOST_TEST(got.integer(2, "bytes") == 1U);
    BOOST_TEST(reason(got, 2) == "evicted");
    const auto next = so_far(*table, 11);
    BOOST_REQUIRE(next.size() == 2U);
    BOOST_TEST(next.sum("bytes") == 110U);
    BOOST_TEST(reason(next, 1) == "");
}

BOOST_AUTO_TEST_SUITE_END()
