// SPDX-License-Identifier: MIT
// When rows end, why, and in which report.
#include <boost/test/unit_test.hpp>

#include "timed.hpp"

using namespace hookline;
using namespace std::chrono_literals;
using namespace sample;

BOOST_AUTO_TEST_SUITE(timeouts)

BOOST_AUTO_TEST_CASE(without_them_there_is_no_such_column)
{
    BOOST_TEST(make_table({})->output()->find("end_reason") == nullptr);
    BOOST_TEST(make_table(with({.idle = 0s}))->output()->find("end_reason") == nullptr);
    BOOST_TEST(make_table(with({.closed = 1s}))->output()->find("end_reason") != nullptr);
}

BOOST_AUTO_TEST_CASE(a_gap_ends_a_row)
{
    const auto table = make_table(with({.idle = 15s}));
    for (const double when : {0., 14.999, 29.999, 40.})  // the third comes 15 s after the second
        add(*table, udp(when));
    const auto got = at_end(*table, 41);
    BOOST_REQUIRE(got.size() == 2U);
    BOOST_TEST(reason(got, 0) == "");  // the highest `first` first
    BOOST_TEST(got.integer(0, "packets") == 2U);
    BOOST_TEST(got.integer(0, "first") == static_cast<std::uint64_t>(at(29.999)));
    BOOST_TEST(reason(got, 1) == "idle");
    BOOST_TEST(got.integer(1, "packets") == 2U);
    BOOST_TEST(got.integer(1, "last") == static_cast<std::uint64_t>(at(14.999)));
}

BOOST_AUTO_TEST_CASE(a_row_that_has_ended_is_in_one_report_more)
{
    const auto table = make_table(with({.idle = 15s}));
    add(*table, udp(0));
    BOOST_TEST(reason(so_far(*table, 14), 0) == "");
    const auto last = so_far(*table, 15);
    BOOST_REQUIRE(last.size() == 1U);
    BOOST_TEST(reason(last, 0) == "idle");
    BOOST_TEST(last.integer(0, "bytes") == 100U);
    BOOST_TEST(so_far(*table, 16).size() == 0U);
    BOOST_TEST(table->size() == 0U);
    add(*table, udp(17));
    const auto again = so_far(*table, 18);
    BOOST_REQUIRE(again.size() == 1U);
    BOOST_TEST(reason(again, 0) == "");
    BOOST_TEST(again.integer(0, "packets") == 1U);
    BOOST_TEST(at_end(*table, 100).sum("packets") == 1U);
}

BOOST_AUTO_TEST_CASE(the_last_report_has_all_that_ended_before)
{
    const auto table = make_table(with({.idle = 1s}));
    for (int i = 0; i < 100; ++i) {
        add(*table, udp(10. * i));
        table->tick(at(10. * i + 5));
    }
    BOOST_TEST(table->size() == 100U);
    const auto got = at_end(*table, 990.5);
    BOOST_REQUIRE(got.size() == 100U);
    BOOST_TEST(reason(got, 0) == "");
    for (std::size_t i = 1; i < got.size(); ++i)
        BOOST_TEST(reason(got, i) == "idle");
}

BOOST_AUTO_TEST_CASE(active_rows_are_cut)
{
    const auto table = make_table(with({.idle = 15s, .active = 60s}));
    for (int second = 0; second < 150; ++second)
        add(*table, udp(second));
    const auto got = at_end(*table, 149);
    BOOST_REQUIRE(got.size() == 3U);
    BOOST_TEST(reason(got, 0) == "");
    BOOST_TEST(got.integer(0, "packets") == 30U);
    for (const std::size_t row : {1U, 2U}) {
        BOOST_TEST(reason(got, row) == "active");
        BOOST_TEST(got.integer(row, "packets") == 60U);
    }
    // Without traffic, too: what came first is the reason.
    const auto quiet = make_table(with({.idle = 15s, .active = 60s}));
    add(*quiet, udp(0).times(at(0), at(50)));
    BOOST_TEST(reason(so_far(*quiet, 59.9), 0) == "");
    BOOST_TEST(reason(so_far(*quiet, 100), 0) == "active");
}

BOOST_AUTO_TEST_CASE(fin_and_rst_close)
{
    const auto ends = [](std::uint8_t flags, double report_at) {
        const auto table = make_table(with({.idle = 60s}));
        add(*table, tcp(0, kSyn));
        add(*table, tcp(1, flags));
        add(*table, tcp(4));  // within the five seconds: it goes on
        return reason(so_far(*table, report_at), 0);
    };
    BOOST_TEST(ends(kFin, 8.9) == "");
    BOOST_TEST(ends(kFin, 9) == "fin");
    BOOST_TEST(ends(kRst, 9) == "rst");
    BOOST_TEST(ends(kFin | kRst, 9) == "rst");
    BOOST_TEST(ends(0, 63.9) == "");
    BOOST_TEST(ends(kFin, 1000) == "fin");
    BOOST_TEST(ends(0, 64) == "idle");
}

