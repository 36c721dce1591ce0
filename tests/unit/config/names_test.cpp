// SPDX-License-Identifier: MIT
// `names` and `abbreviations` of a pipeline.
#include <boost/test/unit_test.hpp>

#include "complaints.hpp"
#include "config/print.hpp"

namespace {

using namespace hookline::config;
using namespace hookline::test;
using namespace std::chrono_literals;

std::string with(const std::string& keys)
{
    return "[capture.c]\nplugin = \"tc\"\n[sink.s]\nplugin = \"table\"\n[[pipeline]]\nfrom = \"c\"\nto = \"s\"\n" +
           keys;
}

const std::string kFull = R"(abbreviations = [
    { name = "web", where = { dst_port = [80, 443] } },
    { name = "dns", where = { proto = "udp", port = 53 } },
]
[pipeline.names]
dns = true
dns_servers = ["127.0.0.1:5353", "::1", "[2001:db8::1]:53", "192.0.2.1"]
dns_timeout = "250ms"
dns_wait = "0"
services = true
icmp_types = true
interface_aliases = true
interfaces = { eth0 = "uplink", "br-lan" = "home" }
)";

BOOST_AUTO_TEST_SUITE(names)

BOOST_AUTO_TEST_CASE(all_of_it)
{
    const auto pipeline = read_good(with(kFull)).pipelines[0];
    const Names expected{.dns = true,
                         .dns_servers = {"127.0.0.1:5353", "::1", "[2001:db8::1]:53", "192.0.2.1"},
                         .dns_timeout = 250ms,
                         .dns_wait = 0s,
                         .services = true,
                         .icmp_types = true,
                         .interface_aliases = true,
                         .interfaces = {{"eth0", "uplink"}, {"br-lan", "home"}}};
    BOOST_TEST((pipeline.names == expected));
    BOOST_TEST_REQUIRE(pipeline.abbreviations.size() == 2U);
    BOOST_TEST(pipeline.abbreviations[1].name == "dns");
    BOOST_TEST_REQUIRE(pipeline.abbreviations[1].where.size() == 2U);
    BOOST_TEST(pipeline.abbreviations[1].where[1].column == "port");
    BOOST_TEST(pipeline.abbreviations[1].where[1].place.text() == "t.toml:10:46");
}

BOOST_AUTO_TEST_CASE(tables_in_double_brackets)
{
    const auto pipeline =
        read_good(with("[[pipeline.abbreviations]]\nname = \"a\"\nwhere = { proto = 6 }\n"
                       "[[pipeline.abbreviations]]\nname = \"b\"\nwhere.server_name = \"*.example.org\"\n"))
            .pipelines[0];
    BOOST_TEST_REQUIRE(pipeline.abbreviations.size() == 2U);
    BOOST_TEST(pipeline.abbreviations[1].where[0].column == "server_name");
}

BOOST_AUTO_TEST_CASE(off_unless_asked_for)
{
    const auto pipeline = read_good(with("")).pipelines[0];
    BOOST_TEST(!pipeline.names.any());
    BOOST_TEST(pipeline.abbreviations.empty());
    BOOST_TEST(!read_good(with("names = { dns = false }")).pipelines[0].names.any());
    BOOST_TEST(read_good(with("names = { interfaces = { a = \"b\" } }")).pipelines[0].names.any());
}

BOOST_AUTO_TEST_CASE(printed_as_it_was_read)
{
    const auto config = read_good(with(kFull));
    const auto again = read_good(to_toml(config));
    BOOST_TEST((again.pipelines[0].names == config.pipelines[0].names));
    BOOST_TEST(to_toml(again) == to_toml(config));
    BOOST_TEST(to_toml(config).find("{ name = \"dns\", where = { proto = \"udp\", port = 53 } }") != std::string::npos);
    BOOST_TEST(to_toml(read_good(with(""))).find("names") == std::string::npos);
}

BOOST_AUTO_TEST_CASE(mistakes_in_names)
{
    check_complaints(with("names = true"),
                     {"t.toml:8:1: pipeline 1: \"names\" must be a table such as { dns = true }, not a boolean"});
    check_complaints(with("[pipeline.names]\n"), {"t.toml:8:1: pipeline 1: names: says nothing"});
    check_complaints(with(R"([pipeline.names]
dns = "yes"
service = true
interfaces = { eth0 = 1, eth1 = "" }
)"),
                     {"t.toml:9:1: pipeline 1: names: \"dns\" must be true or false, not a string",
                      "t.toml:10:1: pipeline 1: names: unknown key \"service\" (did you mean \"services\"?)",
                      "t.toml:11:16: pipeline 1: names: interfaces: \"eth0\" must be a string, not an integer",
                      "t.toml:11:26: pipeline 1: names: interfaces: \"eth1\" is empty"});
    check_complaints(with("names = { services = true, dns_wait = \"1s\" }"),
                     {"t.toml:8:28: pipeline 1: names: \"dns_wait\" needs dns = true"});
}

BOOST_AUTO_TEST_CASE(servers_are_addresses)
{
    for (const auto* bad : {"dns.example", "192.0.2.1:0", "192.0.2.1:65536", "[::1]", "::1:x", "[192.0.2.1]:53", ""}) {
        const auto found =
            complaints_about(with("names = { dns = true, dns_servers = [\"" + std::string(bad) + "\"] }"));
        BOOST_TEST_REQUIRE(found.size() == 1U, bad);
        BOOST_TEST(found[0].find('"' + std::string(bad) + "\" is no address like") != std::string::npos);
    }
}

BOOST_AUTO_TEST_CASE(mistakes_in_abbreviations)
{
    check_complaints(with("abbreviations = [\"web\"]"),
                     {"t.toml:8:1: pipeline 1: \"abbreviations\" must be an array of tables such as "
                      "[{ name = \"web\", where = { port = [80, 443] } }]"});
    check_complaints(with("abbreviations = []"), {"t.toml:8:1: pipeline 1: \"abbreviations\" is empty"});
    check_complaints(with(R"([[pipeline.abbreviations]]
where = { proto = 6 }
[[pipeline.abbreviations]]
name = "web"
[[pipeline.abbreviations]]
name = "dns"
were = 53
where = { port = [] }
)"),
                     {"t.toml:8:1: pipeline 1: abbreviations: \"name\" is missing",
                      "t.toml:10:1: pipeline 1: abbreviations: \"where\" is missing: which rows have the name \"web\"",
                      "t.toml:14:1: pipeline 1: abbreviations: unknown key \"were\" (did you mean \"where\"?)",
                      "t.toml:15:11: pipeline 1: abbreviations: where: \"port\" is empty, no row would match"});
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
