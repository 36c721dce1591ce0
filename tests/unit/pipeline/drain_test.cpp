// SPDX-License-Identifier: MIT
// How a capture is driven: MORE, PENDING and wake(), stop(), and its services.
#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <csignal>
#include <thread>

#include "harness.hpp"

namespace hookline::test {
namespace {

struct OneWay : Harness {
    FakeCapture& in = capture("in");
    FakeSink& out = sink("out");
    OneWay() { pipeline({"in"}, {"out"}); }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(draining, OneWay)

BOOST_AUTO_TEST_CASE(more_leaves_room_for_signals)
{
    in.on_drain = [&](std::size_t budget) {
        BOOST_TEST(budget > 0U);
        if (in.stops > 0) return HOOKLINE_OK;
        if (in.drains == 3) ::raise(SIGINT);
        in.hit(1, 1, 10);
        return HOOKLINE_MORE;
    };
    const auto ran = run();
    BOOST_TEST(ran.status == 0, ran.err);
    BOOST_TEST(in.drains < 100'000);
    BOOST_TEST(out.reports() == 1);
}

BOOST_AUTO_TEST_CASE(pending_waits_for_wake)
{
    std::jthread waker;
    std::atomic<bool> woken = false;
    in.on_drain = [&](std::size_t) {
        if (in.drains == 1) {
            waker = std::jthread([&] {
                std::this_thread::sleep_for(100ms);  // ten ticks, none of which may call drain()
                woken = true;
                in.wake();
            });
            return HOOKLINE_PENDING;
        }
        BOOST_TEST(woken);
        in.hit(1, 1, 10);
        return HOOKLINE_END;
    };
    const auto ran = run();
    BOOST_TEST(ran.status == 0, ran.err);
    BOOST_TEST(in.drains == 2);
    BOOST_TEST(out.sum("packets") == 1U);
}

BOOST_AUTO_TEST_CASE(wake_before_pending_is_not_missed)
{
    in.on_drain = [&](std::size_t) {
        if (in.drains > 1) return HOOKLINE_END;
        in.wake();
        return HOOKLINE_PENDING;
    };
    BOOST_TEST(run().status == 0);
    BOOST_TEST(in.drains == 2);
}

BOOST_AUTO_TEST_CASE(wake_does_not_wait_for_the_tick)
{
    config.host.tick = 1h;
    in.on_drain = [&](std::size_t) {
        if (in.drains == 3) return HOOKLINE_END;
        in.wake();
        return HOOKLINE_OK;
    };
    BOOST_TEST(run().status == 0);
    BOOST_TEST(in.drains == 3);
}

BOOST_AUTO_TEST_CASE(what_was_seen_before_stop_is_drained_after_it)
{
    int left = 5;
    in.on_drain = [&](std::size_t) {
        if (in.stops == 0) {
            if (in.drains == 2) ::raise(SIGTERM);
            return HOOKLINE_OK;
        }
        in.hit(1, 1, 10);
        return --left > 0 ? HOOKLINE_MORE : HOOKLINE_OK;
    };
    const auto ran = run();
    BOOST_TEST(ran.status == 0, ran.err);
    BOOST_TEST(left == 0);
    BOOST_TEST(out.sum("packets") == 5U);
}

BOOST_AUTO_TEST_CASE(a_drain_that_never_ends_is_cut_short)
{
    config.host.shutdown_timeout = 200ms;
    config.host.duration = 20ms;
    in.on_drain = [](std::size_t) { return HOOKLINE_MORE; };
    const auto ran = run();
    BOOST_TEST(ran.status == 1);
    BOOST_TEST(ran.says("capture in: has not handed over all it saw by the shutdown timeout"), ran.err);
}

BOOST_AUTO_TEST_CASE(retry_is_tried_at_the_next_tick)
{
    in.on_drain = [&](std::size_t) {
        if (in.drains < 4) return in.set_error("not now"), HOOKLINE_RETRY;
        return in.hit(1, 1, 10), HOOKLINE_END;
    };
    const auto ran = run();
    BOOST_TEST(ran.status == 1);
    BOOST_TEST(ran.count("capture in: drain failed: not now; trying again") == 1, ran.err);
    BOOST_TEST(out.sum("packets") == 1U);
}

BOOST_AUTO_TEST_CASE(what_a_failed_drain_left_is_still_drained)
{
    in.on_start = [&] { return in.see(5, 50), HOOKLINE_OK; };
    in.on_drain = [&](std::size_t) {
        const Hit rest{5, 50, 1, 0};
        if (in.stops == 0) return in.set_error("no memory"), HOOKLINE_FAILED;
        return in.emit(kHits, &rest, 1, sizeof rest), HOOKLINE_OK;
    };
    const auto ran = run();
    BOOST_TEST(ran.status == 1);
    BOOST_TEST(ran.count("capture in: drain failed: no memory") == 1, ran.err);
    BOOST_TEST(out.sum("packets") == 5U);
    BOOST_TEST(ran.last_line() == "ledger: seen 5 packets 50 bytes, delivered 5 50, filtered 0 0, lost 0 0", ran.err);
}

BOOST_AUTO_TEST_CASE(captures_stop_side_by_side)
{
    auto& other = capture("other");
    config.pipelines[0].from.emplace_back("other");
    std::atomic<int> inside = 0;
    std::atomic<int> met = 0;
    const auto meet = [&] {
        ++inside;
        if (eventually([&] { return inside == 2; })) ++met;
    };
    in.on_stop = other.on_stop = meet;
    BOOST_TEST(run().status == 0);
    BOOST_TEST(met == 2);
    BOOST_TEST(in.stops == 1);
    BOOST_TEST(other.stops == 1);
}

BOOST_AUTO_TEST_CASE(nothing_else_runs_while_a_capture_stops)
{
    std::atomic<bool> stopping = false;
    std::atomic<int> beats = 0;
    struct Beat {
        std::atomic<bool>& stopping;
        std::atomic<int>& beats;
    } beat{stopping, beats};
    in.on_start = [&] {
        const auto on_beat = [](void* argument) {
            auto& self = *static_cast<Beat*>(argument);
            if (self.stopping) self.beats = -1'000'000;
            ++self.beats;
        };
        in.host->start_timer(in.host->context, 1'000'000, 1'000'000, on_beat, &beat);
        return HOOKLINE_OK;
    };
    in.on_stop = [&] {
        stopping = true;
        std::this_thread::sleep_for(50ms);
        stopping = false;
    };
    in.on_drain = [&, raised = false](std::size_t) mutable {
        BOOST_TEST(!stopping);
        if (beats > 3 && !std::exchange(raised, true)) ::raise(SIGINT);
        return HOOKLINE_OK;
    };
    const auto ran = run();
    BOOST_TEST(ran.status == 0, ran.err);
    BOOST_TEST(beats > 3);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace hookline::test
