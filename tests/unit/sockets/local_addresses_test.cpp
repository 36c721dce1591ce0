// SPDX-License-Identifier: MIT
#include "bpf_support/sockets/local_addresses.hpp"

#include <boost/test/unit_test.hpp>

#include "keys.hpp"

namespace tests {
namespace {

BOOST_AUTO_TEST_SUITE(local_addresses)

// Any host has a loopback device; in a namespace where it is down, 127.0.0.0/8 is known all the same.
BOOST_AUTO_TEST_CASE(loopback_is_ours_and_documentation_is_not)
{
    hookline::bpf::LocalAddresses addresses;
    addresses.refresh();
    for (const auto* ours : {"127.0.0.1", "127.1.2.3"})
        BOOST_TEST(addresses.has(Address(ours).bytes), ours);
    for (const auto* others : {"192.0.2.1", "0.0.0.0", "2001:db8::1", "::", "7f00::"})
        BOOST_TEST(!addresses.has(Address(others).bytes), others);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace tests
