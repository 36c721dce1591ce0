// SPDX-License-Identifier: MIT
// watch_fd, timers and run_blocking, for captures and for sinks.
#include <boost/test/unit_test.hpp>

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <thread>

#include "harness.hpp"

namespace hookline::test {
namespace {

struct Pipe {
    std::array<int, 2> ends{-1, -1};
    Pipe() { BOOST_REQUIRE(::pipe2(ends.data(), O_NONBLOCK | O_CLOEXEC) == 0); }
    ~Pipe()
    {
        ::close(ends[0]);
        ::close(ends[1]);
    }
    Pipe(const Pipe&) = delete;
    Pipe& operator=(const Pipe&) = delete;
    void put() const { [[maybe_unused]] const auto written = ::write(ends[1], "x", 1); }
    [[nodiscard]] bool is_open() const { return ::fcntl(ends[0], F_GETFD) >= 0; }
};

struct Calls {
    std::vector<std::string> texts;
    std::thread::id thread;
    const hookline_host* host = nullptr;
    FakeCapture* capture = nullptr;
    std::uint64_t timer = 0;
    int wrong = 0;  // Boost.Test's own checks are for the main thread alone
    void add(const char* text)
    {
        texts.emplace_back(text);
        thread = std::this_thread::get_id();
    }
};
Calls& calls(void* argument)
{
    return *static_cast<Calls*>(argument);
}

void read_one(void* argument, int fd, std::uint32_t events)
{
    char byte = 0;
    if (events != HOOKLINE_READABLE || ::read(fd, &byte, 1) != 1) ++calls(argument).wrong;
    calls(argument).add("readable");
}

struct OneWay : Harness {
    FakeCapture& in = capture("in");
    FakeSink& out = sink("out");
    Calls called;
    OneWay() { pipeline({"in"}, {"out"}); }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(services, OneWay)

BOOST_AUTO_TEST_CASE(a_capture_watches_an_fd)
{
    const Pipe pipe;
    in.on_start = [&] {
        const auto* host = in.host;
        BOOST_TEST(host->watch_fd(host->context, pipe.ends[0], HOOKLINE_READABLE, read_one, &called) == HOOKLINE_OK);
        BOOST_TEST(host->watch_fd(host->context, pipe.ends[0], HOOKLINE_READABLE, read_one, &called) < 0);
        pipe.put();
        pipe.put();  // level-triggered: one byte a call
        return HOOKLINE_OK;
    };
    in.on_drain = [&](std::size_t) {
        if (called.texts.size() < 2) return HOOKLINE_OK;
        in.host->unwatch_fd(in.host->context, pipe.ends[0]);
        pipe.put();
        return HOOKLINE_END;
    };
    const auto ran = run();
    BOOST_TEST(ran.status == 0, ran.err);
    BOOST_TEST(called.texts.size() == 2U);
    BOOST_TEST(called.wrong == 0);
    BOOST_TEST((called.thread == std::this_thread::get_id()));
    BOOST_TEST(pipe.is_open());
}

BOOST_AUTO_TEST_CASE(an_fd_still_watched_at_the_end_stays_open)
{
    const Pipe pipe;
    in.on_start = [&] {
        return in.host->watch_fd(in.host->context, pipe.ends[0], HOOKLINE_READABLE, read_one, &called);
    };
    BOOST_TEST(run().status == 0);
    BOOST_TEST(pipe.is_open());
}

BOOST_AUTO_TEST_CASE(unwatch_in_stop)
{
    const Pipe pipe;
    in.on_start = [&] {
        return in.host->watch_fd(in.host->context, pipe.ends[0], HOOKLINE_READABLE, read_one, &called);
    };
    in.on_stop = [&] {
        pipe.put();
        std::this_thread::sleep_for(20ms);
        in.host->unwatch_fd(in.host->context, pipe.ends[0]);
    };
    BOOST_TEST(run().status == 0);
    BOOST_TEST(called.texts.empty());
}

BOOST_AUTO_TEST_CASE(a_plain_file_cannot_be_watched)
{
    in.on_start = [&] {
        const int file = ::open("/proc/self/exe", O_RDONLY | O_CLOEXEC);
        BOOST_TEST(in.host->watch_fd(in.host->context, file, HOOKLINE_READABLE, read_one, &called) == HOOKLINE_FAILED);
        ::close(file);
        return HOOKLINE_OK;
    };
    BOOST_TEST(run().status == 0);
}

BOOST_AUTO_TEST_CASE(timers_once_and_again)
{
    called.host = nullptr;
    in.on_start = [&] {
        called.host = in.host;
        in.host->start_timer(in.host->context, 1, 0, [](void* argument) { calls(argument).add("once"); }, &called);
        const auto again = [](void* argument) {
            auto& self = calls(argument);
            self.add("again");
            if (std::ranges::count(self.texts, "again") == 3) self.host->stop_timer(self.host->context, self.timer);
        };
        called.timer = in.host->start_timer(in.host->context, 1'000'000, 1'000'000, again, &called);
        const auto never = in.host->start_timer(
            in.host->context, 5'000'000, 0, [](void* argument) { calls(argument).add("never"); }, &called);
        in.host->stop_timer(in.host->context, never);
        in.host->stop_timer(in.host->context, 12345);
        BOOST_TEST(called.timer != 0U);
        return HOOKLINE_OK;
    };
    in.on_drain = [&](std::size_t) { return in.drains > 10 ? HOOKLINE_END : HOOKLINE_OK; };
    const auto ran = run();
    BOOST_TEST(ran.status == 0, ran.err);
    BOOST_TEST(std::ranges::count(called.texts, "once") == 1);
    BOOST_TEST(std::ranges::count(called.texts, "again") == 3);
    BOOST_TEST(std::ranges::count(called.texts, "never") == 0);
}

BOOST_AUTO_TEST_CASE(run_blocking_keeps_the_order)
{
    static std::mutex mutex;
    static std::vector<int> worked;
    static std::vector<int> done;
    worked.clear();
    done.clear();
    static std::array<int, 5> numbers{0, 1, 2, 3, 4};
    const auto loop = std::this_thread::get_id();
    static std::thread::id loop_thread;
    loop_thread = loop;
    in.on_start = [&] {
        for (auto& number : numbers) {
            const auto work = [](void* argument) {
                const std::lock_guard lock(mutex);
                // A number that is not expected stands for the wrong thread.
                worked.push_back(std::this_thread::get_id() != loop_thread ? *static_cast<int*>(argument) : -1);
            };
            const auto after = [](void* argument) {
                BOOST_TEST((std::this_thread::get_id() == loop_thread));
                done.push_back(*static_cast<int*>(argument));
            };
            in.host->run_blocking(in.host->context, work, after, &number);
        }
        return HOOKLINE_OK;
    };
    // Ends before the works are done: the host waits for them.
    BOOST_TEST(run().status == 0);
    BOOST_TEST((worked == std::vector<int>{0, 1, 2, 3, 4}));
    BOOST_TEST((done == std::vector<int>{0, 1, 2, 3, 4}));
    BOOST_TEST(in.destroys == 1);
}

BOOST_AUTO_TEST_CASE(a_sink_has_fds_and_timers_on_its_own_thread)
{
    const Pipe pipe;
    std::thread::id opened;
    std::atomic<int> beats = 0;
    out.on_open = [&] {
        opened = std::this_thread::get_id();
        const auto* host = out.host;
        host->start_timer(
            host->context, 1, 1'000'000, [](void* argument) { ++*static_cast<std::atomic<int>*>(argument); }, &beats);
        pipe.put();
        return host->watch_fd(host->context, pipe.ends[0], HOOKLINE_READABLE, read_one, &called);
    };
    in.on_drain = [&](std::size_t) { return beats > 5 ? HOOKLINE_END : HOOKLINE_OK; };
    const auto ran = run();
    BOOST_TEST(ran.status == 0, ran.err);
    BOOST_TEST(called.texts.size() == 1U);
    BOOST_TEST(called.wrong == 0);
    BOOST_TEST((called.thread == opened));
    BOOST_TEST((opened != std::this_thread::get_id()));
    BOOST_TEST(pipe.is_open());
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace hookline::test
