// SPDX-License-Identifier: MIT
// Plugins that throw or return garbage, at every function: named, and the rest goes on.
#include <boost/test/unit_test.hpp>

#include <stdexcept>

#include "harness.hpp"

namespace hookline::test {
namespace {

[[noreturn]] void boom()
{
    throw std::runtime_error("boom");
}
hookline_status boom_status()
{
    boom();
}
const auto kGarbage = static_cast<hookline_status>(77);

// One healthy capture and sink beside those that misbehave.
struct Healthy : Harness {
    FakeCapture& good = capture("good");
    FakeSink& out = sink("out");
    Healthy()
    {
        pipeline({"good"}, {"out"});
        good.on_drain = [this](std::size_t) { return good.hit(1, 1, 10), HOOKLINE_END; };
    }
    void expect_the_rest_went_on(const Ran& ran)
    {
        BOOST_TEST(ran.status == 1, ran.err);
        BOOST_TEST(out.sum("packets") == 1U, ran.err);
        BOOST_TEST(out.closes == 1);
        BOOST_TEST(ran.last_line().starts_with("ledger: seen"), ran.err);
    }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(guard, Healthy)

BOOST_AUTO_TEST_CASE(capture_start_throws)
{
    auto& bad = capture("bad");
    pipeline({"bad"}, {"out"});
    bad.on_start = boom_status;
    const auto ran = run();
    expect_the_rest_went_on(ran);
    BOOST_TEST(ran.says("capture bad: start threw an exception: boom"), ran.err);
    BOOST_TEST(bad.stops == 1);
    BOOST_TEST(bad.destroys == 1);
}

BOOST_AUTO_TEST_CASE(capture_drain_throws)
{
    auto& bad = capture("bad");
    pipeline({"bad"}, {"out"});
    bad.on_drain = [](std::size_t) { return boom_status(); };
    const auto ran = run();
    expect_the_rest_went_on(ran);
    BOOST_TEST(ran.says("capture bad: drain threw an exception: boom"), ran.err);
    BOOST_TEST(bad.drains == 2);  // once more when it is stopped, for what it still holds
    BOOST_TEST(bad.stops >= 1);
}

BOOST_AUTO_TEST_CASE(capture_drain_returns_garbage)
{
    auto& bad = capture("bad");
    pipeline({"bad"}, {"out"});
    bad.on_drain = [](std::size_t) { return kGarbage; };
    const auto ran = run();
    expect_the_rest_went_on(ran);
    BOOST_TEST(ran.says("capture bad: drain returned 77, which is no status"), ran.err);
}

BOOST_AUTO_TEST_CASE(capture_stop_throws)
{
    good.on_stop = boom;
    const auto ran = run();
    expect_the_rest_went_on(ran);
    BOOST_TEST(ran.says("capture good: stop threw an exception: boom"), ran.err);
}

BOOST_AUTO_TEST_CASE(what_is_thrown_need_not_be_a_std_exception)
{
    good.on_stop = [] { throw 1; };
    const auto ran = run();
    expect_the_rest_went_on(ran);
    BOOST_TEST(ran.says("capture good: stop threw an exception: no std::exception"), ran.err);
}

BOOST_AUTO_TEST_CASE(create_throws)
{
    good.on_create = boom_status;
    config::Complaints complaints;
    BOOST_TEST(make(complaints) == nullptr);
    BOOST_REQUIRE(!complaints.empty());
    BOOST_TEST(complaints[0].text == "capture.good: threw an exception: boom");
}

BOOST_AUTO_TEST_CASE(sink_open_throws)
{
    auto& bad = sink("bad");
    pipeline({"good"}, {"bad"});
    bad.on_open = boom_status;
    const auto ran = run();
    expect_the_rest_went_on(ran);
    BOOST_TEST(ran.says("sink bad: open threw an exception: boom"), ran.err);
    BOOST_TEST(ran.says("ledger: sink bad: dropped not_open 1 rows"), ran.err);
    BOOST_TEST(bad.closes == 1);
    BOOST_TEST(bad.writes == 0);
}

BOOST_AUTO_TEST_CASE(sink_write_throws)
{
    auto& bad = sink("bad");
    pipeline({"good"}, {"bad"});
    bad.on_write = [](const hookline_batch&, std::uint64_t, std::size_t& taken) { return taken = 0, boom_status(); };
    const auto ran = run();
    expect_the_rest_went_on(ran);
    BOOST_TEST(ran.says("sink bad: write threw an exception: boom; dropped 1 rows (sink_error)"), ran.err);
    BOOST_TEST(ran.says("ledger: sink bad: offered 1 rows, delivered 0, dropped 1"), ran.err);
}

BOOST_AUTO_TEST_CASE(sink_takes_more_than_it_was_offered)
{
    auto& bad = sink("bad");
    pipeline({"good"}, {"bad"});
    bad.on_write = [](const hookline_batch&, std::uint64_t, std::size_t& taken) { return taken = 99, HOOKLINE_OK; };
    const auto ran = run();
    expect_the_rest_went_on(ran);
    BOOST_TEST(ran.says("sink bad: write took 99 of 1 rows"), ran.err);
    BOOST_TEST(ran.says("ledger: sink bad: offered 1 rows, delivered 0, dropped 1"), ran.err);
}

BOOST_AUTO_TEST_CASE(sink_flush_and_close_throw)
{
    auto& bad = sink("bad");
    pipeline({"good"}, {"bad"});
    bad.on_flush = boom_status;
    bad.on_close = boom_status;
    const auto ran = run();
    expect_the_rest_went_on(ran);
    BOOST_TEST(ran.says("sink bad: flush threw an exception: boom"), ran.err);
    BOOST_TEST(ran.says("sink bad: close threw an exception: boom"), ran.err);
}

BOOST_AUTO_TEST_CASE(callbacks_throw)
{
    const auto throwing = [](void*) { boom(); };
    good.on_drain = [&](std::size_t) {
        good.hit(1, 1, 10);
        good.host->start_timer(good.host->context, 0, 0, throwing, nullptr);
        good.host->run_blocking(good.host->context, throwing, throwing, nullptr);
        good.on_drain = [](std::size_t) { return HOOKLINE_END; };
        return HOOKLINE_OK;
    };
    const auto ran = run();
    expect_the_rest_went_on(ran);
    BOOST_TEST(ran.says("capture good: a callback threw an exception: boom"), ran.err);
    BOOST_TEST(ran.says("capture good: run_blocking threw an exception: boom"), ran.err);
    BOOST_TEST(ran.says("capture good: run_blocking's callback threw an exception: boom"), ran.err);
}

BOOST_AUTO_TEST_CASE(malformed_batches_are_lost_and_named)
{
    std::vector<hookline_status> answers;
    good.on_drain = [&](std::size_t) {
        good.hit(1, 1, 10);
        const Hit rows[2] = {{1, 1, 1, 1}, {1, 1, 1, 1}};
        good.see(5, 0);
        answers.push_back(good.emit(9, rows, 1, sizeof(Hit)));                   // no such stream
        answers.push_back(good.emit(kHits, rows, 2, 7));                         // a stride that is none
        const Frame wild{1, {nullptr, 100}};                                     // text from nowhere
        answers.push_back(good.emit(kFrames, &wild, 1, sizeof wild));
        hookline_batch foreign{};
        foreign.size = sizeof foreign;
        foreign.row_count = 1;
        foreign.rows = rows;
        foreign.stride = sizeof(Hit);
        hookline_schema own{};
        foreign.schema = &own;
        answers.push_back(good.host->emit(good.host->context, kHits, &foreign));  // another schema
        answers.push_back(good.host->emit(good.host->context, kHits, nullptr));
        return HOOKLINE_END;
    };
    const auto ran = run();
    expect_the_rest_went_on(ran);
    for (const auto answer : answers)
        BOOST_TEST(answer == HOOKLINE_FAILED);
    BOOST_TEST(ran.says("capture good: malformed batch"), ran.err);
    BOOST_TEST(ran.says("ledger: capture good: lost malformed 5 packets 0 bytes"), ran.err);
    BOOST_TEST(!ran.says("does not balance"), ran.err);
}

BOOST_AUTO_TEST_CASE(services_of_the_other_kind_are_refused)
{
    auto& bad = sink("bad");
    pipeline({"good"}, {"bad"});
    hookline_status answer = HOOKLINE_OK;
    bad.on_open = [&] {
        const hookline_batch batch{};
        answer = bad.host->emit(bad.host->context, 0, &batch);
        bad.host->run_blocking(bad.host->context, nullptr, nullptr, nullptr);
        return HOOKLINE_OK;
    };
    const auto ran = run();
    BOOST_TEST(answer == HOOKLINE_FAILED);
    BOOST_TEST(ran.says("sink bad: the plugin calls the service emit, which it does not have"), ran.err);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace hookline::test
