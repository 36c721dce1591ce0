// SPDX-License-Identifier: MIT
// Keyed aggregation: adds up the deltas of table streams, bounded, and makes reports of them.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "config/model.hpp"
#include "record/batch.hpp"
#include "record/schema.hpp"

namespace hookline::record {

// One stream that feeds a table.
struct Input {
    SchemaPtr schema;
    std::string capture;  // instance name
};

// Not thread-safe: lives on the loop thread.
class Table {
public:
    // Appends a complaint for everything in `pipeline` that does not fit the inputs: an unknown or non-key column in
    // group_by, an unknown sort_by, inputs that give one name to different types, time-outs without times to go by.
    static std::unique_ptr<Table> make(std::vector<Input> inputs, const config::Pipeline& pipeline,
                                       config::Complaints& complaints);
    virtual ~Table() = default;

    // Rows as they are reported: the union of the inputs' columns by name (those that group_by leaves out are gone),
    // plus `capture` where there are several inputs, `bitrate` (mean since the start), `bitrate_now`, `bitrate_peak`,
    // `other` (true where the row stands for many, here or already in the capture), and, with time-outs, `end_reason`.
    [[nodiscard]] virtual SchemaPtr output() const = 0;

    // Adds one row of input number `input` (index into make()'s inputs).
    virtual void add(std::size_t input, const Row& row) = 0;

    // The captures' time after a drain round: moves the windows that `bitrate_now` is measured over. Cheap.
    virtual void tick(std::int64_t now_ns) = 0;

    // Everything added so far, sorted, the first `top` rows and an `other` row for the rest, in batches of at most a
    // thousand rows or so that carry report flags: at least one. Totals are the row's whole life, `bitrate_now` what
    // came since the last report. `begin_ns`, `end_ns`: what the whole run covers, in the captures' time.
    // With time-outs a row that has ended by `end_ns` says why, and is in this report and no later one; of rows that have
    // ended and those of the last report, sums are exactly what was added. What was folded has ended, too.
    // `final_report`: nothing is added afterwards, and memory may be handed over or freed on the way.
    using Emit = std::function<void(std::shared_ptr<OwnedBatch>)>;
    virtual void report(std::int64_t begin_ns, std::int64_t end_ns, bool final_report, const Emit& emit) = 0;

    // Not const: rows that were added last may still wait to be placed.
    [[nodiscard]] virtual std::size_t
    size() = 0;  // rows kept, without `other`, with those that wait for their last report
    [[nodiscard]] virtual std::uint64_t folded_rows() = 0;  // rows that went into `other` for want of room

protected:
    Table() = default;
};

}  // namespace hookline::record
