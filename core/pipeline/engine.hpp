// SPDX-License-Identifier: MIT
// The running line: captures, pipelines and sinks wired together over one event loop.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>

#include "config/model.hpp"
#include "loader/plugin.hpp"

namespace hookline::pipeline {

// The loaded plugin of every instance in the configuration, by instance name.
struct Plugins {
    std::map<std::string, loader::PluginPtr> captures;
    std::map<std::string, loader::PluginPtr> sinks;
};

class Engine {
public:
    // Checks the whole configuration against the plugins (options, `from` and `to`, where, group_by, ...) and creates
    // every instance; appends complaints. Null when there are any. Touches no kernel and no network, so it is what
    // `hookline check` runs.
    static std::unique_ptr<Engine> make(const config::Config& config, const Plugins& plugins,
                                        config::Complaints& complaints);
    virtual ~Engine() = default;

    // Starts, runs until a signal, the configured duration, or the end of every capture, reports, and stops. Returns
    // the process's exit status: 0, or 1 when a capture or sink failed on the way. Blocks SIGINT, SIGTERM, SIGHUP for
    // itself. Prints the `ready:` line and the ledger on stderr.
    virtual int run() = 0;

protected:
    Engine() = default;
};

}  // namespace hookline::pipeline
