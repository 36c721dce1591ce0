// SPDX-License-Identifier: MIT
#define BOOST_TEST_MODULE bpf_support
#include <boost/test/unit_test.hpp>

#include <chrono>
#include <cstdlib>
#include <iostream>

#include "bpf_support/capabilities.hpp"
#include "bpf_support/grace_period.hpp"
#include "bpf_support/interfaces.hpp"

namespace {

struct NeedsRoot {
    NeedsRoot()
    {
        constexpr int kWanted[] = {CAP_BPF, CAP_NET_ADMIN};
        const auto missing = hookline::bpf::missing_capabilities(kWanted);
        if (missing.empty()) return;
        std::cout << "skipped: missing " << missing << '\n';
        std::exit(77);
    }
};
BOOST_TEST_GLOBAL_FIXTURE(NeedsRoot);

BOOST_AUTO_TEST_CASE(a_grace_period_takes_its_time)
{
    const auto grace = hookline::bpf::GracePeriod::make();
    BOOST_TEST(grace.way() == std::string("array of maps"));
    const auto begin = std::chrono::steady_clock::now();
    for (int i = 0; i < 5; ++i)
        grace.wait();
    // One that did not wait would take microseconds.
    BOOST_TEST((std::chrono::steady_clock::now() - begin).count() > 1'000'000);
}

BOOST_AUTO_TEST_CASE(loopback_is_an_interface)
{
    const auto all = hookline::bpf::list_interfaces();
    BOOST_REQUIRE(!all.empty());
    BOOST_TEST(all.front().name == "lo");
    BOOST_TEST(all.front().index == 1u);
    BOOST_TEST(all.front().has_ethernet_header());
    BOOST_TEST(!all.front().has_no_link_header());
}

}  // namespace
