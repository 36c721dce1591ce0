// SPDX-License-Identifier: MIT
#include "pipeline/signals.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <boost/asio/buffer.hpp>

#include <atomic>
#include <cerrno>
#include <cstdint>
#include <ctime>
#include <string_view>

namespace hookline::pipeline {
namespace {

// What the handlers use: nothing else is safe in there.
std::atomic<int> write_end{-1};
std::atomic<std::int64_t> told_at{0};  // CLOCK_MONOTONIC of the first, nanoseconds; 0: none yet

// timeout(1) signals its child and then its group, and a supervisor may pass on what the terminal has sent already: the
// same wish, twice within microseconds.
constexpr std::int64_t kSameWish = 20'000'000;

std::int64_t now_ns()
{
    timespec now{};
    ::clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * std::int64_t{1'000'000'000} + now.tv_nsec;
}

void to_loop(int number)
{
    const int saved = errno;
    const char byte = static_cast<char>(number);
    [[maybe_unused]] const auto written = ::write(write_end, &byte, 1);
    errno = saved;
}

void end(int number)
{
    const auto now = now_ns();
    std::int64_t first = 0;
    if (!told_at.compare_exchange_strong(first, now)) {
        if (now - first < kSameWish) return;
        constexpr std::string_view kLine = "hookline: second signal: ended at once, without report and ledger\n";
        [[maybe_unused]] const auto written = ::write(STDERR_FILENO, kLine.data(), kLine.size());
        ::_exit(128 + number);
    }
    to_loop(number);
}

}  // namespace

Signals::Signals(boost::asio::io_context& loop, Callback callback) : callback_(std::move(callback)), pipe_(loop)
{
    std::array<int, 2> ends{-1, -1};
    if (::pipe2(ends.data(), O_CLOEXEC | O_NONBLOCK) == 0) pipe_.assign(ends[0]);
    write_end = ends[1];
    told_at = 0;
    install(SIGINT, end);
    install(SIGTERM, end);
    install(SIGHUP, to_loop);
    install(SIGPIPE, SIG_IGN);
    if (pipe_.is_open()) wait();
}

Signals::~Signals()
{
    for (const auto& saved : saved_)
        ::sigaction(saved.number, &saved.action, nullptr);
    ::close(write_end.exchange(-1));
}

void Signals::install(int number, void (*handler)(int))
{
    struct sigaction action{};
    action.sa_handler = handler;
    action.sa_flags = SA_RESTART;
    ::sigfillset(&action.sa_mask);
    Saved saved{number, {}};
    ::sigaction(number, nullptr, &saved.action);
    // Under nohup a closed terminal must not end the run.
    if (number == SIGHUP && saved.action.sa_handler == SIG_IGN) return;
    ::sigaction(number, &action, nullptr);
    saved_.push_back(saved);
}

void Signals::wait()
{
    pipe_.async_read_some(boost::asio::buffer(numbers_), [this](boost::system::error_code error, std::size_t size) {
        if (error) return;
        for (std::size_t i = 0; i < size; ++i)
            callback_(numbers_[i]);
        wait();
    });
}

SignalsBlocked::SignalsBlocked()
{
    sigset_t all;
    ::sigfillset(&all);
    for (const int fault : {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT})
        ::sigdelset(&all, fault);
    ::pthread_sigmask(SIG_BLOCK, &all, &before_);
}

SignalsBlocked::~SignalsBlocked()
{
    ::pthread_sigmask(SIG_SETMASK, &before_, nullptr);
}

}  // namespace hookline::pipeline
