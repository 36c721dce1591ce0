// SPDX-License-Identifier: MIT
#include <boost/asio/post.hpp>
#include <fmt/chrono.h>

#include "pipeline/line.hpp"

namespace hookline::pipeline {

// In order, until one of them ends the run.
const std::vector<Line::Step> Line::kStartUp = {
    {"take signals", &Line::take_signals},
    {"open sinks", &Line::open_sinks},
    {"start captures", &Line::start_captures},
    {"set timers", &Line::set_timers},
};

void Line::take_signals()
{
    signals_.emplace(loop_, [this](int number) { on_signal(number); });
}

// Each on its own thread, while the captures start.
void Line::open_sinks()
{
    for (const auto& sink : sinks_) {
        sink->on_gone = [this, &sink = *sink](bool at_start) {
            boost::asio::post(loop_, [this, &sink, at_start] { on_gone(sink, at_start); });
        };
        sink->start();
    }
}

void Line::start_captures()
{
    for (const auto& route : routes_)
        route->start(wall_clock_ns());
    unsettled_ = captures_.size();
    if (captures_.empty()) return on_settled(Starter::Result::skipped);
    for (const auto& capture : captures_) {
        capture->on_drained = [this](CaptureRunner& which) { on_drained(which); };
        capture->on_ended = [this](CaptureRunner&) { on_ended(); };
        starters_.emplace_back(loop_, *capture, [this, &capture = *capture](Starter::Result result) {
            capture.drain_soon();
            on_settled(result);
        });
    }
    for (auto& starter : starters_)
        if (!ending_) starter.run();
}

// Again from here on counts the time that rates are made of: loading programs took a while.
void Line::set_timers()
{
    for (const auto& route : routes_)
        route->start(wall_clock_ns());
    tick_.expires_after(config_.host.tick);
    tick_.async_wait([this](boost::system::error_code error) {
        if (!error) tick();
    });
    const auto after = [this](std::chrono::nanoseconds delay, auto action) {
        timers_.emplace_back(loop_, delay).async_wait([action](boost::system::error_code error) {
            if (!error) action();
        });
    };
    if (config_.host.duration.count() > 0) after(config_.host.duration, [this] { end(); });
    after(config_.host.open_timeout, [this] {
        for (const auto& sink : sinks_)
            if (sink->is_in_open())
                sink->log_error(fmt::format("open has not returned after {}; its rows wait, the rest goes on",
                                            std::chrono::ceil<std::chrono::milliseconds>(config_.host.open_timeout)));
    });
    for (const auto& route : routes_)
        if (const auto due = route->schedule()) schedule(*route, timers_.emplace_back(loop_, *due));
}

}  // namespace hookline::pipeline
