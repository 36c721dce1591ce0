// SPDX-License-Identifier: MIT
// `timeouts` of a pipeline.
#include <boost/test/unit_test.hpp>

#include "complaints.hpp"

namespace {

using namespace hookline::config;
using namespace hookline::test;
using namespace std::chrono_literals;

std::string with(const std::string& keys)
{
    return "[capture.c]\nplugin = \"tc\"\n[sink.s]\nplugin = \"table\"\n[[pipeline]]\nfrom = \"c\"\nto = \"s\"\n" +
           keys;
}

void check(const Pipeline& pipeline)
{
    BOOST_TEST((pipeline.timeouts == Timeouts{.idle = 15s, .active = 30min, .closed = 0s}));
    BOOST_TEST_REQUIRE(pipeline.proto_timeouts.size() == 2U);
    BOOST_TEST(pipeline.proto_timeouts[0].proto == "tcp");
    BOOST_TEST((pipeline.proto_timeouts[0].timeouts == Timeouts{.idle = 5min}));
    BOOST_TEST(pipeline.proto_timeouts[1].proto == "17");
    BOOST_TEST((pipeline.proto_timeouts[1].timeouts == Timeouts{.idle = 30s, .active = 1h}));
}

BOOST_AUTO_TEST_SUITE(timeouts)

BOOST_AUTO_TEST_CASE(inline_or_as_tables)
{
    const auto one_line =
        read_good(with(R"(timeouts = { idle = "15s", active = "30m", closed = "0", tcp = { idle = "5m" }, )"
                       R"("17" = { idle = "30s", active = "1h" } })"));
    check(one_line.pipelines[0]);
    BOOST_TEST(one_line.pipelines[0].proto_timeouts[0].place.text() == "t.toml:8:58");
    check(read_good(with(R"([pipeline.timeouts]
idle = "15s"
active = "30m"
closed = "0"
[pipeline.timeouts.tcp]
idle = "5m"
[pipeline.timeouts.17]
idle = "30s"
active = "1h"
)"))
              .pipelines[0]);
}

BOOST_AUTO_TEST_CASE(whether_there_are_any)
{
    const auto any = [](const std::string& text) { return read_good(with(text)).pipelines[0].has_timeouts(); };
    BOOST_TEST(!any(""));
    BOOST_TEST(!any("timeouts = { idle = \"0\", udp = { active = \"0s\" } }"));
    BOOST_TEST(any("timeouts = { idle = \"1ms\" }"));
    BOOST_TEST(any("timeouts = { idle = \"0\", udp = { active = \"1h\" } }"));
    BOOST_TEST(any("timeouts = { closed = \"5s\" }"));
}

BOOST_AUTO_TEST_CASE(mistakes_are_told_in_one_run)
{
    const std::string who = "pipeline 1: timeouts";
    const std::string like = "write it like \"90s\", \"1h30m\" or \"500ms\"";
    const std::string units = "is no duration: units are h, m, s, ms, us and ns; " + like;
    check_complaints(
        with(R"([pipeline.timeouts]
idle = 15
active = "30 m"
closed = "10us"
idel = "1s"
[pipeline.timeouts.tcp]
idle = "-1s"
clsed = "1s"
[pipeline.timeouts.udp]
)"),
        {"t.toml:9:1: " + who + ": \"idle\" must be a duration such as \"1s\", not an integer",
         "t.toml:10:1: " + who + ": \"active\": \"30 m\" " + units,
         "t.toml:11:1: " + who + ": \"closed\" must be at least \"1ms\", or \"0\" for never",
         "t.toml:12:1: " + who + ": unknown key \"idel\" (did you mean \"idle\"?); a protocol has a table " +
             "such as { idle = \"30s\" }",
         "t.toml:14:1: " + who + ".tcp: \"idle\": \"-1s\" is no duration: it is negative; " + like,
         "t.toml:15:1: " + who + ".tcp: unknown key \"clsed\" (did you mean \"closed\"?)",
         "t.toml:16:1: " + who + ".udp: says nothing"});
    check_complaints(with("timeouts = \"15s\"\n"),
                     {"t.toml:8:1: pipeline 1: \"timeouts\" must be a table such as { idle = \"15s\" }, not a string"});
    check_complaints(with("timeouts = {}\n"), {"t.toml:8:1: pipeline 1: timeouts: says nothing"});
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
