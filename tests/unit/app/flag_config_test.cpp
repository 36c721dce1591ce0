// SPDX-License-Identifier: MIT
// Each flag, and what it stands for.
#include <boost/test/unit_test.hpp>

#include <algorithm>

#include "config/print.hpp"
#include "config/reader.hpp"
#include "config/toml_text.hpp"
#include "flags.hpp"

namespace hookline::test {

std::string setting(const config::Instance& instance, const std::string& key)
{
    const auto found = std::ranges::find(instance.settings, key, &config::Setting::key);
    if (found == instance.settings.end()) return {};
    return config::value_text(found->values, found->is_array) + " from " + found->place.text();
}

namespace {

using namespace std::chrono_literals;
using Names = std::vector<std::string>;

BOOST_AUTO_TEST_SUITE(flag_config)

BOOST_AUTO_TEST_CASE(default_run)
{
    const auto config = good({});
    BOOST_TEST_REQUIRE(config.captures.size() == 1U);
    BOOST_TEST(config.captures[0].name == "tc");
    BOOST_TEST(config.captures[0].plugin == "tc");
    BOOST_TEST(config.captures[0].settings.size() == 1U);
    BOOST_TEST(setting(config.captures[0], "interfaces") == "[\"default0\"] from ");
    BOOST_TEST_REQUIRE(config.sinks.size() == 1U);
    BOOST_TEST(config.sinks[0].plugin == "table");
    BOOST_TEST(config.sinks[0].settings.empty());
    BOOST_TEST_REQUIRE(config.pipelines.size() == 2U);
    BOOST_TEST(config.pipelines[0].name == "flows");
    BOOST_TEST((config.pipelines[0].from == Names{"tc"} && config.pipelines[0].to == Names{"screen"}));
    BOOST_TEST((config.pipelines[1].from == Names{"ledger"} && config.pipelines[1].to == Names{"screen"}));
    BOOST_TEST((config.host.duration == 10min));
    BOOST_TEST(config.host.log_level == "warning");
    BOOST_TEST(config.file.empty());
}

BOOST_AUTO_TEST_CASE(interfaces)
{
    BOOST_TEST(setting(good({"-i", "eth0"}).captures[0], "interfaces") == "[\"eth0\"] from --iface");
    BOOST_TEST(setting(good({"-ieth0", "--iface", "wg*,lo", "--iface=x"}).captures[0], "interfaces") ==
               "[\"eth0\", \"wg*\", \"lo\", \"x\"] from --iface");
    const auto flags = parse({});
    BOOST_TEST(app::to_config(*flags, [] { return std::nullopt; }).error().text.find("--iface") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(other_captures)
{
    const auto xdp = good({"-x", "--xdp_mode", "native", "-i", "a"}).captures[0];
    BOOST_TEST((xdp.plugin == "xdp" && xdp.place.text() == "--xdp"));
    BOOST_TEST(setting(xdp, "interfaces") == "[\"a\"] from --iface");
    BOOST_TEST(setting(xdp, "mode") == "\"native\" from --xdp_mode");
    const auto kprobe = good({"-k"}).captures[0];
    BOOST_TEST((kprobe.plugin == "kprobe" && kprobe.place.text() == "--kprobes" && kprobe.settings.empty()));
    const auto cgroup = good({"-c", "/sys/fs/cgroup/x"}).captures[0];
    BOOST_TEST((cgroup.plugin == "cgroup" && cgroup.place.text() == "--cgroup"));
    BOOST_TEST(setting(cgroup, "paths") == "[\"/sys/fs/cgroup/x\"] from --cgroup");
}

BOOST_AUTO_TEST_CASE(pcap)
{
    const auto file = good({"--read", "f.pcap", "tcp", "port", "80"});
    BOOST_TEST(file.captures[0].plugin == "pcap");
    BOOST_TEST(setting(file.captures[0], "read") == "\"f.pcap\" from --read");
    BOOST_TEST(setting(file.captures[0], "filter") == "\"tcp port 80\" from ");
    BOOST_TEST(setting(file.captures[0], "interface").empty());
    BOOST_TEST((file.host.duration == 0s));
    BOOST_TEST((good({"--read", "f", "-t", "5s"}).host.duration == 5s));

    const auto live = good({"--pcap", "-i", "a,b", "udp"});
    BOOST_TEST_REQUIRE(live.captures.size() == 2U);
    BOOST_TEST(setting(live.captures[1], "interface") == "\"b\" from --iface");
    BOOST_TEST(setting(live.captures[1], "filter") == "\"udp\" from ");
    BOOST_TEST((live.pipelines[0].from == Names{"pcap1", "pcap2"}));
    BOOST_TEST((live.host.duration == 10min));
    BOOST_TEST(setting(good({"--pcap"}).captures[0], "interface") == "\"default0\" from --iface");
}

BOOST_AUTO_TEST_CASE(filter)
{
    BOOST_TEST(setting(good({"-i", "a", "udp", "port", "53"}).captures[0], "filter") == "\"udp port 53\" from ");
    BOOST_TEST(setting(good({"udp port 53", "-i", "a"}).captures[0], "filter") == "\"udp port 53\" from ");
    BOOST_TEST(setting(good({"-x", "icmp"}).captures[0], "filter") == "\"icmp\" from ");
    BOOST_TEST(setting(good({"-c", "/sys/fs/cgroup", "tcp"}).captures[0], "filter") == "\"tcp\" from ");
    BOOST_TEST(setting(good({"-i", "a"}).captures[0], "filter").empty());
}

BOOST_AUTO_TEST_CASE(flow_table)
{
    BOOST_TEST(setting(good({"--max-entries", "7"}).captures[0], "max_entries") == "7 from --max-entries");
    BOOST_TEST(good({"--max-entries", "7"}).pipelines[0].row_limit == config::Pipeline{}.row_limit);
    BOOST_TEST(good({"--max-entries", "1000000"}).pipelines[0].row_limit == 1'000'000U);
    BOOST_TEST(setting(good({"--no-arp"}).captures[0], "no_arp") == "true from --no-arp");
    BOOST_TEST(setting(good({"--no-tcx"}).captures[0], "attach") == "\"clsact\" from --no-tcx");
}

BOOST_AUTO_TEST_CASE(sinks)
{
    const auto json = good({"-j"});
    BOOST_TEST((json.sinks[0].plugin == "json" && json.sinks[0].settings.empty()));
    BOOST_TEST(json.pipelines.size() == 1U);
    BOOST_TEST(setting(good({"--lines"}).sinks[0], "format") == "\"lines\" from --lines");
    BOOST_TEST(setting(good({"-j", "--lines"}).sinks[0], "format") == "\"lines\" from --lines");
    const auto classic = good({"--classic"});
    BOOST_TEST(classic.sinks[0].plugin == "table");
    BOOST_TEST(setting(classic.sinks[0], "format") == "\"classic\" from --classic");
    BOOST_TEST(classic.pipelines.size() == 2U);
    BOOST_TEST(setting(good({"--no-resolve"}).sinks[0], "resolve") == "false from --no-resolve");
    BOOST_TEST(good({"--no-resolve", "-j"}).sinks[0].settings.empty());
    BOOST_TEST(setting(good({"-o", "out.txt"}).sinks[0], "path") == "\"out.txt\" from --output");
    const auto tui = good({"-g"});
    BOOST_TEST((tui.sinks[0].plugin == "tui" && tui.sinks[0].place.text() == "--tui"));
    BOOST_TEST((tui.pipelines.size() == 1U && tui.pipelines[0].every == 1s));
    BOOST_TEST((good({"-g", "-r", "250ms"}).pipelines[0].every == 250ms));
}

BOOST_AUTO_TEST_CASE(resolve)
{
    const auto names = good({"--resolve"}).pipelines[0].names;
    BOOST_TEST((names == config::Names{.dns = true, .services = true, .icmp_types = true, .interface_aliases = true}));
    BOOST_TEST((good({"--resolve", "--lines"}).pipelines[0].names == names));
    for (const auto* flag : {"-n", "--no-resolve"})
        BOOST_TEST(!good({flag}).pipelines[0].names.any());
    BOOST_TEST(!good({"-n", "-j"}).pipelines[0].names.any());
    BOOST_TEST(problem({"--resolve", "-n"}) == "--resolve and --no-resolve exclude each other");
    BOOST_TEST(problem({"--resolve", "-j"}) == "--resolve means nothing with --json");
    BOOST_TEST(problem({"--resolve", "--classic"}) == "--resolve means nothing with --classic");
}

BOOST_AUTO_TEST_CASE(report)
{
    const auto config = good({"-e", "2s", "--top", "5", "--group-by", "a,b", "--group-by", "c"});
    BOOST_TEST((config.pipelines[0].every == 2s && config.pipelines[0].top == 5U));
    BOOST_TEST((config.pipelines[0].group_by == Names{"a", "b", "c"}));
    BOOST_TEST((config.pipelines[1].every == 0s && !config.pipelines[1].top));
}

BOOST_AUTO_TEST_CASE(host)
{
    const auto config = good({"-t", "1h30m", "--log-level", "debug", "--plugin-path", "a,b", "--plugin-path", "c"});
    BOOST_TEST((config.host.duration == 90min));
    BOOST_TEST(config.host.log_level == "debug");
    BOOST_TEST((config.host.plugin_path == Names{"a,b", "c"}));
    BOOST_TEST((good({"-t", "0"}).host.duration == 0s));
}

BOOST_AUTO_TEST_CASE(prints_and_reads_back)
{
    const auto before = good({"-i", "a,b", "--max-entries", "9", "--no-arp", "--classic", "-e", "1s", "--top", "2"});
    config::Complaints complaints;
    const auto text = config::to_toml(before);
    const auto after = config::read_text(text, "f", complaints);
    BOOST_TEST(complaints.empty());
    BOOST_TEST(config::to_toml(after) == text);
}

BOOST_AUTO_TEST_CASE(with_a_file)
{
    config::Config file;
    file.host = {.log_level = "info", .plugin_path = {"x"}, .duration = 5s};
    BOOST_TEST(app::apply_to_file(*parse({"--config", "f"}), file).has_value());
    BOOST_TEST((file.host.log_level == "info" && file.host.duration == 5s));
    BOOST_TEST(
        app::apply_to_file(*parse({"--config", "f", "-t", "1s", "--log-level", "off", "--plugin-path", "y"}), file)
            .has_value());
    BOOST_TEST((file.host.log_level == "off" && file.host.duration == 1s));
    BOOST_TEST((file.host.plugin_path == Names{"y", "x"}));
    const auto mixed = app::apply_to_file(*parse({"--config", "f", "-i", "eth0"}), file);
    BOOST_TEST((!mixed && mixed.error().text.starts_with("--iface and --config exclude each other")));
    const auto filtered = app::apply_to_file(*parse({"--config", "f", "tcp"}), file);
    BOOST_TEST((!filtered && filtered.error().text.starts_with("a filter (\"tcp\") and --config exclude each other")));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace hookline::test
