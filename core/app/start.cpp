// SPDX-License-Identifier: MIT
#include "app/start.hpp"

#include <algorithm>

#include "config/references.hpp"
#include "loader/search.hpp"

namespace hookline::app {
namespace {

using config::Complaints;
using config::Config;
using config::Instance;
using LoadedByName = std::map<std::string, loader::PluginPtr>;

class Loading {
public:
    Loading(const Config& config, Complaints& complaints)
        : path_(loader::search_path(config.host.plugin_path)), complaints_(complaints)
    {
    }

    LoadedByName load(hookline_kind kind, const std::vector<Instance>& instances)
    {
        LoadedByName by_plugin;
        LoadedByName by_instance;
        for (const auto& instance : instances) {
            if (instance.plugin.empty()) continue;  // the reader has said so
            auto& plugin = by_plugin[instance.plugin];
            if (!plugin) plugin = load_one(kind, instance);
            if (plugin) by_instance[instance.name] = plugin;
        }
        return by_instance;
    }

private:
    loader::PluginPtr load_one(hookline_kind kind, const Instance& instance)
    {
        auto plugin = loader::load_by_name(instance.plugin, kind, path_);
        if (plugin) return *plugin;
        const std::string who = kind == HOOKLINE_SINK ? "sink." : "capture.";
        complaints_.push_back(
            {instance.plugin_place.value_or(instance.place), who + instance.name + ": " + plugin.error().text});
        return nullptr;
    }

    std::vector<std::filesystem::path> path_;
    Complaints& complaints_;
};

void keep_loaded(std::vector<Instance>& instances, const LoadedByName& loaded)
{
    std::erase_if(instances, [&](const Instance& instance) { return !loaded.contains(instance.name); });
}

void keep_loaded(std::vector<std::string>& names, const LoadedByName& loaded)
{
    std::erase_if(names, [&](const std::string& name) { return name != config::kLedger && !loaded.contains(name); });
}

// The part of a wrong configuration that can still be checked.
Config checkable(Config config, const pipeline::Plugins& plugins)
{
    keep_loaded(config.captures, plugins.captures);
    keep_loaded(config.sinks, plugins.sinks);
    for (auto& pipeline : config.pipelines) {
        keep_loaded(pipeline.from, plugins.captures);
        keep_loaded(pipeline.to, plugins.sinks);
        // Any sink will do to check the rest of the pipeline
        if (pipeline.to.empty() && !config.sinks.empty()) pipeline.to = {config.sinks.front().name};
    }
    std::erase_if(config.pipelines, [](const auto& pipeline) { return pipeline.from.empty() || pipeline.to.empty(); });
    return config;
}

}  // namespace

pipeline::Plugins load_plugins(const Config& config, Complaints& complaints)
{
    Loading loading(config, complaints);
    return {loading.load(HOOKLINE_CAPTURE, config.captures), loading.load(HOOKLINE_SINK, config.sinks)};
}

std::unique_ptr<pipeline::Engine> make_engine(const Config& config, Complaints& complaints)
{
    const auto plugins = load_plugins(config, complaints);
    if (complaints.empty()) return pipeline::Engine::make(config, plugins, complaints);
    if (const auto part = checkable(config, plugins); !part.pipelines.empty())
        pipeline::Engine::make(part, plugins, complaints);
    return nullptr;
}

}  // namespace hookline::app
