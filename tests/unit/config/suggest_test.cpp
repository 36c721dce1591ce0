// SPDX-License-Identifier: MIT
#include "config/suggest.hpp"

#include <boost/test/unit_test.hpp>

#include <vector>

namespace {

using hookline::config::suggestion;
const std::vector<std::string> kKnown = {"interfaces", "attach", "no_arp", "max_entries", "tcp"};

BOOST_AUTO_TEST_SUITE(suggest)

BOOST_AUTO_TEST_CASE(finds_the_closest)
{
    BOOST_TEST(suggestion("ifaces", kKnown) == " (did you mean \"interfaces\"?)");
    BOOST_TEST(suggestion("atach", kKnown) == " (did you mean \"attach\"?)");
    BOOST_TEST(suggestion("no_apr", kKnown) == " (did you mean \"no_arp\"?)");  // swapped
    BOOST_TEST(suggestion("Max_Entries", kKnown) == " (did you mean \"max_entries\"?)");
    BOOST_TEST(suggestion("tpc", kKnown) == " (did you mean \"tcp\"?)");
    const std::vector<std::string> close = {"src_port", "dst_port"};
    BOOST_TEST(suggestion("dst_prt", close) == " (did you mean \"dst_port\"?)");
}

BOOST_AUTO_TEST_CASE(keeps_quiet_when_nothing_is_close)
{
    BOOST_TEST(suggestion("udp", kKnown).empty());
    BOOST_TEST(suggestion("colour", kKnown).empty());
    BOOST_TEST(suggestion("", kKnown).empty());
    BOOST_TEST(suggestion("x", std::vector<std::string>{"y"}).empty());
    BOOST_TEST(suggestion("interfaces", {}).empty());
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
