// SPDX-License-Identifier: MIT
// SIGINT, SIGTERM and SIGHUP while a line runs; SIGPIPE is ignored, so that a closed pipe is a write error like others.
#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <csignal>

#include <array>
#include <functional>
#include <vector>

namespace hookline::pipeline {

// Own handlers instead of asio::signal_set: a second SIGINT or SIGTERM must end the process at once, also while the loop
// thread is busy or hangs in a plugin. One at a time in a process; the handlers that were there come back at its end.
class Signals {
public:
    using Callback = std::function<void(int number)>;

    // `callback` runs on the loop for the first SIGINT or SIGTERM, and for every SIGHUP.
    Signals(boost::asio::io_context& loop, Callback callback);
    ~Signals();
    Signals(const Signals&) = delete;
    Signals& operator=(const Signals&) = delete;

private:
    struct Saved {
        int number;
        struct sigaction action;
    };
    void install(int number, void (*handler)(int));
    void wait();

    Callback callback_;
    boost::asio::posix::stream_descriptor pipe_;
    std::array<char, 16> numbers_{};
    std::vector<Saved> saved_;
};

// Threads started while one of these lives do not take signals: those belong to the loop's thread.
class SignalsBlocked {
public:
    SignalsBlocked();
    ~SignalsBlocked();
    SignalsBlocked(const SignalsBlocked&) = delete;
    SignalsBlocked& operator=(const SignalsBlocked&) = delete;

private:
    sigset_t before_{};
};

}  // namespace hookline::pipeline
