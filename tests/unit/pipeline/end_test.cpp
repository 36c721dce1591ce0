// SPDX-License-Identifier: MIT
// What ends a run: signals, the duration, the end of all captures, a closed pipe.
#include <boost/test/unit_test.hpp>

#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <filesystem>
#include <thread>

#include "harness.hpp"

namespace hookline::test {
namespace {

struct Endless : Harness {
    FakeCapture& in = capture("in");
    FakeSink& out = sink("out");
    Endless()
    {
        pipeline({"in"}, {"out"});
        in.on_drain = [this](std::size_t) { return in.hit(1, 1, 10), HOOKLINE_OK; };
    }
};

const auto kSend = [](int number) { return [number](int pid) { ::kill(pid, number); }; };
int open_fds()
{
    return static_cast<int>(std::distance(std::filesystem::directory_iterator("/proc/self/fd"), {}));
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(ending, Endless)

BOOST_AUTO_TEST_CASE(signals_end_the_run_with_a_report)
{
    for (const int number : {SIGINT, SIGTERM, SIGHUP}) {
        const auto ran = run_in_child("ready:", kSend(number));
        BOOST_TEST(ran.status == 0, ran.err);
        BOOST_TEST(ran.says("ledger: sink out: offered 1 rows, delivered 1, dropped 0"), ran.err);
    }
}

BOOST_AUTO_TEST_CASE(hangup_with_a_file_does_not_end)
{
    config.file = "etc/test.toml";
    const auto ran = run_in_child("ready:", [](int pid) {
        ::kill(pid, SIGHUP);
        std::this_thread::sleep_for(100ms);
        BOOST_TEST(::waitpid(pid, nullptr, WNOHANG) == 0);
        ::kill(pid, SIGTERM);
    });
    BOOST_TEST(ran.status == 0, ran.err);
    BOOST_TEST(ran.says("etc/test.toml: reload on SIGHUP is not supported yet"), ran.err);
}

BOOST_AUTO_TEST_CASE(a_second_signal_ends_at_once)
{
    in.on_drain = [](std::size_t) -> hookline_status {  // the loop thread hangs
        for (;;)
            ::pause();
    };
    const auto ran = run_in_child("ready:", [](int pid) {
        std::this_thread::sleep_for(50ms);
        ::kill(pid, SIGINT);
        std::this_thread::sleep_for(50ms);
        BOOST_TEST(::waitpid(pid, nullptr, WNOHANG) == 0);
        ::kill(pid, SIGTERM);
    });
    BOOST_TEST(ran.status == 128 + SIGTERM, ran.err);
    BOOST_TEST(ran.count("second signal") == 1, ran.err);
}

BOOST_AUTO_TEST_CASE(the_duration_is_over)
{
    config.host.duration = 50ms;
    const auto start = std::chrono::steady_clock::now();
    BOOST_TEST(run().status == 0);
    BOOST_TEST((std::chrono::steady_clock::now() - start >= 50ms));
    BOOST_TEST(out.sum("packets") == static_cast<std::uint64_t>(in.drains));
}

BOOST_AUTO_TEST_CASE(all_captures_are_at_their_end)
{
    auto& other = capture("other");
    config.pipelines[0].from.emplace_back("other");
    in.on_drain = [&](std::size_t) { return in.drains == 5 ? HOOKLINE_END : HOOKLINE_OK; };
    other.on_drain = [&](std::size_t) { return other.drains == 2 ? HOOKLINE_END : HOOKLINE_OK; };
    BOOST_TEST(run().status == 0);
    BOOST_TEST(in.drains == 5);
    BOOST_TEST(other.drains == 2);
}

BOOST_AUTO_TEST_CASE(the_reader_of_stdout_is_gone)
{
    out.on_write = [&](const hookline_batch& batch, std::uint64_t, std::size_t& taken) {
        taken = 0;
        if (::write(STDOUT_FILENO, "row\n", 4) == 4) return taken = batch.row_count, HOOKLINE_OK;
        return out.set_error("standard output: Broken pipe (32)"), HOOKLINE_FAILED;
    };
    config.pipelines[0].every = 20ms;
    int ends[2];
    BOOST_REQUIRE(::pipe(ends) == 0);
    const int saved = ::dup(STDOUT_FILENO);
    ::dup2(ends[1], STDOUT_FILENO);
    ::close(ends[1]);
    ::close(ends[0]);
    const auto ran = run();
    ::dup2(saved, STDOUT_FILENO);
    ::close(saved);
    BOOST_TEST(ran.status == 1);
    BOOST_TEST(
        ran.says("sink out: write failed: standard output: Broken pipe (32) (the reader of standard output is gone)"),
        ran.err);
    BOOST_TEST(ran.says("no sink is left; ending"), ran.err);
    BOOST_TEST(ran.last_line().starts_with("ledger: seen"));
}

BOOST_AUTO_TEST_CASE(no_fd_stays_open)
{
    in.on_drain = [this](std::size_t) { return in.hit(1, 1, 10), HOOKLINE_END; };
    (void)run();
    const auto before = open_fds();
    (void)run();
    BOOST_TEST(open_fds() == before);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace hookline::test
