// SPDX-License-Identifier: MIT
// The host's side of one plugin instance: its services, and the guarded way into it. Captures and sinks derive from it.
#pragma once

#include <hookline/plugin.h>

#include <atomic>
#include <memory>
#include <mutex>
#include <string>
#include <utility>

#include "config/model.hpp"
#include "config/options.hpp"
#include "loader/plugin.hpp"
#include "pipeline/guard.hpp"
#include "pipeline/ledger.hpp"
#include "pipeline/reactor.hpp"

namespace hookline::pipeline {

// What an instance is made of.
struct Making {
    loader::PluginPtr plugin;
    const config::Instance* config;
    std::unique_ptr<const config::OptionValues> options;
};

class Instance {
public:
    virtual ~Instance() = default;
    Instance(const Instance&) = delete;
    Instance& operator=(const Instance&) = delete;

    [[nodiscard]] const std::string& name() const { return config_.name; }
    [[nodiscard]] const std::string& who() const { return who_; }  // "capture uplink"
    // Something went wrong with it: the process ends with status 1.
    [[nodiscard]] bool has_failed() const { return failed_; }
    void log_error(const std::string& text);  // and has_failed() from now on
    void log_warning(const std::string& text);

protected:
    // `loop` is run by the thread that the plugin's functions are called on.
    Instance(const char* kind, Making making, boost::asio::io_context& loop);

    // A call into the plugin; `what` names it in the reason, should it fail: "start failed: no such device". Empty: the
    // reason stands alone.
    template <class Function>
    Outcome call(const char* what, Function&& function)
    {
        (void)take_error();
        auto outcome = guarded(std::forward<Function>(function));
        if (!outcome.ok()) outcome.reason = explain(what, outcome);
        return outcome;
    }
    [[nodiscard]] const hookline_host* host() const { return &host_; }
    [[nodiscard]] const hookline_descriptor& descriptor() const { return plugin_->descriptor(); }

    // Services that only captures, or only sinks, have: the rest of the plugins are told that they may not.
    virtual hookline_status emit(std::uint32_t stream, const hookline_batch* batch);
    virtual void count(hookline_account account, const char* name, Amount amount);
    virtual void wake();
    virtual void run_blocking(hookline_callback work, hookline_callback done, void* argument);
    virtual hookline_status use_schema(std::uint32_t stream, const hookline_schema* schema);
    virtual void ack(std::uint64_t token, std::uint64_t rows, hookline_status status);

private:
    friend struct HostTable;
    std::string explain(const char* what, const Outcome& outcome);
    std::string take_error();
    void misused(const char* service);

    loader::PluginPtr plugin_;  // first: the library goes last

protected:
    const config::Instance config_;
    const std::unique_ptr<const config::OptionValues> options_;
    void* self_ = nullptr;
    Reactor reactor_;

private:
    std::string who_;
    hookline_host host_;
    std::atomic<bool> failed_{false};
    std::mutex mutex_;
    std::string error_;
};

// create() as `check` and start-up see it: a failure is a complaint, at the option it names, else at the instance.
void complain_of_create(const config::Instance& config, const char* kind, const Outcome& outcome,
                        config::Complaints& complaints);

}  // namespace hookline::pipeline
