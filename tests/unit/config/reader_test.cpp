// SPDX-License-Identifier: MIT
#include "config/reader.hpp"

#include <boost/test/unit_test.hpp>

#include "complaints.hpp"

namespace {

using namespace hookline::config;
using namespace hookline::test;
using namespace std::chrono_literals;

constexpr auto kGood = R"([host]
tick = "250ms"
duration = "1h30m"
plugin_path = ["a", "b"]
log_level = "debug"

[capture.uplink]
plugin = "tc"
on_start_error = "retry"
interfaces = ["eth0", "wg*"]
no_arp = true
max_entries = 1000
ratio = 0.5

[sink.screen]
plugin = "table"
queue_size = 10

[[pipeline]]
from = "uplink"
where = { proto = "tcp", dst_port = [80, 443] }
group_by = ["dst_addr"]
top = 20
sort_by = "packets"
every = "1s"
row_limit = 5
to = ["screen"]

[[pipeline]]
name = "account"
from = ["ledger"]
to = "screen"
)";

BOOST_AUTO_TEST_SUITE(reader)

BOOST_AUTO_TEST_CASE(host_section)
{
    const auto host = read_good(kGood).host;
    BOOST_TEST((host.tick == 250ms && host.duration == 90min));
    BOOST_TEST(host.plugin_path == (std::vector<std::string>{"a", "b"}), boost::test_tools::per_element());
    BOOST_TEST(host.log_level == "debug");
}

BOOST_AUTO_TEST_CASE(instances)
{
    const auto config = read_good(kGood);
    BOOST_TEST_REQUIRE(config.captures.size() == 1U);
    const auto& capture = config.captures[0];
    BOOST_TEST(capture.name == "uplink");
    BOOST_TEST(capture.plugin == "tc");
    BOOST_TEST((capture.on_start_error == OnStartError::retry));
    BOOST_TEST(capture.place.text() == "t.toml:7:1");
    BOOST_TEST_REQUIRE(capture.settings.size() == 4U);  // in the order of the file
    BOOST_TEST(capture.settings[0].key == "interfaces");
    BOOST_TEST(capture.settings[0].is_array);
    BOOST_TEST((capture.settings[0].values == std::vector<Scalar>{"eth0", "wg*"}));
    BOOST_TEST((capture.settings[1].values == std::vector<Scalar>{true}));
    BOOST_TEST((capture.settings[2].values == std::vector<Scalar>{std::int64_t{1000}}));
    BOOST_TEST((capture.settings[3].values == std::vector<Scalar>{0.5}));
    BOOST_TEST(capture.settings[2].place.text() == "t.toml:12:1");
    BOOST_TEST_REQUIRE(config.sinks.size() == 1U);
    BOOST_TEST(config.sinks[0].queue_size == 10U);
}

BOOST_AUTO_TEST_CASE(pipelines)
{
    const auto config = read_good(kGood);
    BOOST_TEST_REQUIRE(config.pipelines.size() == 2U);
    const auto& pipeline = config.pipelines[0];
    BOOST_TEST(pipeline.name == "pipeline 1");
    BOOST_TEST(pipeline.place.text() == "t.toml:19:1");
    BOOST_TEST_REQUIRE(pipeline.where.size() == 2U);
    BOOST_TEST(pipeline.where[1].column == "dst_port");
    BOOST_TEST((pipeline.where[1].any_of == std::vector<Scalar>{std::int64_t{80}, std::int64_t{443}}));
    BOOST_TEST(pipeline.where[1].place.text() == "t.toml:21:26");
    BOOST_TEST((pipeline.top == 20U && pipeline.every == 1s && pipeline.row_limit == 5U));
    BOOST_TEST(pipeline.sort_by == "packets");
    BOOST_TEST(pipeline.place_of("sort_by").text() == "t.toml:24:1");
    BOOST_TEST(pipeline.place_of("name").text() == "t.toml:19:1");  // not written
    BOOST_TEST(config.pipelines[1].name == "account");
}

