// SPDX-License-Identifier: MIT
// Services, types of ICMP, aliases of interfaces.
#include <boost/test/unit_test.hpp>

#include "names/icmp_types.hpp"
#include "names/interface_aliases.hpp"
#include "names/services.hpp"

namespace {

using namespace hookline::names;

BOOST_AUTO_TEST_SUITE(tables)

BOOST_AUTO_TEST_CASE(services_by_protocol)
{
    const Services services;
    BOOST_TEST(services.name_of(6, 443) == "https");
    BOOST_TEST(services.name_of(17, 53) == "domain");
    BOOST_TEST(services.name_of(17, 514) == "syslog");  // over TCP it is another
    BOOST_TEST(services.name_of(6, 514) == "shell");
    BOOST_TEST(services.name_of(1, 443).empty());
    BOOST_TEST(services.name_of(6, 65'000).empty());
}

BOOST_AUTO_TEST_CASE(types_by_protocol)
{
    BOOST_TEST(icmp_type_name(1, 8) == "echo-request");
    BOOST_TEST(icmp_type_name(58, 128) == "echo-request");
    BOOST_TEST(icmp_type_name(58, 161) == "extended-echo-reply");
    BOOST_TEST(icmp_type_name(2, 0x22) == "membership-report-v3");
    BOOST_TEST(icmp_type_name(58, 8).empty());
    BOOST_TEST(icmp_type_name(17, 8).empty());
}

BOOST_AUTO_TEST_CASE(configured_aliases_ask_nobody)
{
    InterfaceAliases aliases("test", {.interfaces = {{"eth0", "uplink"}}});
    BOOST_TEST(aliases.name_of("eth0") == "uplink");
    BOOST_TEST(aliases.name_of("eth1").empty());
}

BOOST_AUTO_TEST_CASE(an_interface_that_does_not_exist_has_no_alias)
{
    InterfaceAliases aliases("test", {.interface_aliases = true});
    BOOST_TEST(aliases.name_of("hl-none-such").empty());
    BOOST_TEST(aliases.name_of("a-name-longer-than-any-interface-has").empty());
    BOOST_TEST(aliases.name_of("").empty());
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
