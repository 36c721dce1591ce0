// SPDX-License-Identifier: MIT
// Sinks that hang: the rest goes on, and they are named and left behind. These runs end in _exit(), in a child.
#include <boost/test/unit_test.hpp>

#include <unistd.h>

#include <thread>

#include "harness.hpp"

namespace hookline::test {
namespace {

struct Stalled : Harness {
    FakeCapture& in = capture("in");
    FakeSink& stuck = sink("stuck");
    FakeSink& good = sink("good");
    Stalled()
    {
        pipeline({"in"}, {"stuck", "good"});
        config.host.shutdown_timeout = 400ms;
        config.host.open_timeout = 50ms;
        in.on_drain = [this](std::size_t) { return in.hit(1, 1, 10), HOOKLINE_END; };
    }
    static hookline_status never()
    {
        for (;;)
            ::pause();
    }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(stalls, Stalled)

BOOST_AUTO_TEST_CASE(open_never_returns)
{
    stuck.on_open = never;
    config.host.duration = 200ms;
    in.on_drain = [this](std::size_t) { return in.hit(1, 1, 10), HOOKLINE_OK; };
    const auto ran = run_in_child();
    BOOST_TEST(ran.status == 1, ran.err);
    BOOST_TEST(ran.says("sink stuck: open has not returned after 50ms"), ran.err);
    BOOST_TEST(ran.says("sink stuck: it has not returned from a call by the shutdown timeout, and is abandoned"));
    BOOST_TEST(ran.says("ledger: sink stuck: dropped abandoned 1 rows"), ran.err);
    BOOST_TEST(ran.says("ledger: sink good: offered 1 rows, delivered 1, dropped 0"), ran.err);
    BOOST_TEST(ran.last_line().starts_with("ledger: seen"), ran.err);
}

BOOST_AUTO_TEST_CASE(write_never_returns)
{
    stuck.on_write = [](const hookline_batch&, std::uint64_t, std::size_t&) { return never(); };
    const auto start = std::chrono::steady_clock::now();
    const auto ran = run_in_child();
    BOOST_TEST((std::chrono::steady_clock::now() - start < 3s));
    BOOST_TEST(ran.status == 1, ran.err);
    BOOST_TEST(ran.says("ledger: sink stuck: offered 1 rows, delivered 0, dropped 1"), ran.err);
    BOOST_TEST(ran.says("ledger: sink stuck: dropped abandoned 1 rows"), ran.err);
    BOOST_TEST(ran.says("ledger: sink good: offered 1 rows, delivered 1, dropped 0"), ran.err);
}

BOOST_AUTO_TEST_CASE(close_never_returns)
{
    stuck.on_close = never;
    const auto ran = run_in_child();
    BOOST_TEST(ran.status == 1, ran.err);
    BOOST_TEST(ran.says("sink stuck: it has not returned from a call"), ran.err);
    BOOST_TEST(ran.says("ledger: sink stuck: offered 1 rows, delivered 1, dropped 0"), ran.err);
}

BOOST_AUTO_TEST_CASE(capture_stop_never_returns)
{
    in.on_stop = [] { never(); };
    const auto ran = run_in_child();
    BOOST_TEST(ran.status == 1, ran.err);
    BOOST_TEST(ran.says("capture in: stop has not returned by the shutdown timeout"), ran.err);
    BOOST_TEST(ran.says("ledger: sink good: offered 1 rows, delivered 1, dropped 0"), ran.err);
}

BOOST_AUTO_TEST_CASE(a_stalled_sink_overflows_its_own_queue_only)
{
    sink_config("stuck").queue_size = 2'000;
    std::atomic<bool> released = false;
    stuck.on_write = [&](const hookline_batch&, std::uint64_t, std::size_t&) {
        while (!released)
            std::this_thread::sleep_for(1ms);
        return HOOKLINE_OK;
    };
    int drains = 0;
    in.on_drain = [&](std::size_t) {
        if (drains > 0) BOOST_REQUIRE(eventually([&] { return stuck.writes > 0; }));
        const std::vector<Happening> rows(1'000, Happening{1, "x", 1, 0});
        in.see(rows.size(), 0);
        in.emit(kHappenings, rows.data(), rows.size(), sizeof(Happening));
        if (++drains < 10) return HOOKLINE_MORE;
        released = true;
        return HOOKLINE_END;
    };
    const auto ran = run();
    BOOST_TEST(ran.status == 0, ran.err);
    BOOST_TEST(ran.says("sink stuck: dropped 1000 rows (queue_full, 2000 rows); raise queue_size"), ran.err);
    BOOST_TEST(ran.says("ledger: sink stuck: offered 10000 rows, delivered 2000, dropped 8000"), ran.err);
    BOOST_TEST(ran.says("ledger: sink stuck: dropped queue_full 8000 rows"), ran.err);
    BOOST_TEST(ran.says("ledger: sink good: offered 10000 rows, delivered 10000, dropped 0"), ran.err);
}

BOOST_AUTO_TEST_CASE(a_stalled_sink_does_not_eat_the_other_sinks_time)
{
    sink_config("stuck").queue_size = 5'000;
    stuck.on_write = [](const hookline_batch&, std::uint64_t, std::size_t&) { return never(); };
    in.on_drain = [&](std::size_t) {
        for (std::uint32_t key = 0; key < 50'000; ++key)
            in.hit(key, 1, 10);
        return HOOKLINE_END;
    };
    config.host.shutdown_timeout = 2s;
    const auto ran = run_in_child();
    BOOST_TEST(ran.status == 1);
    BOOST_TEST(ran.says("ledger: sink good: offered 50000 rows, delivered 50000, dropped 0"), ran.err);
    BOOST_TEST(ran.says("ledger: sink stuck: offered 50000 rows, delivered 0, dropped 50000"), ran.err);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace hookline::test
