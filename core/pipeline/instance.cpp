// SPDX-License-Identifier: MIT
#include "pipeline/instance.hpp"

#include <spdlog/spdlog.h>

#include <algorithm>

#include "pipeline/host_table.hpp"

namespace hookline::pipeline {

Instance::Instance(const char* kind, Making making, boost::asio::io_context& loop)
    : plugin_(std::move(making.plugin)),
      config_(*making.config),
      options_(std::move(making.options)),
      reactor_(loop, [this](const std::string& text) { log_error(text); }),
      who_(std::string(kind) + " " + config_.name),
      host_(make_host_table(*this))
{
}

void Instance::log_error(const std::string& text)
{
    failed_ = true;
    spdlog::error("{}: {}", who_, text);
}

void Instance::log_warning(const std::string& text)
{
    spdlog::warn("{}: {}", who_, text);
}

std::string Instance::take_error()
{
    const std::lock_guard lock(mutex_);
    return std::exchange(error_, {});
}

std::string Instance::explain(const char* what, const Outcome& outcome)
{
    const std::string subject = what;
    if (!outcome.reason.empty()) return subject.empty() ? outcome.reason : subject + " " + outcome.reason;
    auto reason = take_error();
    if (reason.empty()) reason = "the plugin gives no reason";
    return subject.empty() ? reason : subject + " failed: " + reason;
}

void Instance::misused(const char* service)
{
    spdlog::error("{}: the plugin calls the service {}, which it does not have", who_, service);
}

hookline_status Instance::emit(std::uint32_t, const hookline_batch*)
{
    misused("emit");
    return HOOKLINE_FAILED;
}

void Instance::count(hookline_account, const char*, Amount)
{
    misused("count");
}
void Instance::wake()
{
    misused("wake");
}
void Instance::run_blocking(hookline_callback, hookline_callback, void*)
{
    misused("run_blocking");
}
hookline_status Instance::use_schema(std::uint32_t, const hookline_schema*)
{
    misused("use_schema");
    return HOOKLINE_FAILED;
}
void Instance::ack(std::uint64_t, std::uint64_t, hookline_status)
{
    misused("ack");
}

void complain_of_create(const config::Instance& config, const char* kind, const Outcome& outcome,
                        config::Complaints& complaints)
{
    const auto names = [&](const config::Setting& setting) {
        return outcome.reason.find(setting.key) != std::string::npos;
    };
    const auto named = std::ranges::find_if(config.settings, names);
    const auto& place =
        outcome.status == HOOKLINE_INVALID && named != config.settings.end() ? named->place : config.place;
    complaints.push_back({place, std::string(kind) + "." + config.name + ": " + outcome.reason});
}

}  // namespace hookline::pipeline