BOOST_AUTO_TEST_CASE(ten_mistakes_in_one_run)
{
    check_complaints(
        R"([host]
tick = 5
log_levl = "debug"

[capture.tc]
plugin = 3
on_start_error = "sometimes"
since = 2024-01-01

[sink.screen]
plugin = "table"
queue_size = 0

[[pipeline]]
from = ["tc", "uplink"]
to = ["scren"]
top = 1.5
every = "1 s"
whre = {}
)",
        {
            "t.toml:2:1: host: \"tick\" must be a duration such as \"1s\", not an integer",
            "t.toml:3:1: host: unknown key \"log_levl\" (did you mean \"log_level\"?)",
            "t.toml:6:1: capture.tc: \"plugin\" must be a string, not an integer",
            "t.toml:7:1: capture.tc: \"on_start_error\" must be \"skip\", \"fail\" or \"retry\", not "
            "\"sometimes\"",
            "t.toml:8:1: capture.tc: \"since\" must be one value or an array of values, not a date or time",
            "t.toml:12:1: sink.screen: \"queue_size\" must be between 1 and 4294967295, not 0",
            "t.toml:15:15: pipeline 1: there is no [capture.uplink]",
            "t.toml:16:7: pipeline 1: there is no [sink.scren] (did you mean \"screen\"?)",
            "t.toml:17:1: pipeline 1: \"top\" must be an integer, not a number with a fraction",
            "t.toml:18:1: pipeline 1: \"every\": \"1 s\" is no duration: units are h, m, s, ms, us and ns; "
            "write it like \"90s\", \"1h30m\" or \"500ms\"",
            "t.toml:19:1: pipeline 1: unknown key \"whre\" (did you mean \"where\"?)",
        });
}

BOOST_AUTO_TEST_CASE(mistakes_of_structure)
{
    check_complaints("", {"t.toml:1:1: configuration: there is no [[pipeline]]: nothing would be delivered"});
    check_complaints("capture = 1\nsink.x = 2\n[pipeline]\nfrom = 1\n[snik.y]\n",
                     {"t.toml:1:1: configuration: \"capture\" must be a table, not an integer",
                      "t.toml:2:6: configuration: write [sink.NAME] and its keys below it: \"sink.x\" is an integer",
                      "t.toml:3:1: configuration: write [[pipeline]] in double brackets, once for each pipeline",
                      "t.toml:5:1: configuration: unknown key \"snik\" (did you mean \"sink\"?)"});
}

BOOST_AUTO_TEST_CASE(mistakes_of_references)
{
    check_complaints(R"([capture.ledger]
plugin = "tc"
[capture.idle]
plugin = "tc"
[sink.a]
plugin = "table"
[sink.b]
plugin = ""
[[pipeline]]
name = "same"
from = ["ledger", "ledger"]
to = ["a"]
[[pipeline]]
name = "same"
from = []
to = "a"
[[pipeline]]
)",
                     {"t.toml:1:1: capture.ledger: \"ledger\" is the host's own account; choose another name",
                      "t.toml:3:1: capture.idle: no pipeline names it in \"from\"",
                      "t.toml:7:1: sink.b: no pipeline names it in \"to\"", "t.toml:8:1: sink.b: \"plugin\" is empty",
                      "t.toml:11:19: pipeline same: \"ledger\" stands twice in \"from\"",
                      "t.toml:13:1: pipeline same: an earlier pipeline has this name",
                      "t.toml:15:1: pipeline same: \"from\" is empty", "t.toml:17:1: pipeline 3: \"from\" is missing",
                      "t.toml:17:1: pipeline 3: \"to\" is missing"});
}

BOOST_AUTO_TEST_CASE(files_that_cannot_be_read)
{
    Complaints complaints;
    read_file("/nonexistent/x.toml", complaints);
    read_file("/", complaints);
    BOOST_TEST(
        texts(complaints) == (std::vector<std::string>{"/nonexistent/x.toml: cannot read it: No such file or directory",
                                                       "/: cannot read it: Is a directory"}),
        boost::test_tools::per_element());
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
