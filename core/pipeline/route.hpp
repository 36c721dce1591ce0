// SPDX-License-Identifier: MIT
// One [[pipeline]] while it runs: source -> where -> table or forward -> sinks. Loop thread.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "config/model.hpp"
#include "names/abbreviator.hpp"
#include "names/early_names.hpp"
#include "names/namer.hpp"
#include "pipeline/capture_runner.hpp"
#include "pipeline/interval.hpp"
#include "pipeline/ledger_stream.hpp"
#include "pipeline/naming.hpp"
#include "pipeline/sink_runner.hpp"
#include "record/batch.hpp"
#include "record/filter.hpp"
#include "record/table.hpp"

namespace hookline::pipeline {

class Route {
public:
    using Clock = std::chrono::steady_clock;

    // `loop`: names are asked for on it.
    Route(const config::Pipeline& pipeline, std::vector<CaptureRunner*> captures, std::vector<SinkRunner*> sinks,
          boost::asio::io_context& loop);
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
    // With host names: makes the last report, which report_final() sends, and asks for the names that are missing. How
    // long they are worth waiting for; zero: not at all.
    Clock::duration prepare_last_report();
    [[nodiscard]] bool is_asking() const { return naming_ != nullptr && naming_->directory.is_asking(); }
    void report_final();
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
    [[nodiscard]] static const record::Schema& source_schema(const Source& source) { return *source.stream->schema(); }
    std::unique_ptr<names::Abbreviator> abbreviate(const record::Schema& stream, config::Complaints& complaints) const;
    [[nodiscard]] std::unique_ptr<names::EarlyNames> ask_early(const record::Schema& stream,
                                                               const record::Table& table) const;
    void add_table(std::unique_ptr<record::Table> table, config::Complaints& complaints);
    void check_no_tables(config::Complaints& complaints) const;
    void connect_forward(const Source& source, config::Complaints& complaints);
    void report(bool is_final);
    using TakeBatch = std::function<void(names::Namer*, std::shared_ptr<record::OwnedBatch>)>;
    void make_reports(bool is_final, const TakeBatch& take);
    void send_named(names::Namer* namer, std::shared_ptr<record::OwnedBatch> batch);
    void say_that_it_folds();
    [[nodiscard]] Clock::time_point fresh_since() const;

    const config::Pipeline pipeline_;
    const std::vector<CaptureRunner*> captures_;
    const std::vector<SinkRunner*> sinks_;
    const std::unique_ptr<Naming> naming_;  // null: rows get no names
    struct Reporting {
        std::unique_ptr<record::Table> table;
        std::unique_ptr<names::Namer> namer;  // null: its rows have no use for any
    };
    std::vector<Reporting> tables_;
    std::vector<std::pair<names::Namer*, std::shared_ptr<record::OwnedBatch>>> last_report_;
    std::unique_ptr<LedgerStream> ledger_;
    Interval interval_;
    std::optional<Clock::time_point> due_;
    std::optional<Clock::time_point> deadline_;  // set: the last reports
    Clock::time_point ticked_{};
    bool folds_ = false;
};

}  // namespace hookline::pipeline
