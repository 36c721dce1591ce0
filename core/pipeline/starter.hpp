// SPDX-License-Identifier: MIT
// Starts one capture as its on_start_error says: once, or again and again with back-off. Loop thread.
#pragma once

#include <boost/asio/steady_timer.hpp>

#include <functional>

#include "pipeline/backoff.hpp"
#include "pipeline/capture_runner.hpp"

namespace hookline::pipeline {

class Starter {
public:
    enum class Result {
        waiting,  // will try again
        started,
        skipped,  // named; the rest goes on
        fatal,    // the whole line ends
    };

    // `settled` is called once, with anything but `waiting`.
    Starter(boost::asio::io_context& loop, CaptureRunner& capture, std::function<void(Result)> settled)
        : capture_(capture), settled_(std::move(settled)), timer_(loop)
    {
    }
    void run();
    void cancel()
    {
        cancelled_ = true;  // a handler that is queued already is past the timer's cancelling
        timer_.cancel();
    }

private:
    Result try_once();

    CaptureRunner& capture_;
    std::function<void(Result)> settled_;
    boost::asio::steady_timer timer_;
    bool cancelled_ = false;
    Backoff backoff_;
    FallingRate retries_;
};

}  // namespace hookline::pipeline
