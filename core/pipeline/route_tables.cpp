// SPDX-License-Identifier: MIT
// A pipeline's tables: how rows get into them, and how their reports leave.
#include <algorithm>
#include <utility>

#include "config/references.hpp"
#include "pipeline/lanes.hpp"
#include "pipeline/route.hpp"

namespace hookline::pipeline {

void Route::connect_table(const std::vector<Source>& sources, config::Complaints& complaints)
{
    std::vector<record::Input> inputs;
    std::vector<TableLane::Extras> extras(sources.size());
    for (std::size_t i = 0; i < sources.size(); ++i) {
        auto& abbreviator = extras[i].abbreviator = abbreviate(source_schema(sources[i]), complaints);
        inputs.push_back(
            {abbreviator ? abbreviator->output() : sources[i].stream->schema(), sources[i].capture->name()});
    }
    auto table = record::Table::make(std::move(inputs), pipeline_, complaints);
    for (std::size_t input = 0; input < sources.size(); ++input) {
        auto where = compile(sources[input], complaints);
        if (!table || !where) continue;
        extras[input].early_names = ask_early(source_schema(sources[input]), *table);
        sources[input].stream->connect(
            std::make_unique<TableLane>(std::move(*where), std::move(extras[input]), interval_, *table, input));
    }
    if (table) add_table(std::move(table), complaints);
}

std::unique_ptr<names::Abbreviator> Route::abbreviate(const record::Schema& stream,
                                                      config::Complaints& complaints) const
{
    if (pipeline_.abbreviations.empty()) return nullptr;
    const auto& keys = pipeline_.group_by;
    if (!keys.empty() && std::ranges::find(keys, names::kAbbreviation) == keys.end())
        complaints.push_back({pipeline_.place_of("abbreviations"),
                              config::who(pipeline_) + ": abbreviations: group_by leaves them out; add \"" +
                                  names::kAbbreviation + "\" to it"});
    const auto is_elsewhere = [this](const std::string& column) { return any_has(column) || any_has("src_" + column); };
    return names::Abbreviator::make(stream, pipeline_, is_elsewhere, complaints);
}

// With `top` only the first rows are asked for.
std::unique_ptr<names::EarlyNames> Route::ask_early(const record::Schema& stream, const record::Table& table) const
{
    if (!naming_ || !naming_->directory.hosts || pipeline_.top) return nullptr;
    return std::make_unique<names::EarlyNames>(stream, *table.output(), naming_->directory);
}

void Route::add_table(std::unique_ptr<record::Table> table, config::Complaints& complaints)
{
    std::unique_ptr<names::Namer> namer;
    if (naming_) {
        auto made = names::Namer::make(table->output(), naming_->directory);
        if (made)
            namer = std::move(*made);
        else
            complaints.push_back(
                {pipeline_.place_of("names"), config::who(pipeline_) + ": names: " + made.error().text});
    }
    tables_.push_back({std::move(table), std::move(namer)});
}

// Events and packets are handed on as they come.
void Route::check_no_tables(config::Complaints& complaints) const
{
    const auto complain = [&](const char* key) {
        complaints.push_back({pipeline_.place_of(key),
                              config::who(pipeline_) + ": " + key + " need a table stream, and \"from\" has none"});
    };
    if (pipeline_.names.any()) complain("names");
    if (!pipeline_.abbreviations.empty()) complain("abbreviations");
}

void Route::report(bool is_final)
{
    make_reports(is_final, [this](names::Namer* namer, std::shared_ptr<record::OwnedBatch> batch) {
        send_named(namer, std::move(batch));
    });
}

void Route::make_reports(bool is_final, const TakeBatch& take)
{
    say_that_it_folds();
    if (naming_) naming_->directory.begin_round();
    const auto end_ns = interval_.end_ns(wall_clock_ns());
    for (auto& [table, namer] : tables_)
        table->report(interval_.begin_ns(), end_ns, is_final,
                      [&, namer = namer.get()](auto batch) { take(namer, std::move(batch)); });
}

void Route::send_named(names::Namer* namer, std::shared_ptr<record::OwnedBatch> batch)
{
    send(namer != nullptr ? namer->name(*batch) : std::move(batch));
}

Route::Clock::duration Route::prepare_last_report()
{
    if (!naming_ || !naming_->directory.hosts) return {};
    make_reports(true, [this](names::Namer* namer, std::shared_ptr<record::OwnedBatch> batch) {
        if (namer != nullptr) namer->ask(*batch);
        last_report_.emplace_back(namer, std::move(batch));
    });
    return is_asking() ? pipeline_.names.dns_wait : Clock::duration::zero();
}

void Route::report_final()
{
    if (!naming_ || !naming_->directory.hosts) return report(true);
    naming_->directory.begin_round();
    for (auto& [namer, batch] : last_report_)
        send_named(namer, std::exchange(batch, nullptr));
    last_report_.clear();
}

}  // namespace hookline::pipeline
