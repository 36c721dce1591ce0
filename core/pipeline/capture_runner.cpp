// SPDX-License-Identifier: MIT
#include "pipeline/capture_runner.hpp"

#include <fmt/format.h>

#include <boost/asio/post.hpp>

#include <span>

namespace hookline::pipeline {
namespace {

// Rows or packets for each call of drain(): a few milliseconds, in between which signals and timers get their turn.
constexpr std::size_t kBudget = 16'384;

}  // namespace

CaptureRunner::CaptureRunner(Making making, boost::asio::io_context& loop)
    : Instance("capture", std::move(making), loop), loop_(loop)
{
}

std::unique_ptr<CaptureRunner> CaptureRunner::make(Making making, boost::asio::io_context& loop,
                                                   config::Complaints& complaints)
{
    std::unique_ptr<CaptureRunner> capture(new CaptureRunner(std::move(making), loop));
    if (!capture->copy_schemas(complaints)) return nullptr;
    // One that is not created still has streams, so that the pipelines behind it are checked in the same run
    if (capture->options_) capture->create(complaints);
    return capture;
}

bool CaptureRunner::copy_schemas(config::Complaints& complaints)
{
    for (const auto* foreign : std::span(descriptor().streams, descriptor().stream_count)) {
        auto schema = record::Schema::copy_of(*foreign);
        if (schema.has_error()) {
            complaints.push_back({config_.place, "capture." + name() + ": " + schema.error().text});
            return false;
        }
        streams_.emplace_back(foreign, std::move(*schema));
    }
    return true;
}

bool CaptureRunner::create(config::Complaints& complaints)
{
    creating_ = true;
    const auto outcome = call("", [&] { return ops().create(host(), options_->abi(), &self_); });
    creating_ = false;
    created_ = outcome.ok();
    if (!created_) complain_of_create(config_, "capture", outcome, complaints);
    return created_;
}

hookline_status CaptureRunner::use_schema(std::uint32_t stream, const hookline_schema* schema)
{
    const auto refuse = [this](const std::string& why) {
        log_error("use_schema: " + why);
        return HOOKLINE_FAILED;
    };
    if (!creating_) return refuse("called outside of create()");
    if (schema == nullptr || stream >= streams_.size()) return refuse(fmt::format("there is no stream {}", stream));
    auto copy = record::Schema::copy_of(*schema);
    if (copy.has_error()) return refuse(copy.error().text);
    const auto& declared = *streams_[stream].schema();
    if (const auto why = record::not_part_of(**copy, declared); !why.empty()) return refuse(why);
    streams_[stream] = Stream(schema, std::move(*copy));
    return HOOKLINE_OK;
}

CaptureRunner::~CaptureRunner()
{
    if (worker_) worker_->join();
    if (!created_) return;
    const auto outcome = call("destroy", [&] { ops().destroy(self_); });
    if (!outcome.ok()) log_error(outcome.reason);
}

Outcome CaptureRunner::start()
{
    loop_thread_ = std::this_thread::get_id();
    start_tried_ = true;
    in_call_ = true;
    auto outcome = call("start", [&] { return ops().start(self_); });
    in_call_ = false;
    flush();
    if (outcome.ok()) state_ = State::running;
    return outcome;
}

void CaptureRunner::drain_soon()
{
    if (!is_running()) return;
    if (draining_) {
        again_ = true;
        return;
    }
    draining_ = true;
    began_ = Clock::now();
    post_step();
}

void CaptureRunner::post_step()
{
    if (std::exchange(step_posted_, true)) return;
    waiting_ = false;
    boost::asio::post(loop_, [this] {
        step_posted_ = false;
        step();
    });
}

void CaptureRunner::step()
{
    if (stopping_) {
        after_stop_.emplace_back([this] { step(); });
        return;
    }
    if (!is_running()) return finish_drain();
    in_call_ = true;
    const auto outcome = call("drain", [&] { return ops().drain(self_, kBudget); });
    in_call_ = false;
    flush();
    switch (outcome.status) {
    case HOOKLINE_OK: return drain_failed_ ? end(outcome) : finish_drain();
    case HOOKLINE_MORE: return post_step();
    case HOOKLINE_PENDING: waiting_ = true; return;
    case HOOKLINE_RETRY:
        if (drain_failed_) return end(outcome);
        if (retries_.add(1)) log_error(outcome.reason + "; trying again");
        return finish_drain();
    default: return end(outcome);
    }
}

void CaptureRunner::finish_drain()
{
    draining_ = false;
    fresh_since_ = began_;
    if (on_drained) on_drained(*this);
    if (std::exchange(again_, false)) drain_soon();
}

void CaptureRunner::end(const Outcome& outcome)
{
    if (!outcome.ok() && !std::exchange(drain_failed_, true)) {
        log_error(outcome.reason + "; it is stopped, the rest goes on");
        // What it saw before is still in it: it is drained like any other that was stopped, unless that fails, too.
        return stop([this] { post_step(); });
    }
    state_ = State::ended;
    finish_drain();
    if (on_ended) on_ended(*this);
}

void CaptureRunner::flush()
{
    for (auto& stream : streams_)
        stream.flush();
}

void CaptureRunner::wake()
{
    if (!woken_.exchange(true)) boost::asio::post(loop_, [this] { on_wake(); });
}

void CaptureRunner::on_wake()
{
    woken_ = false;
    if (waiting_)
        post_step();
    else
        drain_soon();
}

hookline_status CaptureRunner::emit(std::uint32_t stream, const hookline_batch* batch)
{
    if (std::this_thread::get_id() != loop_thread_) return refuse(nullptr, "emit on a thread that is not the loop's");
    if (!in_call_ && !is_running()) return refuse(batch, "emit outside of start() and drain()");
    if (batch == nullptr) return refuse(nullptr, "emit of no batch");
    if (stream >= streams_.size()) return refuse(batch, fmt::format("there is no stream {}", stream));
    const auto taken = streams_[stream].take(*batch);
    if (taken.has_error()) return refuse(batch, taken.error().text);
    book_.add_delivered(taken->delivered);
    if (taken->filtered != Amount{}) book_.add(HOOKLINE_FILTERED, "where", taken->filtered);
    if (!in_call_) flush();  // from one of its callbacks
    return HOOKLINE_OK;
}

hookline_status CaptureRunner::refuse(const hookline_batch* batch, const std::string& reason)
{
    const std::uint64_t rows = batch != nullptr ? batch->row_count : 0;
    book_.add(HOOKLINE_LOST, "malformed", {rows, 0});
    if (const auto batches = refusals_.add(1))
        log_error(fmt::format("malformed batch of {} rows, counted as lost: {} ({} such since the last message)", rows,
                              reason, *batches));
    return HOOKLINE_FAILED;
}

}  // namespace hookline::pipeline
