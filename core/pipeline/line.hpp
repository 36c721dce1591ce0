// SPDX-License-Identifier: MIT
// The engine: everything of one run. Its start-up and its shutdown are two lists of named steps.
#pragma once

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>

#include <algorithm>
#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "pipeline/capture_runner.hpp"
#include "pipeline/engine.hpp"
#include "pipeline/route.hpp"
#include "pipeline/signals.hpp"
#include "pipeline/sink_runner.hpp"
#include "pipeline/starter.hpp"

namespace hookline::pipeline {

class Line : public Engine {
public:
    explicit Line(const config::Config& config);
    // Creates every instance and wires them.
    void create(const Plugins& plugins, config::Complaints& complaints);
    int run() override;

private:
    using Clock = std::chrono::steady_clock;
    struct Step {
        const char* name;
        void (Line::*run)();
    };
    static const std::vector<Step> kStartUp;
    static const std::vector<Step> kShutdown;

    void create_captures(const Plugins& plugins, config::Complaints& complaints);
    void create_sinks(const Plugins& plugins, config::Complaints& complaints);
    void wire(config::Complaints& complaints);

    // Start-up (start_up.cpp)
    void take_signals();
    void open_sinks();
    void start_captures();
    void set_timers();

    // While it runs (line.cpp)
    void on_signal(int number);
    void on_settled(Starter::Result result);
    void on_drained(const CaptureRunner& capture);
    void on_ended();
    void on_gone(const SinkRunner& sink, bool at_start);
    void say_ready();
    void tick();
    void schedule(Route& route, boost::asio::steady_timer& timer);
    void report(Route& route);
    void end() { ending_ = true; }
    void fail(const std::string& text);
    [[nodiscard]] bool any_running() const;
    [[nodiscard]] Ledger ledger() const;

    // Shutdown (shut_down.cpp)
    void stop_captures();
    void drain_captures();
    void wait_for_names();
    void make_last_reports();
    void report_ledgers();
    void close_sinks();
    void close_books();
    void destroy_objects();
    void print_ledger();
    template <class Condition>
    bool run_until(Clock::time_point deadline, Condition&& done);
    // This share of what is left of the shutdown timeout.
    [[nodiscard]] Clock::duration patience(int percent) const
    {
        return std::max(shutdown_deadline_ - Clock::now(), Clock::duration::zero()) * percent / 100;
    }

    const config::Config config_;
    boost::asio::io_context loop_;
    boost::asio::executor_work_guard<boost::asio::io_context::executor_type> work_;
    std::vector<std::unique_ptr<Route>> routes_;  // outlive the captures, whose streams lead into them
    std::vector<std::unique_ptr<SinkRunner>> sinks_;
    std::vector<std::unique_ptr<CaptureRunner>> captures_;
    std::deque<Starter> starters_;
    boost::asio::steady_timer tick_;
    std::deque<boost::asio::steady_timer> timers_;
    std::optional<Signals> signals_;  // until the very end: a late signal is none that kills
    std::size_t unsettled_ = 0;  // captures that have neither started nor been given up
    std::size_t gone_ = 0;       // sinks
    Clock::time_point shutdown_deadline_;
    bool ending_ = false;
    bool has_begun_ = false;  // a capture was attached: there is something to report
    bool failed_ = false;
    bool has_leaked_ = false;  // an object whose thread is stuck in it
    Ledger books_;
};

}  // namespace hookline::pipeline
