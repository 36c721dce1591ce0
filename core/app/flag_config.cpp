// SPDX-License-Identifier: MIT
#include "app/flag_config.hpp"

#include <algorithm>

#include "app/flag_rules.hpp"

namespace hookline::app {
namespace {

using config::Config;
using config::Instance;
using config::Scalar;
using config::Setting;
using namespace std::chrono_literals;

constexpr auto kDefaultDuration = 10min;
constexpr auto kDefaultRefresh = 1s;
constexpr std::uint64_t kMostRows = 4'294'967'294;  // of a table in the host

// A complaint about a setting names the flag that it comes from.
Setting setting(const char* key, Scalar value, const char* flag)
{
    return {.key = key, .values = {std::move(value)}, .place = {.source = flag}};
}

Setting list(const char* key, const std::vector<std::string>& values, const char* flag)
{
    return {.key = key, .values = {values.begin(), values.end()}, .is_array = true, .place = {.source = flag}};
}

// What every capture of flows understands.
void add_common(Instance& capture, const Flags& flags)
{
    if (flags.max_entries)
        capture.settings.push_back(setting("max_entries", std::int64_t{*flags.max_entries}, "--max-entries"));
    if (!flags.words.empty()) capture.settings.push_back(setting("filter", flags.filter(), ""));
    if (flags.no_arp) capture.settings.push_back(setting("no_arp", true, "--no-arp"));
}

Instance capture_named(const char* plugin, const char* flag)
{
    return {.name = plugin, .plugin = plugin, .place = {.source = flag}};
}

std::vector<Instance> file_capture(const Flags& flags)
{
    auto capture = capture_named("pcap", "--read");
    capture.settings.push_back(setting("read", flags.read, "--read"));
    add_common(capture, flags);
    return {capture};
}

// libpcap opens one interface at a time: "pcap", or "pcap1", "pcap2", ...
std::vector<Instance> libpcap_captures(const Flags& flags, const std::vector<std::string>& interfaces)
{
    std::vector<Instance> captures;
    for (const auto& interface : interfaces) {
        auto capture = capture_named("pcap", "--pcap");
        if (interfaces.size() > 1) capture.name += std::to_string(captures.size() + 1);
        capture.settings.push_back(setting("interface", interface, "--iface"));
        add_common(capture, flags);
        captures.push_back(std::move(capture));
    }
    return captures;
}

std::vector<Instance> hook_capture(const Flags& flags, const std::vector<std::string>& interfaces)
{
    auto capture = flags.xdp ? capture_named("xdp", "--xdp") : capture_named("tc", "");
    capture.settings.push_back(list("interfaces", interfaces, flags.interfaces.empty() ? "" : "--iface"));
    if (!flags.xdp_mode.empty()) capture.settings.push_back(setting("mode", flags.xdp_mode, "--xdp_mode"));
    if (flags.no_tcx) capture.settings.push_back(setting("attach", "clsact", "--no-tcx"));
    if (flags.attribution) capture.settings.push_back(setting("attribution", true, "--attribution"));
    add_common(capture, flags);
    return {capture};
}

std::vector<Instance> process_capture(const Flags& flags)
{
    auto capture = flags.kprobes ? capture_named("kprobe", "--kprobes") : capture_named("cgroup", "--cgroup");
    if (!flags.cgroup.empty()) capture.settings.push_back(list("paths", {flags.cgroup}, "--cgroup"));
    add_common(capture, flags);
    return {capture};
}

Result<std::vector<Instance>> captures(const Flags& flags, const FindInterface& find_interface)
{
    if (!flags.read.empty()) return file_capture(flags);
    if (flags.kprobes || !flags.cgroup.empty()) return process_capture(flags);
    auto interfaces = flags.interfaces;
    if (interfaces.empty()) {
        const auto found = find_interface();
        if (!found) return Failure{"no network interface but loopback is up; name one with --iface"};
        interfaces.push_back(*found);
    }
    return flags.pcap ? libpcap_captures(flags, interfaces) : hook_capture(flags, interfaces);
}

bool is_table(const Flags& flags)
{
    return !flags.json && !flags.lines && !flags.tui;
}

Instance screen(const Flags& flags)
{
    Instance sink{.name = "screen", .plugin = "table"};
    if (flags.json || flags.lines) sink.plugin = "json";
    if (flags.tui) sink = {.name = "screen", .plugin = "tui", .place = {.source = "--tui"}};
    if (flags.lines) sink.settings.push_back(setting("format", "lines", "--lines"));
    if (flags.classic) sink.settings.push_back(setting("format", "classic", "--classic"));
    if (flags.no_resolve && is_table(flags)) sink.settings.push_back(setting("resolve", false, "--no-resolve"));
    if (!flags.output.empty()) sink.settings.push_back(setting("path", flags.output, "--output"));
    return sink;
}

config::Pipeline flows(const Flags& flags, const std::vector<Instance>& captures)
{
    config::Pipeline pipeline{.name = "flows", .to = {"screen"}};
    for (const auto& capture : captures)
        pipeline.from.push_back(capture.name);
    pipeline.group_by = flags.group_by;
    pipeline.top = flags.top;
    if (flags.resolve) pipeline.names = {.dns = true, .services = true, .icmp_types = true, .interface_aliases = true};
    if (flags.every) pipeline.every = *flags.every;
    if (flags.tui) pipeline.every = flags.refresh.value_or(kDefaultRefresh);
    // The table is kept in the host: as many rows as the capture keeps
    if (flags.max_entries)
        pipeline.row_limit = std::clamp<std::uint64_t>(*flags.max_entries, pipeline.row_limit, kMostRows);
    pipeline.key_places = {
        {"group_by", {"--group-by"}}, {"top", {"--top"}}, {"row_limit", {"--max-entries"}}, {"names", {"--resolve"}}};
    return pipeline;
}

void apply_host(const Flags& flags, config::Host& host)
{
    if (flags.timeout) host.duration = *flags.timeout;
    if (!flags.log_level.empty()) host.log_level = flags.log_level;
    host.plugin_path.insert(host.plugin_path.begin(), flags.plugin_path.begin(), flags.plugin_path.end());
}

}  // namespace

Result<Config> to_config(const Flags& flags, const FindInterface& find_interface)
{
    if (const auto fits = check_combination(flags); !fits) return fits.error();
    auto found = captures(flags, find_interface);
    if (!found) return found.error();
    Config config;
    if (flags.read.empty()) config.host.duration = kDefaultDuration;
    apply_host(flags, config.host);
    config.captures = std::move(*found);
    config.sinks = {screen(flags)};
    config.pipelines = {flows(flags, config.captures)};
    if (is_table(flags)) config.pipelines.push_back({.name = "ledger", .from = {"ledger"}, .to = {"screen"}});
    return config;
}

Result<void> apply_to_file(const Flags& flags, Config& config)
{
    static const std::vector<std::string> fitting = {"config", "timeout", "log-level", "plugin-path", "print-config"};
    for (const auto& name : flags.given)
        if (std::ranges::find(fitting, name) == fitting.end())
            return Failure{"--" + name + " and --config exclude each other; the pipeline file says that"};
    if (!flags.words.empty())
        return Failure{"a filter (\"" + flags.filter() +
                       "\") and --config exclude each other; the pipeline file says that"};
    if (const auto fits = check_combination(flags); !fits) return fits.error();
    apply_host(flags, config.host);
    return {};
}

}  // namespace hookline::app
