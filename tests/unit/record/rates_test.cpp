// SPDX-License-Identifier: MIT
// bitrate, bitrate_now, bitrate_peak: between reports with `every`, over ten-second windows without.
#include <boost/test/unit_test.hpp>

#include "sample.hpp"

using namespace hookline;
using sample::add;
using sample::make_table;
using sample::report;
using sample::Report;
using sample::tcp;

namespace {

constexpr std::int64_t kStart = 1'700'000'000'000'000'000;
constexpr std::int64_t kSecond = 1'000'000'000;

std::int64_t at(double seconds)
{
    return kStart + static_cast<std::int64_t>(seconds * kSecond);
}

void add_bytes(record::Table& table, std::uint64_t bytes, std::uint16_t port = 1)
{
    add(table, tcp().ports(port, 80).traffic(1, bytes));
}

void check(const Report& got, std::size_t row, double mean, double now, double peak)
{
    const auto near = boost::test_tools::tolerance(1e-9);
    BOOST_TEST(got.number(row, "bitrate") == mean, near);
    BOOST_TEST(got.number(row, "bitrate_now") == now, near);
    BOOST_TEST(got.number(row, "bitrate_peak") == peak, near);
}

const config::Pipeline kEverySecond{.every = std::chrono::seconds(1)};

}  // namespace

BOOST_AUTO_TEST_SUITE(rates)

BOOST_AUTO_TEST_CASE(now_is_since_the_last_report)
{
    const auto table = make_table(kEverySecond);
    add_bytes(*table, 1000);
    check(report(*table, at(0), at(1)), 0, 8000, 8000, 8000);
    add_bytes(*table, 5000);
    check(report(*table, at(0), at(2)), 0, 24'000, 40'000, 40'000);
    check(report(*table, at(0), at(3)), 0, 16'000, 0, 40'000);
    add_bytes(*table, 10);  // a short rest before the end: no peak
    check(report(*table, at(0), at(3.001), true), 0, 6010 * 8 / 3.001, 80'000, 40'000);
}

BOOST_AUTO_TEST_CASE(the_other_row_has_rates_too)
{
    auto pipeline = kEverySecond;
    pipeline.top = 1;
    const auto table = make_table(pipeline);
    for (std::uint16_t port = 1; port <= 3; ++port)
        add_bytes(*table, 1000u * port, port);
    check(report(*table, at(0), at(1)), 1, 24'000, 24'000, 24'000);
    add_bytes(*table, 1000, 1);
    check(report(*table, at(0), at(2)), 1, 4000 * 8 / 2., 8000, 24'000);
}

BOOST_AUTO_TEST_CASE(folding_loses_no_rate)
{
    auto pipeline = kEverySecond;
    pipeline.row_limit = 1;
    const auto table = make_table(pipeline);
    add_bytes(*table, 1000, 1);
    check(report(*table, at(0), at(1)), 0, 8000, 8000, 8000);
    add_bytes(*table, 500, 1);
    add_bytes(*table, 7, 2);  // folds the other one
    const auto got = report(*table, at(0), at(2));
    BOOST_REQUIRE(got.size() == 2u);
    check(got, 0, 28, 56, 56);
    check(got, 1, 6000, 4000, 6000);
}

BOOST_AUTO_TEST_CASE(without_ticks_now_is_the_mean)
{
    const auto table = make_table({});
    add_bytes(*table, 1000);
    check(report(*table, at(0), at(4), true), 0, 2000, 2000, 2000);
}

BOOST_AUTO_TEST_CASE(no_time_no_rate)
{
    for (const auto& pipeline : {config::Pipeline{}, kEverySecond}) {
        const auto table = make_table(pipeline);
        add_bytes(*table, 1000);
        check(report(*table, at(1), at(1)), 0, 0, 0, 0);
        check(report(*table, at(2), at(1)), 0, 0, 0, 0);
    }
}

// 100 bytes a second for 60 seconds, then ten times that for 15, ticks twice a second.
BOOST_AUTO_TEST_CASE(now_is_a_window_of_ten_seconds)
{
    const auto table = make_table({});
    table->tick(at(0));
    for (int half = 1; half <= 150; ++half) {
        add_bytes(*table, half <= 120 ? 50 : 500);
        table->tick(at(half / 2.));
    }
    // Windows end at 10, 20, ... 70: five seconds of this one, and half of the one before.
    check(report(*table, at(0), at(75)), 0, 21'000 * 8 / 75., 8000, 8000);
    for (int half = 151; half <= 240; ++half)
        table->tick(at(half / 2.));
    check(report(*table, at(0), at(120), true), 0, 21'000 * 8 / 120., 0, 8000);
}

BOOST_AUTO_TEST_CASE(a_window_that_got_long_counts_its_own_time)
{
    const auto table = make_table({});
    table->tick(at(0));
    add_bytes(*table, 100'000);
    table->tick(at(100));  // a file: ten thousand packets a drain
    add_bytes(*table, 500);
    check(report(*table, at(0), at(105)), 0, 100'500 * 8 / 105., (500 + 5000) * 8 / 10., 8000);
}

BOOST_AUTO_TEST_CASE(traffic_before_the_first_tick_is_in_no_window)
{
    const auto table = make_table({});
    add_bytes(*table, 90'000);
    table->tick(at(30));
    add_bytes(*table, 1000);
    check(report(*table, at(0), at(31)), 0, 91'000 * 8 / 31., 8000, 91'000 * 8 / 31.);
}

BOOST_AUTO_TEST_CASE(a_run_shorter_than_a_window_is_its_own_window)
{
    const auto table = make_table({});
    add_bytes(*table, 1000);
    table->tick(at(1));
    add_bytes(*table, 100);
    check(report(*table, at(0), at(2)), 0, 4400, 4400, 4400);
    table->tick(at(2));
    check(report(*table, at(0), at(2), true), 0, 4400, 4400, 4400);
}

// Until the first packets of a file are read, nobody knows that they are from the past.
BOOST_AUTO_TEST_CASE(the_clock_may_go_back)
{
    const auto table = make_table({});
    table->tick(at(1'000'000));
    add_bytes(*table, 7000);
    table->tick(at(20));
    add_bytes(*table, 1000);
    table->tick(at(30));
    check(report(*table, at(0), at(30), true), 0, 8000 * 8 / 30., 800, 8000 * 8 / 30.);
}

BOOST_AUTO_TEST_CASE(reports_sort_by_rates)
{
    auto pipeline = kEverySecond;
    pipeline.sort_by = "bitrate_now";
    const auto table = make_table(pipeline);
    add_bytes(*table, 1000, 1);
    add_bytes(*table, 10, 2);
    BOOST_TEST(report(*table, at(0), at(1)).integer(0, "src_port") == 1u);
    add_bytes(*table, 20, 2);
    BOOST_TEST(report(*table, at(0), at(2)).integer(0, "src_port") == 2u);
    BOOST_TEST(report(*table, at(0), at(2)).integer(0, "src_port") == 2u);  // no time has passed
}

BOOST_AUTO_TEST_SUITE_END()
