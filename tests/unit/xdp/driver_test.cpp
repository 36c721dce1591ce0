// SPDX-License-Identifier: MIT
#define BOOST_TEST_MODULE xdp_driver
#include "driver.hpp"

#include <boost/test/unit_test.hpp>

using hookline::xdp::Driver;
using hookline::xdp::driver_of;

BOOST_AUTO_TEST_CASE(network_cards_may_reset_their_link)
{
    BOOST_TEST((Driver{"ixgbe", "0000:01:00.0"}.can_reset_link()));
    BOOST_TEST((Driver{"some_new_driver", "usb-1-2"}.can_reset_link()));
    BOOST_TEST(!(Driver{"veth", ""}.can_reset_link()));
    BOOST_TEST(!(Driver{"tun", "tap"}.can_reset_link()));
    BOOST_TEST(!(Driver{"virtio_net", "virtio0"}.can_reset_link()));
    BOOST_TEST(!Driver{}.can_reset_link());
}

// Generic XDP: where merged packets reach it.
BOOST_AUTO_TEST_CASE(software_devices_have_super_packets)
{
    BOOST_TEST((Driver{"veth", ""}.has_super_packets()));
    BOOST_TEST((Driver{"tun", "tun"}.has_super_packets()));
    BOOST_TEST((Driver{"bridge", ""}.has_super_packets()));
    BOOST_TEST(!(Driver{"ixgbe", "0000:01:00.0"}.has_super_packets()));
    BOOST_TEST(!(Driver{"virtio_net", "virtio0"}.has_super_packets()));
}

BOOST_AUTO_TEST_CASE(what_does_not_answer_is_software)
{
    for (const char* name : {"lo", "no-such-device", "a-name-that-no-interface-can-have"}) {
        const auto driver = driver_of(name);
        BOOST_TEST(driver.bus.empty());
        BOOST_TEST(!driver.can_reset_link());
        BOOST_TEST(!driver.takes_tags_out);
    }
}
