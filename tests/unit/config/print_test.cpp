// SPDX-License-Identifier: MIT
#include "config/print.hpp"

#include <boost/test/unit_test.hpp>

#include <hookline/plugin.hpp>

#include "complaints.hpp"
#include "config/describe.hpp"
#include "config/toml_text.hpp"

namespace {

using namespace hookline::config;
using namespace hookline::test;
using namespace std::chrono_literals;

Config everything()
{
    Config config;
    config.host = {.log_level = "debug", .plugin_path = {"a b", "c\\d"}, .tick = 20ms, .duration = 90min};
    config.host.shutdown_timeout = 1s;
    config.host.open_timeout = 2s;
    Instance capture{.name = "up link", .plugin = "./x/tc.so", .on_start_error = OnStartError::fail};
    capture.settings = {{.key = "names", .values = {"e\"0", "\t\x01"}, .is_array = true},
                        {.key = "none", .values = {}, .is_array = true},
                        {.key = "flag", .values = {true}},
                        {.key = "count", .values = {std::int64_t{-7}}},
                        {.key = "whole", .values = {2.0}},
                        {.key = "small", .values = {1e-30}}};
    config.captures = {capture};
    config.sinks = {{.name = "s", .plugin = "table", .on_start_error = OnStartError::retry, .queue_size = 7}};
    Pipeline pipeline{.name = "p", .from = {"up link"}, .to = {"s"}, .group_by = {"a", "b"}, .top = 3};
    pipeline.where = {{"proto", {"tcp", std::int64_t{17}}, {}}, {"dst.addr", {"10.0.0.0/8"}, {}}};
    pipeline.sort_by = "packets";
    pipeline.every = 1500ms;
    pipeline.row_limit = 9;
    pipeline.timeouts = {.idle = 15s, .closed = 0s};
    pipeline.proto_timeouts = {{"tcp", {.idle = 5min, .active = 30min}, {}}, {"50-51", {.closed = 1ms}, {}}};
    config.pipelines = {pipeline, {.name = "l", .from = {"ledger"}, .to = {"s"}}};
    return config;
}

void check_same(const Instance& a, const Instance& b)
{
    BOOST_TEST(a.name == b.name);
    BOOST_TEST(a.plugin == b.plugin);
    BOOST_TEST((a.on_start_error == b.on_start_error && a.queue_size == b.queue_size));
    BOOST_TEST_REQUIRE(a.settings.size() == b.settings.size());
    for (std::size_t i = 0; i < a.settings.size(); ++i) {
        BOOST_TEST(a.settings[i].key == b.settings[i].key);
        BOOST_TEST((a.settings[i].values == b.settings[i].values && a.settings[i].is_array == b.settings[i].is_array));
    }
}

void check_same(const Pipeline& a, const Pipeline& b)
{
    BOOST_TEST(a.name == b.name);
    BOOST_TEST((a.from == b.from && a.to == b.to && a.group_by == b.group_by && a.top == b.top));
    BOOST_TEST((a.sort_by == b.sort_by && a.every == b.every && a.row_limit == b.row_limit));
    BOOST_TEST((a.timeouts == b.timeouts));
    BOOST_TEST_REQUIRE(a.proto_timeouts.size() == b.proto_timeouts.size());
    for (std::size_t i = 0; i < a.proto_timeouts.size(); ++i)
        BOOST_TEST((a.proto_timeouts[i].proto == b.proto_timeouts[i].proto &&
                    a.proto_timeouts[i].timeouts == b.proto_timeouts[i].timeouts));
    BOOST_TEST_REQUIRE(a.where.size() == b.where.size());
    for (std::size_t i = 0; i < a.where.size(); ++i)
        BOOST_TEST((a.where[i].column == b.where[i].column && a.where[i].any_of == b.where[i].any_of));
}

BOOST_AUTO_TEST_SUITE(print)

BOOST_AUTO_TEST_CASE(reads_back_as_it_was)
{
    const auto before = everything();
    const auto after = read_good(to_toml(before));
    BOOST_TEST((before.host.log_level == after.host.log_level && before.host.plugin_path == after.host.plugin_path));
    BOOST_TEST((before.host.tick == after.host.tick && before.host.duration == after.host.duration));
    BOOST_TEST((before.host.shutdown_timeout == after.host.shutdown_timeout));
    BOOST_TEST((before.host.open_timeout == after.host.open_timeout));
    BOOST_TEST_REQUIRE((after.captures.size() == 1U && after.sinks.size() == 1U && after.pipelines.size() == 2U));
    check_same(before.captures[0], after.captures[0]);
    check_same(before.sinks[0], after.sinks[0]);
    check_same(before.pipelines[0], after.pipelines[0]);
    check_same(before.pipelines[1], after.pipelines[1]);
    BOOST_TEST(to_toml(after) == to_toml(before));
}

BOOST_AUTO_TEST_CASE(values)
{
    BOOST_TEST(value_text(Scalar{2.0}) == "2.0");
    BOOST_TEST(value_text(Scalar{1e300}) == "1e+300");
    BOOST_TEST(value_text(Scalar{std::string("a\"\\\n\x7f")}) == "\"a\\\"\\\\\\n\\u007F\"");
    BOOST_TEST(key_text("a-b_1") == "a-b_1");
    BOOST_TEST(key_text("a.b") == "\"a.b\"");
    BOOST_TEST(key_text("") == "\"\"");
}

constexpr const char* kModes[] = {"auto", "native", nullptr};
constexpr hookline_option kOptions[] = {
    hookline::option::choice("mode", "how to attach", "\"auto\"", kModes),
    hookline::option::integer("size", "of the table", "5", 1, 10),
    hookline::option::required(hookline::option::strings("interfaces", "where", nullptr)),
};
constexpr hookline_column kColumns[] = {{1, HOOKLINE_U64, HOOKLINE_UNIT_BYTES, HOOKLINE_COUNTER, HOOKLINE_MERGE_SUM, 0,
                                         0, 8, HOOKLINE_ALWAYS_PRESENT, 0, nullptr, "bytes", "on the wire"}};
constexpr hookline_schema kStream = {sizeof(hookline_schema), HOOKLINE_TABLE,          "flow", "flows", 1,       8,
                                     HOOKLINE_NO_PRESENCE,    sizeof(hookline_column), 1,      0,       kColumns};
constexpr const hookline_schema* kStreams[] = {&kStream};
constexpr hookline_descriptor kPlugin = {HOOKLINE_MAGIC,
                                         sizeof(hookline_descriptor),
                                         1,
                                         0,
                                         HOOKLINE_CAPTURE,
                                         sizeof(hookline_option),
                                         "tc",
                                         "0.1.0",
                                         "MIT",
                                         "counts",
                                         kOptions,
                                         3,
                                         1,
                                         kStreams,
                                         nullptr,
                                         nullptr};

BOOST_AUTO_TEST_CASE(reference_of_a_plugin)
{
    BOOST_TEST(describe(kPlugin) == R"(tc 0.1.0 (capture, MIT): counts

Options
  option      type     default     what
  mode        string   "auto"      how to attach ("auto" or "native")
  size        integer  5           of the table (1 to 10)
  interfaces  strings  (required)  where

Stream "flow" (table): flows
  column  type  unit   role     what
  bytes   u64   bytes  counter  on the wire

In a pipeline file
[capture.NAME]
plugin = "tc"
# how to attach ("auto" or "native")
# mode = "auto"
# of the table (1 to 10)
# size = 5
# where
interfaces = []
)");
}

BOOST_AUTO_TEST_CASE(sample_reads_back)
{
    Complaints complaints;
    const auto config = read_text(sample_section(kPlugin), "s", complaints);
    BOOST_TEST_REQUIRE(config.captures.size() == 1U);
    BOOST_TEST(config.captures[0].settings.size() == 1U);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
