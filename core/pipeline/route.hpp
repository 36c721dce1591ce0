// SPDX-License-Identifier: MIT
// One [[pipeline]] while it runs: source -> where -> table or forward -> sinks. Loop thread.
#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "config/model.hpp"
#include "pipeline/capture_runner.hpp"
#include "pipeline/interval.hpp"
#include "pipeline/ledger_stream.hpp"
#include "pipeline/sink_runner.hpp"
#include "record/batch.hpp"
#include "record/filter.hpp"
#include "record/table.hpp"

namespace hookline::pipeline {

class Route {
public:
    using Clock = std::chrono::steady_clock;

    Route(const config::Pipeline& pipeline, std::vector<CaptureRunner*> captures, std::vector<SinkRunner*> sinks);
    Route(const Route&) = delete;
    Route& operator=(const Route&) = delete;

    // Opens the way from each stream of each capture; complains about what does not fit.
    void connect(config::Complaints& complaints);
    void connect_ledger(config::Complaints& complaints);

    // Before any capture starts.
    void start(std::int64_t now_ns) { interval_.start(now_ns); }
    // The first report but the last is due then; none where there is only the one at the end.
    std::optional<Clock::time_point> schedule();
    [[nodiscard]] Clock::duration every() const { return pipeline_.every; }
    [[nodiscard]] const std::vector<CaptureRunner*>& captures() const { return captures_; }
    [[nodiscard]] bool has_ledger() const { return ledger_ != nullptr; }
    // After a drain: makes the report that is due, if all its captures have been drained since then.
    void report_if_due();
    // The captures have stopped: from here on batches wait for room in the sinks' queues until `deadline`.
    void begin_end(Clock::time_point deadline) { deadline_ = deadline; }
    void report_final() { report(true); }
    void report_ledger(const Ledger& ledger, bool is_final);
    [[nodiscard]] PipelineAccount account() const;

    void send(const record::BatchPtr& batch);
    [[nodiscard]] const std::string& name() const { return pipeline_.name; }
    [[nodiscard]] Interval& interval() { return interval_; }

private:
    struct Source {
        CaptureRunner* capture;
        Stream* stream;
    };
    [[nodiscard]] std::vector<Source> sources() const;
    std::optional<record::Filter> compile(const Source& source, config::Complaints& complaints) const;
    [[nodiscard]] bool any_has(const std::string& column) const;
    void connect_table(const std::vector<Source>& sources, config::Complaints& complaints);
    void connect_forward(const Source& source, config::Complaints& complaints);
    void report(bool is_final);
    void say_that_it_folds();
    [[nodiscard]] Clock::time_point fresh_since() const;

    const config::Pipeline pipeline_;
    const std::vector<CaptureRunner*> captures_;
    const std::vector<SinkRunner*> sinks_;
    std::vector<std::unique_ptr<record::Table>> tables_;
    std::unique_ptr<LedgerStream> ledger_;
    Interval interval_;
    std::optional<Clock::time_point> due_;
    std::optional<Clock::time_point> deadline_;  // set: the last reports
    Clock::time_point ticked_{};
    bool folds_ = false;
};

}  // namespace hookline::pipeline
