// SPDX-License-Identifier: MIT
#include "config/print.hpp"

#include <array>

#include "config/duration.hpp"
#include "config/toml_text.hpp"

namespace hookline::config {
namespace {

void line(std::string& out, std::string_view key, const std::string& value, std::string_view comment = {})
{
    out.append(key_text(key)).append(" = ").append(value);
    if (!comment.empty()) out.append("  # ").append(comment);
    out += '\n';
}

std::string text_of(std::chrono::nanoseconds duration)
{
    return toml_quoted(format_duration(duration));
}

void print(std::string& out, const Host& host)
{
    const Host fallback;
    std::string lines;
    if (host.log_level != fallback.log_level) line(lines, "log_level", toml_quoted(host.log_level));
    if (!host.plugin_path.empty()) line(lines, "plugin_path", value_text(host.plugin_path));
    if (host.tick != fallback.tick) line(lines, "tick", text_of(host.tick), "captures are drained this often");
    if (host.duration != fallback.duration) line(lines, "duration", text_of(host.duration), "then report and end");
    if (host.shutdown_timeout != fallback.shutdown_timeout)
        line(lines, "shutdown_timeout", text_of(host.shutdown_timeout));
    if (host.open_timeout != fallback.open_timeout) line(lines, "open_timeout", text_of(host.open_timeout));
    if (!lines.empty()) out += "[host]\n" + lines + '\n';
}

void print(std::string& out, const char* kind, const Instance& instance)
{
    constexpr std::array kOnStartError = {"skip", "fail", "retry"};
    out += '[' + std::string(kind) + '.' + key_text(instance.name) + "]\n";
    line(out, "plugin", toml_quoted(instance.plugin));
    if (instance.on_start_error != OnStartError::skip)
        line(out, "on_start_error", toml_quoted(kOnStartError.at(static_cast<std::size_t>(instance.on_start_error))));
    if (instance.queue_size != Instance{}.queue_size)
        line(out, "queue_size", std::to_string(instance.queue_size), "rows");
    for (const auto& setting : instance.settings)
        line(out, setting.key, value_text(setting.values, setting.is_array));
    out += '\n';
}

using Pairs = std::vector<std::pair<std::string, std::string>>;

std::string inline_table(const Pairs& pairs)
{
    std::string text;
    for (const auto& [key, value] : pairs)
        text.append(text.empty() ? " " : ", ").append(key_text(key)).append(" = ").append(value);
    return '{' + text + " }";
}

std::string text_of(const std::vector<Condition>& where)
{
    Pairs pairs;
    for (const auto& condition : where)
        pairs.emplace_back(condition.column, value_text(condition.any_of, false));
    return inline_table(pairs);
}

Pairs pairs_of(const Timeouts& timeouts)
{
    Pairs pairs;
    if (timeouts.idle) pairs.emplace_back("idle", text_of(*timeouts.idle));
    if (timeouts.active) pairs.emplace_back("active", text_of(*timeouts.active));
    if (timeouts.closed) pairs.emplace_back("closed", text_of(*timeouts.closed));
    return pairs;
}

void print_timeouts(std::string& out, const Pipeline& pipeline)
{
    auto pairs = pairs_of(pipeline.timeouts);
    for (const auto& of : pipeline.proto_timeouts)
        pairs.emplace_back(of.proto, inline_table(pairs_of(of.timeouts)));
    if (!pairs.empty()) line(out, "timeouts", inline_table(pairs), "then a row ends");
}

void print_names(std::string& out, const Names& names)
{
    const Names fallback;
    Pairs pairs;
    const auto flag = [&](const char* key, bool value) {
        if (value) pairs.emplace_back(key, "true");
    };
    flag("dns", names.dns);
    if (!names.dns_servers.empty()) pairs.emplace_back("dns_servers", value_text(names.dns_servers));
    if (names.dns_timeout != fallback.dns_timeout) pairs.emplace_back("dns_timeout", text_of(names.dns_timeout));
    if (names.dns_wait != fallback.dns_wait) pairs.emplace_back("dns_wait", text_of(names.dns_wait));
    flag("services", names.services);
    flag("icmp_types", names.icmp_types);
    flag("interface_aliases", names.interface_aliases);
    Pairs interfaces;
    for (const auto& [name, alias] : names.interfaces)
        interfaces.emplace_back(name, toml_quoted(alias));
    if (!interfaces.empty()) pairs.emplace_back("interfaces", inline_table(interfaces));
    if (!pairs.empty()) line(out, "names", inline_table(pairs), "columns with names");
}

void print_abbreviations(std::string& out, const std::vector<Abbreviation>& abbreviations)
{
    if (abbreviations.empty()) return;
    out += "abbreviations = [  # the first that fits is the key column abbreviation\n";
    for (const auto& each : abbreviations)
        out += "    " + inline_table({{"name", toml_quoted(each.name)}, {"where", text_of(each.where)}}) + ",\n";
    out += "]\n";
}

void print(std::string& out, const Pipeline& pipeline)
{
    const Pipeline fallback;
    out += "[[pipeline]]\n";
    line(out, "name", toml_quoted(pipeline.name));
    line(out, "from", value_text(pipeline.from));
    if (!pipeline.where.empty()) line(out, "where", text_of(pipeline.where), "all must hold");
    if (!pipeline.group_by.empty()) line(out, "group_by", value_text(pipeline.group_by));
    if (pipeline.top) line(out, "top", std::to_string(*pipeline.top), "the rest is one row");
    if (pipeline.sort_by != fallback.sort_by) line(out, "sort_by", toml_quoted(pipeline.sort_by), "highest first");
    if (pipeline.every != fallback.every) line(out, "every", text_of(pipeline.every), "a report at each interval");
    if (pipeline.row_limit != fallback.row_limit)
        line(out, "row_limit", std::to_string(pipeline.row_limit), "past it the smallest rows become one");
    print_timeouts(out, pipeline);
    print_names(out, pipeline.names);
    print_abbreviations(out, pipeline.abbreviations);
    line(out, "to", value_text(pipeline.to));
    out += '\n';
}

}  // namespace

std::string to_toml(const Config& config)
{
    std::string out;
    print(out, config.host);
    for (const auto& capture : config.captures)
        print(out, "capture", capture);
    for (const auto& sink : config.sinks)
        print(out, "sink", sink);
    for (const auto& pipeline : config.pipelines)
        print(out, pipeline);
    if (out.ends_with("\n\n")) out.pop_back();
    return out;
}

}  // namespace hookline::config
