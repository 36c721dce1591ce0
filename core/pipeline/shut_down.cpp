// SPDX-License-Identifier: MIT
#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <cstdio>

#include "pipeline/line.hpp"

namespace hookline::pipeline {

// Every one of them, in order, whatever went wrong before.
const std::vector<Line::Step> Line::kShutdown = {
    {"stop captures", &Line::stop_captures},      {"drain captures", &Line::drain_captures},
    {"wait for names", &Line::wait_for_names},    {"make last reports", &Line::make_last_reports},
    {"report the ledger", &Line::report_ledgers}, {"close sinks", &Line::close_sinks},
    {"close the books", &Line::close_books},      {"destroy plugin objects", &Line::destroy_objects},
    {"print the ledger", &Line::print_ledger},
};

// Runs the loop until `done`; false when that took longer.
template <class Condition>
bool Line::run_until(Clock::time_point deadline, Condition&& done)
{
    while (!done())
        if (loop_.run_one_until(deadline) == 0 && Clock::now() >= deadline) return done();
    return true;
}

void Line::stop_captures()
{
    ending_ = true;
    shutdown_deadline_ = Clock::now() + config_.host.shutdown_timeout;
    tick_.cancel();
    for (auto& timer : timers_)
        timer.cancel();
    for (auto& starter : starters_)
        starter.cancel();
    std::size_t left = captures_.size();
    const auto stopped = std::make_shared<std::size_t>(0);
    for (const auto& capture : captures_)
        capture->stop([stopped] { ++*stopped; });
    if (run_until(Clock::now() + patience(50), [&] { return *stopped == left; })) return;
    for (const auto& capture : captures_)
        if (capture->is_stopping()) capture->log_error("stop has not returned by the shutdown timeout");
}

// What was seen before stop() returned is still rows.
void Line::drain_captures()
{
    const auto deadline = Clock::now() + patience(60);
    for (const auto& route : routes_)
        route->begin_end(Clock::now() + patience(50));
    for (const auto& capture : captures_)
        capture->drain_soon();
    const auto idle = [](const auto& capture) { return !capture->is_busy(); };
    if (run_until(deadline, [&] { return std::ranges::all_of(captures_, idle); })) return;
    for (const auto& capture : captures_)
        if (!idle(capture)) capture->log_error("has not handed over all it saw by the shutdown timeout");
}

// The last reports are made and their names asked for; what comes in time will be in them.
void Line::wait_for_names()
{
    if (!has_begun_) return;
    Clock::duration longest{};
    for (const auto& route : routes_)
        longest = std::max(longest, route->prepare_last_report());
    if (longest > Clock::duration::zero())
        (void)run_until(Clock::now() + std::min(longest, patience(50)),
                        [&] { return std::ranges::none_of(routes_, &Route::is_asking); });
}

// None where nothing was ever captured: an empty table would look like a quiet network.
void Line::make_last_reports()
{
    if (!has_begun_) return;
    const auto deadline = Clock::now() + patience(50);
    for (const auto& route : routes_) {
        route->begin_end(deadline);
        route->report_final();
    }
}

// Once the sinks have taken the reports, so that their own accounts are in it.
void Line::report_ledgers()
{
    if (!has_begun_ || std::ranges::none_of(routes_, &Route::has_ledger)) return;
    const auto deadline = Clock::now() + patience(50);
    for (const auto& sink : sinks_)
        (void)sink->wait_settled(deadline);
    const auto books = ledger();
    for (const auto& route : routes_)
        if (route->has_ledger()) route->report_ledger(books, true);
}

// Most of the time is for writing; the rest lets a sink that is cut short still close.
void Line::close_sinks()
{
    const auto time_to_write = Clock::now() + patience(80);
    for (const auto& sink : sinks_)
        sink->begin_close();
    for (const auto& sink : sinks_)
        if (!sink->wait_closed(time_to_write)) sink->cut_short();
    for (const auto& sink : sinks_)
        if (!sink->wait_closed(shutdown_deadline_)) sink->abandon();
}

void Line::close_books()
{
    books_ = ledger();
    const auto failed = [](const auto& instance) { return instance->has_failed(); };
    failed_ |= std::ranges::any_of(captures_, failed) || std::ranges::any_of(sinks_, failed);
}

// An object that a stuck thread is in stays.
void Line::destroy_objects()
{
    const auto destroy = [this](auto& instances) {
        for (auto& instance : instances)
            if (instance->is_stuck()) {
                has_leaked_ = true;
                (void)instance.release();
            }
        instances.clear();
    };
    starters_.clear();
    destroy(captures_);
    destroy(sinks_);
}

void Line::print_ledger()
{
    for (const auto& problem : imbalances(books_))
        fail(problem);
    const auto text = fmt::format("{}\n", fmt::join(to_lines(books_), "\n"));
    std::fputs(text.c_str(), stderr);
}

}  // namespace hookline::pipeline
