// SPDX-License-Identifier: MIT
#include "pipeline/route.hpp"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <map>

#include "config/references.hpp"
#include "pipeline/lanes.hpp"

namespace hookline::pipeline {

Route::Route(const config::Pipeline& pipeline, std::vector<CaptureRunner*> captures, std::vector<SinkRunner*> sinks,
             boost::asio::io_context& loop)
    : pipeline_(pipeline),
      captures_(std::move(captures)),
      sinks_(std::move(sinks)),
      naming_(pipeline.names.any() ? std::make_unique<Naming>(pipeline, loop) : nullptr)
{
}

// The data path of one pipeline: read it beside the drawing in core/README.md.
void Route::connect(config::Complaints& complaints)
{
    std::map<std::string, std::vector<Source>> tables;  // streams of one name add up in one table
    for (const auto& source : sources()) {
        const auto& schema = *source.stream->schema()->abi();
        if (schema.kind == HOOKLINE_TABLE)
            tables[schema.name].push_back(source);
        else
            connect_forward(source, complaints);
    }
    for (const auto& [name, sources] : tables)
        connect_table(sources, complaints);
    if (tables.empty()) check_no_tables(complaints);
}

void Route::connect_ledger(config::Complaints& complaints)
{
    ledger_ = LedgerStream::make(pipeline_, complaints);
}

std::vector<Route::Source> Route::sources() const
{
    std::vector<Source> all;
    for (auto* capture : captures_)
        for (auto& stream : capture->streams())
            all.push_back({capture, &stream});
    return all;
}

void Route::connect_forward(const Source& source, config::Complaints& complaints)
{
    if (auto where = compile(source, complaints))
        source.stream->connect(std::make_unique<ForwardLane>(std::move(*where), *this, source.stream->schema()));
}

// Nothing where the stream lacks a column that `where` asks for: then none of its rows passes.
std::optional<record::Filter> Route::compile(const Source& source, config::Complaints& complaints) const
{
    const auto& schema = *source.stream->schema();
    const auto elsewhere = [&](const config::Condition& condition) {
        return schema.find(condition.column) == nullptr && any_has(condition.column);
    };
    if (std::ranges::any_of(pipeline_.where, elsewhere)) return std::nullopt;
    return record::Filter::compile(schema, pipeline_.where, complaints);
}

bool Route::any_has(const std::string& column) const
{
    return std::ranges::any_of(sources(),
                               [&](const Source& source) { return source.stream->schema()->find(column) != nullptr; });
}

std::optional<Route::Clock::time_point> Route::schedule()
{
    if (pipeline_.every.count() > 0) due_ = Clock::now() + pipeline_.every;
    return due_;
}

void Route::send(const record::BatchPtr& batch)
{
    for (auto* sink : sinks_)
        deadline_ ? sink->push_slowly(batch, *deadline_) : sink->push(batch);
}

Route::Clock::time_point Route::fresh_since() const
{
    auto oldest = Clock::time_point::max();
    for (const auto* capture : captures_)
        if (capture->is_running()) oldest = std::min(oldest, capture->fresh_since());
    return oldest;
}

void Route::report_if_due()
{
    const auto fresh = fresh_since();
    if (fresh > ticked_) {
        for (auto& [table, namer] : tables_)
            table->tick(interval_.end_ns(wall_clock_ns()));
        say_that_it_folds();
        ticked_ = fresh == Clock::time_point::max() ? Clock::now() : fresh;
    }
    if (!due_ || Clock::now() < *due_ || fresh < *due_) return;
    // A loop that was late does not make up for the reports it missed.
    while (*due_ <= Clock::now())
        *due_ += pipeline_.every;
    report(false);
}

PipelineAccount Route::account() const
{
    PipelineAccount account{config::who(pipeline_)};
    for (const auto& [table, namer] : tables_)
        account.folded += table->folded_rows();
    if (naming_) account.not_asked = naming_->directory.dropped();
    return account;
}

// Once, when it begins. How many there were is in the ledger.
void Route::say_that_it_folds()
{
    if (folds_ || account().folded == 0) return;
    folds_ = true;
    spdlog::warn(
        "{}: there are more rows than {} (row_limit): the smallest go into the row `other`, totals stay exact; "
        "raise row_limit, or leave columns out with group_by",
        config::who(pipeline_), pipeline_.row_limit);
}

void Route::report_ledger(const Ledger& ledger, bool is_final)
{
    send(ledger_->report(ledger, interval_.begin_ns(), wall_clock_ns(), is_final));
}

}  // namespace hookline::pipeline
