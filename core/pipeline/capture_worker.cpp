// SPDX-License-Identifier: MIT
// The part of a capture's runner that blocks: stop() and run_blocking(), one after the other on one thread of its own.
#include <boost/asio/post.hpp>

#include "pipeline/capture_runner.hpp"
#include "pipeline/signals.hpp"

namespace hookline::pipeline {

boost::asio::thread_pool& CaptureRunner::worker()
{
    if (!worker_) {
        const SignalsBlocked blocked;
        worker_.emplace(1);
    }
    return *worker_;
}

void CaptureRunner::stop(std::function<void()> stopped)
{
    if (!start_tried_) {
        if (stopped) boost::asio::post(loop_, stopped);
        return;
    }
    if (std::exchange(stopping_, true)) {
        if (stopped) after_stop_.push_back(std::move(stopped));
        return;
    }
    reactor_.suspend();
    boost::asio::post(worker(), [this, stopped = std::move(stopped)] {
        const auto outcome = call("stop", [&] { ops().stop(self_); });
        boost::asio::post(loop_, [this, outcome, stopped] { finish_stop(outcome, stopped); });
    });
}

void CaptureRunner::finish_stop(const Outcome& outcome, const std::function<void()>& stopped)
{
    if (!outcome.ok()) log_error(outcome.reason + "; something may have stayed attached");
    stopping_ = false;
    reactor_.resume();
    for (auto& todo : std::exchange(after_stop_, {}))
        todo();
    if (stopped) stopped();
}

void CaptureRunner::run_blocking(hookline_callback work, hookline_callback done, void* argument)
{
    ++blocking_;
    boost::asio::post(worker(), [this, work, done, argument] {
        const auto outcome = call("run_blocking", [&] {
            if (work != nullptr) work(argument);
        });
        if (!outcome.ok()) log_error(outcome.reason);
        boost::asio::post(loop_, [this, done, argument] { finish_work(done, argument); });
    });
}

void CaptureRunner::finish_work(hookline_callback done, void* argument)
{
    if (stopping_) {
        after_stop_.emplace_back([this, done, argument] { finish_work(done, argument); });
        return;
    }
    const auto outcome = call("run_blocking's callback", [&] {
        if (done != nullptr) done(argument);
    });
    if (!outcome.ok()) log_error(outcome.reason);
    --blocking_;
}

}  // namespace hookline::pipeline
