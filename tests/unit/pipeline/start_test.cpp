// SPDX-License-Identifier: MIT
// Start-up: the ready line, and what on_start_error says.
#include <boost/test/unit_test.hpp>

#include "harness.hpp"

namespace hookline::test {
namespace {

struct Two : Harness {
    FakeCapture& first = capture("first");
    FakeCapture& second = capture("second");
    FakeSink& out = sink("out");
    Two()
    {
        pipeline({"first", "second"}, {"out"});
        first.on_drain = [this](std::size_t) { return first.hit(1, 1, 10), HOOKLINE_END; };
        second.on_drain = [this](std::size_t) { return second.hit(2, 1, 10), HOOKLINE_END; };
    }
    static std::function<hookline_status()> failing(FakeCapture& capture, hookline_status status)
    {
        return [&capture, status] { return capture.set_error("eth9: no such device"), status; };
    }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(starting, Two)

BOOST_AUTO_TEST_CASE(ready_when_all_are_attached)
{
    const auto ran = run();
    BOOST_TEST(ran.status == 0, ran.err);
    BOOST_TEST(ran.first_line() == "ready: 2 captures, 1 sink");
    BOOST_TEST(ran.count("ready:") == 1);
    BOOST_TEST(first.destroys == 1);
    BOOST_TEST(out.destroys == 1);
}

BOOST_AUTO_TEST_CASE(skip_names_it_and_goes_on)
{
    first.on_start = failing(first, HOOKLINE_RETRY);
    const auto ran = run();
    BOOST_TEST(ran.status == 1);
    BOOST_TEST(ran.first_line() == "error: capture first: start failed: eth9: no such device; going on without it");
    BOOST_TEST(ran.says("ready: 1 capture, 1 sink"), ran.err);
    BOOST_TEST(first.starts == 1);
    BOOST_TEST(out.sum("packets") == 1U);
}

BOOST_AUTO_TEST_CASE(fail_ends_at_once)
{
    capture_config("first").on_start_error = config::OnStartError::fail;
    first.on_start = failing(first, HOOKLINE_FAILED);
    const auto ran = run();
    BOOST_TEST(ran.status == 1);
    BOOST_TEST(!ran.says("ready:"), ran.err);
    BOOST_TEST(second.starts == 0);
    BOOST_TEST(second.stops == 0);
    BOOST_TEST(second.destroys == 1);
    BOOST_TEST(out.closes == 1);
}

BOOST_AUTO_TEST_CASE(retry_tries_again)
{
    capture_config("first").on_start_error = config::OnStartError::retry;
    first.on_start = [&] { return first.starts < 3 ? (first.set_error("busy"), HOOKLINE_RETRY) : HOOKLINE_OK; };
    second.on_drain = [&](std::size_t) { return first.drains > 0 ? HOOKLINE_END : HOOKLINE_OK; };
    const auto ran = run();
    BOOST_TEST(ran.status == 0, ran.err);
    BOOST_TEST(first.starts == 3);
    BOOST_TEST(ran.says("warning: capture first: start failed: busy; trying again"), ran.err);
    BOOST_TEST(ran.says("ready: 2 captures, 1 sink"), ran.err);
    BOOST_TEST(out.sum("packets") == 1U);
}

BOOST_AUTO_TEST_CASE(a_lasting_failure_is_not_tried_again)
{
    capture_config("first").on_start_error = config::OnStartError::retry;
    first.on_start = failing(first, HOOKLINE_FAILED);
    const auto ran = run();
    BOOST_TEST(ran.status == 1);
    BOOST_TEST(first.starts == 1);
}

BOOST_AUTO_TEST_CASE(no_capture_at_all)
{
    first.on_start = failing(first, HOOKLINE_FAILED);
    second.on_start = failing(second, HOOKLINE_FAILED);
    const auto ran = run();
    BOOST_TEST(ran.status == 1);
    BOOST_TEST(ran.says("error: no capture could start"), ran.err);
    BOOST_TEST(!ran.says("ready:"));
}

BOOST_AUTO_TEST_CASE(rows_may_be_emitted_in_start)
{
    first.on_start = [&] { return first.hit(5, 2, 20), HOOKLINE_OK; };
    BOOST_TEST(run().status == 0);
    BOOST_TEST(out.sum("packets") == 4U);
}

BOOST_AUTO_TEST_CASE(a_sink_opens_late)
{
    sink_config("out").on_start_error = config::OnStartError::retry;
    second.on_drain = [&](std::size_t) { return out.opens == 3 ? HOOKLINE_END : HOOKLINE_OK; };
    out.on_open = [&] { return out.opens < 3 ? HOOKLINE_RETRY : HOOKLINE_OK; };
    const auto ran = run();
    BOOST_TEST(ran.status == 0, ran.err);
    BOOST_TEST(out.sum("packets") == 1U);
}

BOOST_AUTO_TEST_CASE(a_sink_opens_after_the_captures_have_ended)
{
    sink_config("out").on_start_error = config::OnStartError::retry;
    out.on_open = [&] { return out.opens < 4 ? HOOKLINE_RETRY : HOOKLINE_OK; };
    const auto ran = run();
    BOOST_TEST(ran.status == 0, ran.err);
    BOOST_TEST(out.sum("packets") == 2U);
}

BOOST_AUTO_TEST_CASE(without_any_capture_there_is_no_report)
{
    first.on_start = second.on_start = [] { return HOOKLINE_FAILED; };
    const auto ran = run();
    BOOST_TEST(ran.status == 1);
    BOOST_TEST(ran.says("error: no capture could start"), ran.err);
    BOOST_TEST(out.writes == 0);
}

BOOST_AUTO_TEST_CASE(a_sink_never_opens)
{
    sink_config("out").on_start_error = config::OnStartError::retry;
    out.on_open = [] { return HOOKLINE_RETRY; };
    const auto ran = run();
    BOOST_TEST(ran.status == 1);
    BOOST_TEST(ran.says("ledger: sink out: dropped not_open 2 rows"), ran.err);
}

BOOST_AUTO_TEST_CASE(without_any_sink_the_run_ends)
{
    out.on_open = [] { return HOOKLINE_FAILED; };
    first.on_drain = second.on_drain = [](std::size_t) { return HOOKLINE_OK; };
    const auto ran = run();
    BOOST_TEST(ran.status == 1);
    BOOST_TEST(ran.says("error: no sink is left; ending"), ran.err);
}

BOOST_AUTO_TEST_CASE(a_sink_that_must_open_ends_the_run)
{
    auto& must = sink("must");
    pipeline({"first"}, {"must"});
    sink_config("must").on_start_error = config::OnStartError::fail;
    must.on_open = [] { return HOOKLINE_FAILED; };
    first.on_drain = second.on_drain = [](std::size_t) { return HOOKLINE_OK; };
    const auto ran = run();
    BOOST_TEST(ran.status == 1);
    BOOST_TEST(out.closes == 1);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace hookline::test
