// SPDX-License-Identifier: MIT
// How a sink is driven: parts, retries, acks, flushes, failures.
#include <boost/test/unit_test.hpp>

#include <thread>

#include "harness.hpp"

namespace hookline::test {
namespace {

struct OneWay : Harness {
    FakeCapture& in = capture("in");
    OneWay()
    {
        in.on_drain = [this](std::size_t) {
            for (std::uint32_t key = 0; key < 10; ++key)
                in.hit(key, 1, 100);
            return HOOKLINE_END;
        };
    }
    FakeSink& out_with(bool acks = false)
    {
        auto& out = sink("out", acks);
        pipeline({"in"}, {"out"});
        return out;
    }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(sinks, OneWay)

BOOST_AUTO_TEST_CASE(a_sink_takes_a_batch_in_parts)
{
    auto& out = out_with();
    out.on_write = [](const hookline_batch&, std::uint64_t, std::size_t& taken) {
        taken = std::min<std::size_t>(taken, 3);
        return HOOKLINE_OK;
    };
    const auto ran = run();
    BOOST_TEST(ran.status == 0, ran.err);
    BOOST_TEST(out.writes == 4);
    BOOST_TEST(out.sum("packets") == 10U);
}

BOOST_AUTO_TEST_CASE(retry_offers_the_rest_again_with_its_token)
{
    auto& out = out_with();
    std::vector<std::uint64_t> tokens;
    out.on_write = [&](const hookline_batch&, std::uint64_t token, std::size_t& taken) {
        tokens.push_back(token);
        taken = tokens.size() == 1 ? 4 : tokens.size() == 2 ? 0 : taken;
        return tokens.size() <= 2 ? HOOKLINE_RETRY : HOOKLINE_OK;
    };
    const auto ran = run();
    BOOST_TEST(ran.status == 0, ran.err);
    BOOST_TEST(tokens.size() == 3U);
    BOOST_TEST(tokens.front() == tokens.back());
    BOOST_TEST(out.sum("packets") == 10U);
    BOOST_TEST(ran.says("sink out: write failed: the plugin gives no reason; trying again"), ran.err);
}

BOOST_AUTO_TEST_CASE(no_progress_is_no_busy_loop)
{
    auto& out = out_with();
    config.host.shutdown_timeout = 500ms;
    out.on_write = [&](const hookline_batch&, std::uint64_t, std::size_t& taken) { return taken = 0, HOOKLINE_OK; };
    const auto ran = run();
    BOOST_TEST(ran.status == 1, ran.err);
    BOOST_TEST(out.writes < 50);
    BOOST_TEST(ran.says("ledger: sink out: dropped shutdown 10 rows"), ran.err);
}

BOOST_AUTO_TEST_CASE(a_failed_write_drops_what_it_did_not_take)
{
    auto& out = out_with();
    out.on_write = [&](const hookline_batch&, std::uint64_t, std::size_t& taken) {
        out.set_error("disk full");
        return taken = 4, HOOKLINE_FAILED;
    };
    const auto ran = run();
    BOOST_TEST(ran.status == 1, ran.err);
    BOOST_TEST(ran.says("sink out: write failed: disk full; dropped 6 rows (sink_error)"), ran.err);
    BOOST_TEST(ran.says("ledger: sink out: offered 10 rows, delivered 4, dropped 6"), ran.err);
}

BOOST_AUTO_TEST_CASE(errors_are_logged_at_a_falling_rate)
{
    auto& out = out_with();
    int drains = 0;
    in.on_drain = [&](std::size_t) {
        const Happening happened{1, "x", 1, 0};
        in.see(1, 0);
        in.emit(kHappenings, &happened, 1, sizeof happened);
        return ++drains < 200 ? HOOKLINE_MORE : HOOKLINE_END;
    };
    out.on_write = [&](const hookline_batch& batch, std::uint64_t, std::size_t& taken) {
        return taken = 0, batch.row_count > 0 ? HOOKLINE_FAILED : HOOKLINE_OK;
    };
    const auto ran = run();
    BOOST_TEST(ran.status == 1);
    BOOST_TEST(ran.count("write failed") <= 3, ran.err);
    BOOST_TEST(ran.says("dropped sink_error 200 rows"), ran.err);
}

BOOST_AUTO_TEST_CASE(acks_tell_what_was_delivered)
{
    auto& out = out_with(true);
    std::jthread library;  // of the sink: acks come from a thread of its own, and late
    out.on_write = [&](const hookline_batch& batch, std::uint64_t token, std::size_t&) {
        if (batch.row_count == 0) return HOOKLINE_OK;
        library = std::jthread([&out, token] {
            std::this_thread::sleep_for(50ms);
            out.host->ack(out.host->context, token, 7, HOOKLINE_OK);
            out.host->ack(out.host->context, token, 3, HOOKLINE_FAILED);
        });
        return HOOKLINE_OK;
    };
    const auto ran = run();
    BOOST_TEST(ran.says("ledger: sink out: offered 10 rows, delivered 7, dropped 3"), ran.err);
    BOOST_TEST(ran.says("ledger: sink out: dropped sink_error 3 rows"), ran.err);
    BOOST_TEST(out.closes == 1);
}

BOOST_AUTO_TEST_CASE(rows_never_acknowledged_are_pending)
{
    out_with(true);
    config.host.shutdown_timeout = 300ms;
    const auto ran = run();
    BOOST_TEST(ran.status == 1);
    BOOST_TEST(ran.says("ledger: sink out: offered 10 rows, delivered 0, dropped 0, pending 10"), ran.err);
    BOOST_TEST(ran.says("sink out: 10 rows were taken and never acknowledged"), ran.err);
}

BOOST_AUTO_TEST_CASE(flushed_at_the_end_of_a_report_and_when_the_queue_is_empty)
{
    auto& out = out_with();
    in.on_drain = [this](std::size_t) {
        const Happening happened{1, "x", 1, 0};
        in.see(1, 0);
        in.emit(kHappenings, &happened, 1, sizeof happened);
        return HOOKLINE_END;
    };
    std::vector<char> calls;
    out.on_write = [&](const hookline_batch&, std::uint64_t, std::size_t&) {
        return calls.push_back('w'), HOOKLINE_OK;
    };
    out.on_flush = [&] { return calls.push_back('f'), HOOKLINE_OK; };
    out.on_close = [&] { return calls.push_back('c'), HOOKLINE_OK; };
    const auto ran = run();
    BOOST_TEST(ran.status == 0, ran.err);
    const std::string text(calls.begin(), calls.end());
    BOOST_TEST((text == "wfwfc" || text == "wwfc"), text);
}

BOOST_AUTO_TEST_CASE(a_sink_that_fails_does_not_touch_another)
{
    auto& out = out_with();
    auto& other = sink("other");
    config.pipelines[0].to.emplace_back("other");
    out.on_write = [](const hookline_batch&, std::uint64_t, std::size_t& taken) { return taken = 0, HOOKLINE_FAILED; };
    const auto ran = run();
    BOOST_TEST(ran.status == 1);
    BOOST_TEST(other.sum("packets") == 10U);
    BOOST_TEST(ran.says("ledger: sink other: offered 10 rows, delivered 10, dropped 0"), ran.err);
}

BOOST_AUTO_TEST_CASE(all_functions_run_on_one_thread_of_its_own)
{
    auto& out = out_with();
    const auto loop = std::this_thread::get_id();
    std::vector<std::thread::id> seen;
    const auto note = [&] { return seen.push_back(std::this_thread::get_id()), HOOKLINE_OK; };
    out.on_open = out.on_flush = out.on_close = note;
    out.on_write = [&](const hookline_batch&, std::uint64_t, std::size_t&) { return note(); };
    BOOST_TEST(run().status == 0);
    BOOST_TEST(seen.size() >= 4U);
    for (const auto& id : seen)
        BOOST_TEST((id == seen.front() && id != loop));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace hookline::test
