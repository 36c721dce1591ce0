// SPDX-License-Identifier: MIT
// One sink while it runs: a queue, and a thread on which all its functions are called. Nothing it does, or never gets
// done with, holds up a capture or another sink.
#pragma once

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>

#include <atomic>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>

#include "pipeline/backoff.hpp"
#include "pipeline/falling_rate.hpp"
#include "pipeline/instance.hpp"
#include "pipeline/queue.hpp"

namespace hookline::pipeline {

// The sink's io_context is a base, as the services that Instance offers over it must go first.
struct OwnLoop {
    boost::asio::io_context io{1};
};

// Public functions: the loop thread. Private ones: the sink's thread, unless a comment says otherwise.
class SinkRunner : private OwnLoop, public Instance {
public:
    using Clock = std::chrono::steady_clock;

    // create(). Null after a complaint.
    static std::unique_ptr<SinkRunner> make(Making making, config::Complaints& complaints);
    // destroy(), once the thread has ended.
    ~SinkRunner() override;

    // The thread, and on it open().
    void start();
    void push(const record::BatchPtr& batch);
    // For the last reports: waits for room, so that a report that is being made does not pile up here.
    void push_slowly(const record::BatchPtr& batch, Clock::time_point deadline);

    [[nodiscard]] bool wait_settled(Clock::time_point deadline) const { return queue_.wait_settled(deadline); }
    // Write what is queued, flush, close. Returns at once.
    void begin_close();
    // No more time: what is still queued is dropped.
    void cut_short();
    // False: its thread is stuck in a call.
    [[nodiscard]] bool wait_closed(Clock::time_point deadline);
    // Its thread is left alone with it. The runner may never be destroyed from here on.
    void abandon();
    [[nodiscard]] bool is_stuck() const { return is_abandoned_; }

    // Sink's thread. Told once, when it can deliver nothing any more: it did not open, or its way out is gone.
    std::function<void(bool at_start)> on_gone;

    // open() has been called and has not returned.
    [[nodiscard]] bool is_in_open() const { return state_ == State::opening && !paused_; }
    [[nodiscard]] config::OnStartError on_start_error() const { return config_.on_start_error; }
    [[nodiscard]] SinkAccount account() const { return queue_.account(who()); }

private:
    enum class State { opening, open, gone, closed };
    explicit SinkRunner(Making making);
    const hookline_sink_ops& ops() const { return *descriptor().sink; }
    [[nodiscard]] bool has_acks() const { return (ops().flags & HOOKLINE_SINK_ACKS) != 0; }

    void open();
    void go(const std::string& reason, const std::string& cause);
    void kick();  // any thread: step() soon
    void step();
    void write(const Queue::Item& item);
    void on_taken(const Queue::Item& item, std::size_t taken, const Outcome& outcome);
    void on_failed(const Queue::Item& item, const Outcome& outcome);
    void pause();
    void flush();
    void close();
    void say_what_is_left();
    void report_dropped(std::size_t rows);  // loop thread
    void ack(std::uint64_t token, std::uint64_t rows, hookline_status status) override;  // any thread

    Queue queue_;
    boost::asio::executor_work_guard<boost::asio::io_context::executor_type> work_;
    boost::asio::steady_timer pause_;
    Backoff backoff_;
    FallingRate failures_;  // sink's thread
    FallingRate retries_;   // sink's thread
    FallingRate drops_;     // loop thread
    std::atomic<State> state_{State::opening};
    std::atomic<bool> kicked_{false};
    std::atomic<bool> closing_{false};
    std::atomic<std::uint64_t> refused_{0};  // rows that were acknowledged as not delivered
    std::atomic<bool> hurry_{false};
    bool created_ = false;
    bool is_abandoned_ = false;
    std::atomic<bool> paused_{false};
    bool dirty_ = false;  // written to since the last flush
    std::mutex closed_mutex_;
    std::condition_variable closed_;
    std::thread thread_;
};

}  // namespace hookline::pipeline
