// SPDX-License-Identifier: MIT
// When reports are made, what time they cover, and the ledger as a stream.
#include <boost/test/unit_test.hpp>

#include <thread>

#include "harness.hpp"
#include "pipeline/interval.hpp"

namespace hookline::test {

BOOST_FIXTURE_TEST_SUITE(reports, Harness)

BOOST_AUTO_TEST_CASE(every_interval_and_at_the_end)
{
    auto& in = capture("in");
    auto& out = sink("out");
    pipeline({"in"}, {"out"}).every = 30ms;
    config.host.duration = 320ms;
    in.on_drain = [&](std::size_t) { return in.hit(1, 1, 10), HOOKLINE_OK; };
    const auto ran = run();
    BOOST_TEST(ran.status == 0, ran.err);
    BOOST_TEST(out.reports() >= 5);
    BOOST_TEST(out.reports() <= 12);
    // Totals are the whole run's, and the last report has them all.
    BOOST_TEST(out.rows().back().numbers.at("packets") == static_cast<std::uint64_t>(in.drains));
}

// A report waits until each capture has been drained after its due time: with one tick in an hour, and one capture that
// takes a while, both captures' rows are in.
BOOST_AUTO_TEST_CASE(all_captures_are_drained_for_a_report)
{
    auto& quick = capture("quick");
    auto& slow = capture("slow");
    auto& out = sink("out");
    auto& way = pipeline({"quick", "slow"}, {"out"});
    way.every = 50ms;
    way.group_by = {"color"};
    config.host.tick = 1h;
    config.host.duration = 180ms;
    std::jthread waker;
    quick.on_drain = [&](std::size_t) { return quick.hit(1, 1, 10), HOOKLINE_OK; };
    bool pending = false;
    slow.on_drain = [&](std::size_t) {
        pending = !pending;
        if (pending) {
            waker = std::jthread([&] {
                std::this_thread::sleep_for(15ms);
                slow.wake();
            });
            return HOOKLINE_PENDING;
        }
        return slow.hit(2, 1, 10), HOOKLINE_OK;
    };
    const auto ran = run();
    BOOST_TEST(ran.status == 0, ran.err);
    BOOST_TEST(out.reports() >= 3);
    for (const auto& row : out.rows())
        BOOST_TEST(row.numbers.at("packets") % 2 == 0U, "one capture is ahead: " << row.numbers.at("packets"));
}

BOOST_AUTO_TEST_CASE(a_silent_run_reports_nothing_but_reports)
{
    capture("in");
    auto& out = sink("out");
    pipeline({"in"}, {"out"});
    const auto ran = run();
    BOOST_TEST(ran.status == 0, ran.err);
    BOOST_TEST(out.reports() == 1);
    BOOST_TEST(out.rows().empty());
    BOOST_TEST(ran.last_line() == "ledger: seen 0 packets 0 bytes, delivered 0 0, filtered 0 0, lost 0 0");
}

BOOST_AUTO_TEST_CASE(a_file_has_its_own_time)
{
    auto& in = capture("in");
    auto& out = sink("out");
    pipeline({"in"}, {"out"});
    in.on_drain = [&](std::size_t) {
        const Hit row{1, 10, 1, 1};
        in.see(2, 20);
        in.emit(kHits, &row, 1, sizeof row, 2'000, 3'000);
        in.emit(kHits, &row, 1, sizeof row, 1'000, 2'500);
        return HOOKLINE_END;
    };
    BOOST_TEST(run().status == 0);
    BOOST_REQUIRE(out.begins.size() == 1U);
    BOOST_TEST(out.begins[0] == 1'000);
    BOOST_TEST(out.ends[0] == 3'000);
}

BOOST_AUTO_TEST_CASE(live_traffic_has_the_wall_clock)
{
    auto& in = capture("in");
    auto& out = sink("out");
    pipeline({"in"}, {"out"});
    config.host.duration = 50ms;
    const auto before = pipeline::wall_clock_ns();
    in.on_drain = [&](std::size_t) {
        const Hit row{1, 10, 1, 1};
        const auto now = pipeline::wall_clock_ns();
        if (in.drains > 1) return HOOKLINE_OK;
        in.see(1, 10);
        in.emit(kHits, &row, 1, sizeof row, now - 5, now);
        return HOOKLINE_OK;
    };
    BOOST_TEST(run().status == 0);
    BOOST_REQUIRE(out.begins.size() == 1U);
    BOOST_TEST(out.begins[0] >= before);
    BOOST_TEST(out.ends[0] - out.begins[0] >= 45'000'000);
}

BOOST_AUTO_TEST_CASE(the_ledger_is_a_stream)
{
    auto& in = capture("in");
    sink("out");
    auto& book = sink("book");
    pipeline({"ledger"}, {"book"});
    pipeline({"in"}, {"out"});
    in.on_drain = [&](std::size_t) {
        in.hit(1, 5, 50);
        in.see(2, 20);
        in.host->count(in.host->context, HOOKLINE_LOST, "map_full", 2, 20);
        return HOOKLINE_END;
    };
    const auto ran = run();
    BOOST_TEST(ran.status == 0, ran.err);
    BOOST_TEST(book.reports() == 1);
    const auto find = [rows = book.rows()](const std::string& who, const std::string& account) {
        for (const auto& row : rows)
            if (row.texts.at("who") == who && row.texts.at("account") == account) return row;
        BOOST_FAIL("no entry " << who << " " << account);
        return SeenRow{};
    };
    BOOST_TEST(find("capture in", "seen").numbers.at("packets") == 7U);
    BOOST_TEST(find("capture in", "lost").texts.at("cause") == "map_full");
    BOOST_TEST(find("sink out", "delivered").numbers.at("rows") == 1U);
    BOOST_TEST(find("total", "delivered").numbers.at("bytes") == 50U);
    BOOST_TEST(!find("sink out", "delivered").numbers.contains("packets"));
}

BOOST_AUTO_TEST_CASE(the_ledger_at_intervals_and_filtered)
{
    auto& in = capture("in");
    auto& book = sink("book");
    auto& way = pipeline({"ledger"}, {"book"});
    way.every = 30ms;
    way.where = {{"who", {std::string("total")}, {}}};
    pipeline({"in"}, {"book"}).where = {{"key", {std::int64_t{99}}, {}}};
    config.host.duration = 110ms;
    in.on_drain = [&](std::size_t) { return in.drains == 1 ? in.hit(1, 5, 50) : void(), HOOKLINE_OK; };
    const auto ran = run();
    BOOST_TEST(ran.status == 0, ran.err);
    BOOST_TEST(book.reports() >= 4);
    for (const auto& row : book.rows())
        BOOST_TEST(row.texts.at("who") == "total");
    BOOST_TEST(!book.rows().empty());
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace hookline::test
