// SPDX-License-Identifier: MIT
// What happens between start-up and shutdown: ticks, reports, and reasons to end.
#include "pipeline/line.hpp"

#include <fmt/format.h>
#include <spdlog/spdlog.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>

namespace hookline::pipeline {

Line::Line(const config::Config& config) : config_(config), work_(boost::asio::make_work_guard(loop_)), tick_(loop_) {}

int Line::run()
{
    for (const auto& step : kStartUp) {
        if (ending_) break;
        spdlog::debug("start-up: {}", step.name);
        (this->*step.run)();
    }
    while (!ending_)
        loop_.run_one();
    for (const auto& step : kShutdown) {
        spdlog::debug("shutdown: {}", step.name);
        (this->*step.run)();
    }
    const int status = failed_ ? 1 : 0;
    // A thread is still inside a plugin: nothing that it may touch can be taken down.
    if (has_leaked_) ::_exit(status);
    return status;
}

void Line::fail(const std::string& text)
{
    failed_ = true;
    spdlog::error("{}", text);
}

void Line::on_signal(int number)
{
    if (number != SIGHUP || config_.file.empty()) return end();
    spdlog::warn("{}: reload on SIGHUP is not supported yet; going on as before", config_.file);
}

void Line::on_settled(Starter::Result result)
{
    --unsettled_;
    has_begun_ |= result == Starter::Result::started;
    if (result == Starter::Result::fatal) return end();
    if (unsettled_ > 0) return;
    if (any_running()) return say_ready();
    fail("no capture could start");
    end();
}

void Line::say_ready()
{
    const auto running = std::ranges::count_if(captures_, [](const auto& capture) { return capture->is_running(); });
    const auto counted = [](std::size_t count, const char* what) {
        return fmt::format("{} {}{}", count, what, count == 1 ? "" : "s");
    };
    const auto line = fmt::format("ready: {}, {}\n", counted(static_cast<std::size_t>(running), "capture"),
                                  counted(sinks_.size(), "sink"));
    std::fputs(line.c_str(), stderr);
}

bool Line::any_running() const
{
    return std::ranges::any_of(captures_, [](const auto& capture) { return capture->is_running(); });
}

void Line::tick()
{
    for (const auto& capture : captures_)
        capture->drain_soon();
    tick_.expires_at(std::max(tick_.expiry() + config_.host.tick, Clock::now()));
    tick_.async_wait([this](boost::system::error_code error) {
        if (!error) tick();
    });
}

void Line::on_drained(const CaptureRunner& capture)
{
    if (ending_) return;
    for (const auto& route : routes_)
        if (std::ranges::find(route->captures(), &capture) != route->captures().end()) route->report_if_due();
}

void Line::on_ended()
{
    if (unsettled_ == 0 && !any_running()) end();
}

void Line::on_gone(const SinkRunner& sink, bool at_start)
{
    ++gone_;
    if (at_start && sink.on_start_error() == config::OnStartError::fail) return end();
    if (gone_ < sinks_.size()) return;
    if (!ending_) fail("no sink is left; ending");
    end();
}

void Line::schedule(Route& route, boost::asio::steady_timer& timer)
{
    timer.async_wait([this, &route, &timer](boost::system::error_code error) {
        if (error || ending_) return;
        report(route);
        timer.expires_at(timer.expiry() + route.every());
        schedule(route, timer);
    });
}

// The report itself is made when the drains that are asked for here are complete.
void Line::report(Route& route)
{
    for (auto* capture : route.captures())
        capture->drain_soon();
    if (std::ranges::none_of(route.captures(), &CaptureRunner::is_running)) route.report_if_due();
    if (route.has_ledger()) route.report_ledger(ledger(), false);
}

Ledger Line::ledger() const
{
    Ledger books;
    for (const auto& capture : captures_)
        books.captures.push_back(capture->account());
    for (const auto& sink : sinks_)
        books.sinks.push_back(sink->account());
    for (const auto& route : routes_)
        books.pipelines.push_back(route->account());
    return books;
}

}  // namespace hookline::pipeline
