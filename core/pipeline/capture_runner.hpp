// SPDX-License-Identifier: MIT
// One capture while it runs: drained on the loop thread, stopped and given time to block on a worker thread.
#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/thread_pool.hpp>

#include <atomic>
#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <thread>
#include <vector>

#include "pipeline/falling_rate.hpp"
#include "pipeline/instance.hpp"
#include "pipeline/ledger.hpp"
#include "pipeline/stream.hpp"

namespace hookline::pipeline {

// Loop thread, unless a comment says otherwise.
class CaptureRunner : public Instance {
public:
    using Clock = std::chrono::steady_clock;

    // create(), and copies of its schemas. Null after a complaint.
    static std::unique_ptr<CaptureRunner> make(Making making, boost::asio::io_context& loop,
                                               config::Complaints& complaints);
    // Waits for its worker, then destroy().
    ~CaptureRunner() override;

    // Load and attach. The status is the plugin's; a reason that matters is the caller's to log.
    Outcome start();
    // Calls drain() until all is emitted that was seen before this call, then on_drained. When a drain is under way, once
    // more after it.
    void drain_soon();
    // stop() on the worker, so that captures detach side by side. Until `stopped` is called on the loop, nothing else of
    // the capture runs, callbacks included.
    void stop(std::function<void()> stopped);
    // Sees no more: does not drain again and is not waited for.
    void give_up() { state_ = State::ended; }

    std::function<void(CaptureRunner&)> on_drained;
    std::function<void(CaptureRunner&)> on_ended;  // by itself: at the end of its source, or in failure

    [[nodiscard]] config::OnStartError on_start_error() const { return config_.on_start_error; }
    [[nodiscard]] bool is_running() const { return state_ == State::running; }
    [[nodiscard]] bool is_stopping() const { return stopping_; }
    // Its worker has not come back: it may never be destroyed.
    [[nodiscard]] bool is_stuck() const { return stopping_ || blocking_ > 0; }
    [[nodiscard]] bool is_busy() const { return draining_ || is_stuck(); }
    // When the last complete drain began: what was seen before is in the tables.
    [[nodiscard]] Clock::time_point fresh_since() const { return fresh_since_; }
    [[nodiscard]] std::vector<Stream>& streams() { return streams_; }
    [[nodiscard]] CaptureAccount account() const { return book_.account(who()); }

private:
    enum class State { created, running, ended };
    CaptureRunner(Making making, boost::asio::io_context& loop);
    const hookline_capture_ops& ops() const { return *descriptor().capture; }
    bool create(config::Complaints& complaints);
    hookline_status use_schema(std::uint32_t stream, const hookline_schema* schema) override;
    bool copy_schemas(config::Complaints& complaints);

    void post_step();
    void step();
    void finish_drain();
    void end(const Outcome& outcome);
    void flush();
    void on_wake();
    void finish_stop(const Outcome& outcome, const std::function<void()>& stopped);
    void finish_work(hookline_callback done, void* argument);
    boost::asio::thread_pool& worker();

    hookline_status emit(std::uint32_t stream, const hookline_batch* batch) override;
    hookline_status refuse(const hookline_batch* batch, const std::string& reason);
    void count(hookline_account account, const char* name, Amount amount) override { book_.add(account, name, amount); }
    void wake() override;  // any thread
    void run_blocking(hookline_callback work, hookline_callback done, void* argument) override;

    boost::asio::io_context& loop_;
    std::vector<Stream> streams_;
    CaptureBook book_;
    std::thread::id loop_thread_;
    State state_ = State::created;
    bool created_ = false;
    bool creating_ = false;
    bool start_tried_ = false;
    bool in_call_ = false;  // start() or drain()
    bool draining_ = false;  // from drain_soon() to on_drained
    bool step_posted_ = false;
    bool waiting_ = false;  // drain() said PENDING
    bool drain_failed_ = false;  // once: then it is stopped, and what it holds is drained
    bool again_ = false;
    bool stopping_ = false;
    std::atomic<bool> woken_{false};
    std::atomic<std::size_t> blocking_{0};  // works handed to run_blocking() and not done
    Clock::time_point began_{};
    Clock::time_point fresh_since_{};
    std::vector<std::function<void()>> after_stop_;
    FallingRate retries_;
    FallingRate refusals_;
    std::optional<boost::asio::thread_pool> worker_;
};

}  // namespace hookline::pipeline
