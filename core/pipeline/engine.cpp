// SPDX-License-Identifier: MIT
// From a configuration to a line: every instance created, every pipeline wired, every mistake collected.
#include "pipeline/engine.hpp"

#include <algorithm>

#include "config/references.hpp"
#include "pipeline/line.hpp"

namespace hookline::pipeline {
namespace {

// What an instance is made of, without options after a complaint about them.
std::optional<Making> prepare(const config::Instance& instance, const std::map<std::string, loader::PluginPtr>& plugins,
                              const char* kind, config::Complaints& complaints)
{
    const auto found = plugins.find(instance.name);
    if (found == plugins.end() || !found->second) {
        complaints.push_back({instance.place, std::string(kind) + "." + instance.name + ": its plugin is not loaded"});
        return std::nullopt;
    }
    const auto before = complaints.size();
    auto options = config::OptionValues::check(found->second->descriptor(), instance, complaints);
    if (complaints.size() > before) options.reset();
    return Making{found->second, &instance, std::move(options)};
}

// The runners that a pipeline names, in its order.
template <class Runner>
std::vector<Runner*> named(const std::vector<std::unique_ptr<Runner>>& runners, const std::vector<std::string>& names)
{
    std::vector<Runner*> found;
    for (const auto& name : names) {
        const auto runner = std::ranges::find_if(runners, [&](const auto& each) { return each->name() == name; });
        if (runner != runners.end()) found.push_back(runner->get());
    }
    return found;
}

// The reader of a file has checked this; a configuration made otherwise has not been through it.
void check_names(const std::vector<std::string>& names, const std::vector<config::Instance>& instances,
                 const config::Pipeline& pipeline, const char* kind, const char* key, config::Complaints& complaints)
{
    for (const auto& name : names)
        if (std::ranges::find(instances, name, &config::Instance::name) == instances.end())
            complaints.push_back(
                {pipeline.place_of(key), config::who(pipeline) + ": there is no [" + kind + "." + name + "]"});
}

}  // namespace

std::unique_ptr<Engine> Engine::make(const config::Config& config, const Plugins& plugins,
                                     config::Complaints& complaints)
{
    auto line = std::make_unique<Line>(config);
    line->create(plugins, complaints);
    if (!complaints.empty()) return nullptr;
    return line;
}

void Line::create(const Plugins& plugins, config::Complaints& complaints)
{
    create_captures(plugins, complaints);
    create_sinks(plugins, complaints);
    wire(complaints);
}

void Line::create_captures(const Plugins& plugins, config::Complaints& complaints)
{
    for (const auto& instance : config_.captures)
        if (auto making = prepare(instance, plugins.captures, "capture", complaints))
            if (auto capture = CaptureRunner::make(std::move(*making), loop_, complaints))
                captures_.push_back(std::move(capture));
}

void Line::create_sinks(const Plugins& plugins, config::Complaints& complaints)
{
    for (const auto& instance : config_.sinks)
        if (auto making = prepare(instance, plugins.sinks, "sink", complaints); making && making->options)
            if (auto sink = SinkRunner::make(std::move(*making), complaints)) sinks_.push_back(std::move(sink));
}

// A pipeline whose capture could not be created is left out: what it says about columns could not be checked.
void Line::wire(config::Complaints& complaints)
{
    for (const auto& pipeline : config_.pipelines) {
        auto sources = pipeline.from;
        const bool has_ledger = std::erase(sources, config::kLedger) > 0;
        check_names(sources, config_.captures, pipeline, "capture", "from", complaints);
        check_names(pipeline.to, config_.sinks, pipeline, "sink", "to", complaints);
        auto captures = named(captures_, sources);
        if (captures.size() < sources.size()) continue;
        auto& route = routes_.emplace_back(
            std::make_unique<Route>(pipeline, std::move(captures), named(sinks_, pipeline.to), loop_));
        route->connect(complaints);
        if (has_ledger) route->connect_ledger(complaints);
    }
}

}  // namespace hookline::pipeline
