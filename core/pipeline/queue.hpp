// SPDX-License-Identifier: MIT
// The bounded queue in front of a sink, and the sink's book: under one lock, so that the book holds at any moment.
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <map>
#include <mutex>
#include <optional>
#include <string>

#include "pipeline/ledger.hpp"
#include "record/batch.hpp"

namespace hookline::pipeline {

// Counted in rows; an empty batch, which still carries report flags, counts as one. The loop thread pushes, the sink's
// thread takes.
class Queue {
public:
    using Clock = std::chrono::steady_clock;

    explicit Queue(std::size_t capacity) : capacity_(capacity) {}

    // Rows that were dropped, 0 when the batch was queued. A report whose first batch is dropped is dropped whole, and
    // one that has begun always gets its end.
    std::size_t push(const record::BatchPtr& batch);
    // The same after waiting until fewer than `in_flight` batches are queued: keeps the last report's memory small.
    std::size_t push_when_below(std::size_t in_flight, Clock::time_point deadline, const record::BatchPtr& batch);

    // What drops a batch that does not fit: "not_open" until the sink is open, "queue_full" from then on.
    void set_cause(std::string cause);
    // Drops what is queued, and everything pushed from now on.
    void shut(const std::string& cause);

    struct Item {
        record::BatchPtr batch;
        std::size_t from = 0;  // rows of it that were taken already
        std::uint64_t token = 0;
        std::size_t weight = 1;
    };
    [[nodiscard]] std::optional<Item> front() const;
    // Of the front batch `rows` more were taken: delivered, or with `acks` awaiting their ack.
    void take(std::size_t rows, bool acks);
    // Drops what is left of the front batch if it has this token; how many rows.
    std::size_t drop(std::uint64_t token, const std::string& cause);
    void ack(std::uint64_t token, std::uint64_t rows, bool delivered);

    // Nothing queued and nothing waiting for its ack.
    [[nodiscard]] bool settled() const;
    [[nodiscard]] bool wait_settled(Clock::time_point deadline) const;
    [[nodiscard]] SinkAccount account(std::string who) const;

private:
    [[nodiscard]] bool is_settled() const { return items_.empty() && unacked_.empty(); }
    std::size_t push_locked(const record::BatchPtr& batch);
    bool admit(const record::OwnedBatch& batch, std::uint32_t flags);
    void enqueue(Item item);
    void pop();
    void await_ack(std::uint64_t token, std::uint64_t rows);
    void apply_early(std::uint64_t token);
    std::uint64_t settle(std::uint64_t token, std::uint64_t rows, bool delivered);

    const std::size_t capacity_;
    mutable std::mutex mutex_;
    mutable std::condition_variable changed_;
    std::deque<Item> items_;
    std::size_t weight_ = 0;  // of all items, in rows
    std::uint64_t last_token_ = 0;
    std::map<std::uint64_t, std::uint64_t> unacked_;  // rows by token
    struct Early {
        std::uint64_t delivered = 0;
        std::uint64_t failed = 0;
    } early_;  // acks of the front batch that came before write() had returned
    bool skip_report_ = false;
    bool is_shut_ = false;
    std::string cause_ = "not_open";
    SinkAccount account_;
};

}  // namespace hookline::pipeline
