// SPDX-License-Identifier: MIT
#include "pipeline/queue.hpp"

#include <algorithm>
#include <utility>

namespace hookline::pipeline {
namespace {

std::size_t weight_of(const record::OwnedBatch& batch)
{
    return std::max<std::size_t>(batch.size(), 1);
}

}  // namespace

std::size_t Queue::push(const record::BatchPtr& batch)
{
    const std::lock_guard lock(mutex_);
    return push_locked(batch);
}

std::size_t Queue::push_when_below(std::size_t in_flight, Clock::time_point deadline, const record::BatchPtr& batch)
{
    std::unique_lock lock(mutex_);
    changed_.wait_until(lock, deadline, [&] { return items_.size() < in_flight; });
    return push_locked(batch);
}

std::size_t Queue::push_locked(const record::BatchPtr& batch)
{
    const auto flags = batch->view().flags;
    account_.offered += batch->size();
    if (admit(*batch, flags)) {
        enqueue({batch, 0, 0, weight_of(*batch)});
        return 0;
    }
    account_.dropped[cause_] += batch->size();
    if ((flags & HOOKLINE_REPORT_BEGIN) != 0) skip_report_ = true;
    // The rows found no room; that the report ends there is still said.
    if ((flags & HOOKLINE_REPORT_END) != 0 && !skip_report_ && !is_shut_) enqueue({batch, batch->size(), 0, 1});
    if ((flags & HOOKLINE_REPORT_END) != 0) skip_report_ = false;
    return batch->size();
}

bool Queue::admit(const record::OwnedBatch& batch, std::uint32_t flags)
{
    if ((flags & HOOKLINE_REPORT_BEGIN) != 0) skip_report_ = false;
    // A batch larger than the whole queue still goes into an empty one.
    const bool fits = items_.empty() || weight_ + weight_of(batch) <= capacity_;
    return fits && !skip_report_ && !is_shut_;
}

void Queue::enqueue(Item item)
{
    weight_ += item.weight;
    item.token = ++last_token_;
    items_.push_back(std::move(item));
}

void Queue::set_cause(std::string cause)
{
    const std::lock_guard lock(mutex_);
    if (!is_shut_) cause_ = std::move(cause);
}

void Queue::shut(const std::string& cause)
{
    const std::lock_guard lock(mutex_);
    if (is_shut_) return;
    is_shut_ = true;
    cause_ = cause;
    while (!items_.empty()) {
        account_.dropped[cause] += items_.front().batch->size() - items_.front().from;
        pop();
    }
}

std::optional<Queue::Item> Queue::front() const
{
    const std::lock_guard lock(mutex_);
    if (items_.empty()) return std::nullopt;
    return items_.front();
}

void Queue::take(std::size_t rows, bool acks)
{
    const std::lock_guard lock(mutex_);
    if (items_.empty()) return;  // shut meanwhile: counted as dropped
    auto& item = items_.front();
    item.from += rows;
    if (acks)
        await_ack(item.token, rows);
    else
        account_.delivered += rows;
    if (item.from >= item.batch->size()) pop();
}

std::size_t Queue::drop(std::uint64_t token, const std::string& cause)
{
    const std::lock_guard lock(mutex_);
    if (items_.empty() || items_.front().token != token) return 0;
    const auto rows = items_.front().batch->size() - items_.front().from;
    account_.dropped[cause] += rows;
    pop();
    return rows;
}

void Queue::pop()
{
    weight_ -= items_.front().weight;
    items_.pop_front();
    early_ = {};
    changed_.notify_all();
}

void Queue::ack(std::uint64_t token, std::uint64_t rows, bool delivered)
{
    const std::lock_guard lock(mutex_);
    if (!items_.empty() && items_.front().token == token) {
        (delivered ? early_.delivered : early_.failed) += rows;
        apply_early(token);
    } else {
        settle(token, rows, delivered);
    }
    changed_.notify_all();
}

void Queue::await_ack(std::uint64_t token, std::uint64_t rows)
{
    if (rows == 0) return;
    unacked_[token] += rows;
    apply_early(token);
}

void Queue::apply_early(std::uint64_t token)
{
    early_.delivered -= settle(token, early_.delivered, true);
    early_.failed -= settle(token, early_.failed, false);
}

std::uint64_t Queue::settle(std::uint64_t token, std::uint64_t rows, bool delivered)
{
    const auto found = unacked_.find(token);
    if (found == unacked_.end()) return 0;
    rows = std::min(rows, found->second);  // more than it took: a sink's bug must not unbalance its book
    if (rows == 0) return 0;
    (delivered ? account_.delivered : account_.dropped["sink_error"]) += rows;
    found->second -= rows;
    if (found->second == 0) unacked_.erase(found);
    return rows;
}

bool Queue::settled() const
{
    const std::lock_guard lock(mutex_);
    return is_settled();
}

bool Queue::wait_settled(Clock::time_point deadline) const
{
    std::unique_lock lock(mutex_);
    return changed_.wait_until(lock, deadline, [this] { return is_settled(); });
}

SinkAccount Queue::account(std::string who) const
{
    const std::lock_guard lock(mutex_);
    auto copy = account_;
    copy.who = std::move(who);
    for (const auto& item : items_)
        copy.pending += item.batch->size() - item.from;
    for (const auto& [token, rows] : unacked_)
        copy.pending += rows;
    return copy;
}

}  // namespace hookline::pipeline
