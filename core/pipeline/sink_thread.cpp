// SPDX-License-Identifier: MIT
// The sink's side that runs on its own thread: open, then a batch at a time, then close.
#include <fmt/format.h>
#include <poll.h>
#include <unistd.h>

#include "pipeline/sink_runner.hpp"

namespace hookline::pipeline {
namespace {

// Whoever read our standard output is gone (`| head`). No write to it can go well again.
bool is_stdout_broken()
{
    pollfd out{STDOUT_FILENO, 0, 0};
    return ::poll(&out, 1, 0) == 1 && (out.revents & POLLERR) != 0;
}

}  // namespace

void SinkRunner::open()
{
    const auto outcome = call("open", [&] { return ops().open(self_); });
    if (outcome.ok()) {
        backoff_.reset();
        queue_.set_cause("queue_full");
        state_ = State::open;
        return kick();
    }
    const bool again = outcome.status == HOOKLINE_RETRY && config_.on_start_error == config::OnStartError::retry;
    if (!again) return go(outcome.reason, "not_open");
    if (failures_.add(1)) log_warning(outcome.reason + "; trying again");
    pause();
}

// Then tries again what failed: open(), or the front of the queue. At once when the sink is to close, and then as long
// as there is time for what waits.
void SinkRunner::pause()
{
    paused_ = true;
    pause_.expires_after(backoff_.next());
    pause_.async_wait([this](boost::system::error_code) {
        paused_ = false;
        if (state_ != State::opening) return step();
        if (hurry_ || (closing_ && queue_.settled())) return go("open did not succeed until the end", "not_open");
        open();
    });
}

void SinkRunner::go(const std::string& reason, const std::string& cause)
{
    log_error(reason + "; it gets no more rows");
    queue_.shut(cause);
    const bool at_start = state_ == State::opening;
    state_ = State::gone;
    if (on_gone) on_gone(at_start);
    kick();
}

void SinkRunner::step()
{
    kicked_ = false;
    if (state_ == State::closed || state_ == State::opening) return;
    if (closing_ && (hurry_ || state_ == State::gone)) return close();
    if (paused_) return;
    if (const auto item = queue_.front()) return write(*item);
    if (dirty_) return flush();
    if (closing_ && queue_.settled()) close();
}

void SinkRunner::write(const Queue::Item& item)
{
    const auto batch = item.batch->view(item.from);
    std::size_t taken = 0;
    auto outcome = call("write", [&] { return ops().write(self_, &batch, item.token, &taken); });
    if (taken > batch.row_count) {
        outcome = {HOOKLINE_FAILED, fmt::format("write took {} of {} rows", taken, batch.row_count)};
        taken = 0;
    }
    dirty_ = true;
    on_taken(item, taken, outcome);
}

void SinkRunner::on_taken(const Queue::Item& item, std::size_t taken, const Outcome& outcome)
{
    const auto rows = item.batch->size() - item.from;
    // An empty batch is done with when the call went well.
    const bool complete = taken == rows && (rows > 0 || outcome.ok());
    if (taken > 0 || complete) {
        queue_.take(taken, has_acks());
        backoff_.reset();
    }
    if (!outcome.ok() && outcome.status != HOOKLINE_RETRY) return on_failed(item, outcome);
    if (complete) return (item.batch->view().flags & HOOKLINE_REPORT_END) != 0 ? flush() : kick();
    if (outcome.ok() && taken > 0) return kick();
    if (taken == 0 && retries_.add(1)) log_warning(outcome.reason + "; trying again");
    pause();
}

void SinkRunner::on_failed(const Queue::Item& item, const Outcome& outcome)
{
    const auto dropped = queue_.drop(item.token, "sink_error");
    if (is_stdout_broken()) return go(outcome.reason + " (the reader of standard output is gone)", "sink_error");
    if (const auto sum = failures_.add(dropped))
        log_error(fmt::format("{}; dropped {} rows (sink_error)", outcome.reason, *sum));
    kick();
}

void SinkRunner::flush()
{
    const auto outcome = call("flush", [&] { return ops().flush(self_); });
    dirty_ = outcome.status == HOOKLINE_RETRY && !hurry_;
    if (dirty_) return pause();
    if (outcome.ok()) return kick();
    if (is_stdout_broken()) return go(outcome.reason + " (the reader of standard output is gone)", "sink_error");
    if (failures_.add(0)) log_error(outcome.reason);
    kick();
}

void SinkRunner::say_what_is_left()
{
    const auto book = account();
    if (refused_ > 0) log_error(fmt::format("its peer refused {} rows (sink_error)", refused_.load()));
    if (const auto cut = book.dropped.find("shutdown"); cut != book.dropped.end() && cut->second > 0)
        log_error(fmt::format("took too long: dropped {} rows at the shutdown timeout", cut->second));
    if (book.pending > 0) log_error(fmt::format("{} rows were taken and never acknowledged", book.pending));
}

void SinkRunner::close()
{
    queue_.shut("shutdown");
    const auto outcome = call("close", [&] { return ops().close(self_); });
    if (!outcome.ok() && state_ != State::gone) log_error(outcome.reason);
    say_what_is_left();
    pause_.cancel();
    work_.reset();
    io.stop();
    const std::lock_guard lock(closed_mutex_);
    state_ = State::closed;
    closed_.notify_all();
}

}  // namespace hookline::pipeline
