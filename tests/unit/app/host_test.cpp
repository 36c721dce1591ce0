// SPDX-License-Identifier: MIT
// What is read from the kernel's text files.
#include <boost/test/unit_test.hpp>

#include <sstream>

#include "app/default_interface.hpp"
#include "app/kernel_facts.hpp"

namespace {

using namespace hookline::app;

constexpr auto kHeadings = "Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t\tMTU\tWindow\tIRTT\n";

std::optional<std::string> v4(const std::string& rows)
{
    std::istringstream routes(kHeadings + rows);
    return default_route_v4(routes);
}

std::optional<std::string> v6(const std::string& rows)
{
    std::istringstream routes(rows);
    return default_route_v6(routes);
}

const std::string kZero(32, '0');
const std::string kGateway = "fd000000000000000000000000000001";

BOOST_AUTO_TEST_SUITE(host)

BOOST_AUTO_TEST_CASE(default_route)
{
    BOOST_TEST((v4("") == std::nullopt));
    BOOST_TEST((v4("eth0\t000200C0\t00000000\t0001\t0\t0\t0\t00FFFFFF\t0\t0\t0\n") == std::nullopt));
    BOOST_TEST((v4("wlan0\t00000000\t010200C0\t0003\t0\t0\t600\t00000000\t0\t0\t0\n"
                   "eth1\t00000000\t010200C0\t0003\t0\t0\t100\t00000000\t0\t0\t0\n"
                   "eth2\t00000000\t010200C0\t0003\t0\t0\t100\t00000000\t0\t0\t0\n") == "eth1"));
    // half of everything (a VPN's 0.0.0.0/1), and a route that is rejected
    BOOST_TEST((v4("tun0\t00000000\t010200C0\t0003\t0\t0\t0\t00000080\t0\t0\t0\n"
                   "*\t00000000\t00000000\t0201\t0\t0\t0\t00000000\t0\t0\t0\n") == std::nullopt));
}

BOOST_AUTO_TEST_CASE(default_route_of_ipv6)
{
    BOOST_TEST(
        (v6(kZero + " 00 " + kZero + " 00 " + kGateway + " 00000400 00000002 00000000 00000003     eth0\n" + kZero +
            " 00 " + kZero + " 00 " + kZero + " ffffffff 00000001 00000000 00200200       lo\n") == "eth0"));
    BOOST_TEST((v6(kZero + " 00 " + kZero + " 00 " + kZero + " ffffffff 00000001 00000000 00200200       lo\n") ==
                std::nullopt));
    BOOST_TEST((v6(kZero + " 01 " + kZero + " 00 " + kGateway + " 00000400 00000002 00000000 00000003     tun0\n") ==
                std::nullopt));
}

BOOST_AUTO_TEST_CASE(capabilities)
{
    BOOST_TEST(missing_capabilities(~0ULL).empty());
    BOOST_TEST(missing_capabilities(0).size() == 5U);
    BOOST_TEST(missing_capabilities(~(1ULL << 39)) == std::vector<std::string>{"CAP_BPF"},
               boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(cgroup2)
{
    std::istringstream hybrid(
        "cgroup /sys/fs/cgroup/cpu cgroup rw 0 0\ncgroup2 /sys/fs/cgroup/unified cgroup2 rw 0 0\n");
    BOOST_TEST(cgroup2_mount(hybrid) == "/sys/fs/cgroup/unified");
    std::istringstream none("proc /proc proc rw 0 0\n");
    BOOST_TEST(cgroup2_mount(none).empty());
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