BOOST_AUTO_TEST_CASE(a_port_used_again_after_fin_is_a_new_row)
{
    const auto table = make_table(with({.closed = 2s}));
    add(*table, tcp(0, kSyn | kFin));
    add(*table, tcp(2, kSyn));
    const auto got = at_end(*table, 100);
    BOOST_REQUIRE(got.size() == 2U);
    BOOST_TEST(reason(got, 0) == "");
    BOOST_TEST(got.integer(0, "tcp_flags") == kSyn);
    BOOST_TEST(reason(got, 1) == "fin");
}

BOOST_AUTO_TEST_CASE(zero_is_never)
{
    const auto table = make_table(with({.idle = 10s, .closed = 0s}, {{"udp", {.idle = 0s}, {}}}));
    add(*table, tcp(0, kFin));
    add(*table, udp(0.5));
    BOOST_TEST(reason(so_far(*table, 9), 1) == "");
    const auto got = so_far(*table, 1e6);
    BOOST_TEST(reason(got, 0) == "");
    BOOST_TEST(reason(got, 1) == "idle");
}

BOOST_AUTO_TEST_CASE(every_protocol_has_its_own)
{
    const auto table =
        make_table(with({.idle = 10s, .active = 40s},
                        {{"TCP", {.idle = 50s}, {}}, {"udp", {.idle = 2s}, {}}, {"50-51", {.active = 3s}, {}}}));
    add(*table, tcp(0.5));
    add(*table, udp(0.4));
    add(*table, udp(0.3).proto(50));
    add(*table, udp(0.2).proto(1));
    const auto reasons = [&](double when) {
        const auto got = so_far(*table, when);
        std::string all;
        for (std::size_t i = 0; i < got.size(); ++i)
            all += std::to_string(got.integer(i, "proto")) + reason(got, i) + ' ';
        return all;
    };
    BOOST_TEST(reasons(2.3) == "6 17 50 1 ");
    BOOST_TEST(reasons(2.5) == "6 17idle 50 1 ");
    BOOST_TEST(reasons(3.4) == "6 50active 1 ");
    BOOST_TEST(reasons(11) == "6 1idle ");
    BOOST_TEST(reasons(41) == "6active ");
    BOOST_TEST(reasons(99) == "");
}

// Another capture, or another CPU, may hand over late what it saw earlier.
BOOST_AUTO_TEST_CASE(what_comes_late_belongs_to_the_row)
{
    const auto table = make_table(with({.idle = 10s}));
    add(*table, udp(100));
    add(*table, udp(50));
    add(*table, udp(105).times(at(95), at(105)));
    const auto got = at_end(*table, 106);
    BOOST_REQUIRE(got.size() == 1U);
    BOOST_TEST(got.integer(0, "first") == static_cast<std::uint64_t>(at(50)));
    BOOST_TEST(got.integer(0, "last") == static_cast<std::uint64_t>(at(105)));
}

BOOST_AUTO_TEST_CASE(rows_that_are_no_flows_are_not_closed)
{
    const auto flood = make_table(with({.idle = 60s}));
    add(*flood, Flow{}.proto(6).network("198.51.100.0", 24).traffic(1, 60).times(at(0), at(0)).tcp_flags(kFin));
    BOOST_TEST(reason(so_far(*flood, 59), 0) == "");
    BOOST_TEST(reason(so_far(*flood, 60), 0) == "idle");
    auto pipeline = with({.idle = 60s});
    pipeline.group_by = {"dst_addr"};
    const auto group = make_table(pipeline);
    add(*group, tcp(0, kFin));
    BOOST_TEST(reason(so_far(*group, 59), 0) == "");
    pipeline.timeouts.closed = 1s;
    const auto asked_for = make_table(pipeline);
    add(*asked_for, tcp(0, kFin));
    BOOST_TEST(reason(so_far(*asked_for, 59), 0) == "fin");
}

BOOST_AUTO_TEST_CASE(rows_without_times_stay)
{
    const auto table = make_table(with({.idle = 1s, .active = 1s}));
    for (int i = 0; i < 2; ++i)
        add(*table, sample::tcp().tcp_flags(kFin));
    const auto got = so_far(*table, 1e6);
    BOOST_REQUIRE(got.size() == 1U);
    BOOST_TEST(reason(got, 0) == "");
    BOOST_TEST(got.integer(0, "packets") == 2U);
}

BOOST_AUTO_TEST_SUITE_END()
