// SPDX-License-Identifier: MIT
// The sink's side that the loop thread sees.
#include "pipeline/sink_runner.hpp"

#include <fmt/format.h>

#include <boost/asio/post.hpp>

#include "pipeline/signals.hpp"

namespace hookline::pipeline {
namespace {

// Batches of the last report that are on their way at a time: enough to keep a sink busy, small in memory.
constexpr std::size_t kInFlight = 16;

}  // namespace

SinkRunner::SinkRunner(Making making)
    : Instance("sink", std::move(making), io),
      queue_(config_.queue_size),
      work_(boost::asio::make_work_guard(io)),
      pause_(io)
{
}

std::unique_ptr<SinkRunner> SinkRunner::make(Making making, config::Complaints& complaints)
{
    std::unique_ptr<SinkRunner> sink(new SinkRunner(std::move(making)));
    auto& self = *sink;
    const auto outcome =
        self.call("", [&] { return self.ops().create(self.host(), self.options_->abi(), &self.self_); });
    self.created_ = outcome.ok();
    if (self.created_) return sink;
    complain_of_create(self.config_, "sink", outcome, complaints);
    return nullptr;
}

SinkRunner::~SinkRunner()
{
    if (thread_.joinable()) thread_.join();
    if (!created_) return;
    const auto outcome = call("destroy", [&] { ops().destroy(self_); });
    if (!outcome.ok()) log_error(outcome.reason);
}

void SinkRunner::start()
{
    const SignalsBlocked blocked;
    thread_ = std::thread([this] {
        open();
        io.run();
    });
}

void SinkRunner::push(const record::BatchPtr& batch)
{
    report_dropped(queue_.push(batch));
    kick();
}

void SinkRunner::push_slowly(const record::BatchPtr& batch, Clock::time_point deadline)
{
    report_dropped(queue_.push_when_below(kInFlight, deadline, batch));
    kick();
}

void SinkRunner::report_dropped(std::size_t rows)
{
    if (rows == 0 || state_ == State::gone) return;
    if (const auto sum = drops_.add(rows))
        log_warning(fmt::format("dropped {} rows ({}, {} rows); raise queue_size", *sum,
                                state_ == State::opening ? "not_open" : "queue_full", config_.queue_size));
}

void SinkRunner::begin_close()
{
    closing_ = true;
    boost::asio::post(io, [this] {
        backoff_.reset();
        pause_.cancel();
    });
    kick();
}

void SinkRunner::cut_short()
{
    hurry_ = true;
    begin_close();
}

bool SinkRunner::wait_closed(Clock::time_point deadline)
{
    std::unique_lock lock(closed_mutex_);
    return !thread_.joinable() || closed_.wait_until(lock, deadline, [this] { return state_ == State::closed; });
}

void SinkRunner::abandon()
{
    queue_.shut("abandoned");
    log_error("it has not returned from a call by the shutdown timeout, and is abandoned");
    thread_.detach();
    is_abandoned_ = true;
}

void SinkRunner::ack(std::uint64_t token, std::uint64_t rows, hookline_status status)
{
    queue_.ack(token, rows, status >= 0);
    if (status < 0) refused_ += rows;
    kick();
}

void SinkRunner::kick()
{
    if (!kicked_.exchange(true)) boost::asio::post(io, [this] { step(); });
}

}  // namespace hookline::pipeline
