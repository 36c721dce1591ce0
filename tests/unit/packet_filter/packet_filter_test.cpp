// SPDX-License-Identifier: MIT
// What a filter refuses, in which words, and how much fits. Its verdicts: tests/bpf/packet_filter/.
#define BOOST_TEST_MODULE packet_filter
#include <boost/test/unit_test.hpp>

#include <linux/if_arp.h>

#include <hookline/plugin.hpp>

#include <functional>

#include "packet_filter.h"
#include "packet_filter/packet_filter.hpp"

namespace {

using namespace hookline;
using packet_filter::compile;
using packet_filter::LinkHeader;
using packet_filter::PacketFilter;

std::string words_of(const std::function<void()>& action)
{
    try {
        action();
    } catch (const Error& error) {
        return error.what();
    }
    return "nothing wrong";
}

hookline_status status_of(const std::string& expression)
{
    try {
        const PacketFilter filter(expression);
    } catch (const Error& error) {
        return error.status();
    }
    return HOOKLINE_OK;
}

bpf::Interface interface_of(const char* name, std::uint16_t type)
{
    bpf::Interface interface;
    interface.name = name;
    interface.type = type;
    return interface;
}

std::string hosts(int count)
{
    std::string text;
    for (int host = 0; host < count; ++host)
        text += (host == 0 ? "" : " or ") + std::string("host 10.1.") + std::to_string(host / 250) + '.' +
                std::to_string(host % 250 + 1);
    return text;
}

packet_filter::Programs both(const std::string& expression)
{
    return {compile(expression, LinkHeader::ethernet), compile(expression, LinkHeader::none)};
}

std::size_t size_of(const std::string& expression, const packet_filter::Hook& hook)
{
    return packet_filter::filter_code(both(expression), hook).size();
}

}  // namespace

BOOST_AUTO_TEST_CASE(bad_syntax_is_a_wrong_option)
{
    BOOST_TEST(words_of([] { PacketFilter("tcp prot 80"); }) ==
               "filter \"tcp prot 80\": can't parse filter expression: syntax error");
    BOOST_TEST(status_of("tcp prot 80") == HOOKLINE_INVALID);
    BOOST_TEST(status_of("type mgt") == HOOKLINE_INVALID);  // of no link type that is here
    BOOST_TEST(status_of("tcp port 80") == HOOKLINE_OK);
    BOOST_TEST(status_of("") == HOOKLINE_OK);
    BOOST_TEST(!PacketFilter("").is_on());
    BOOST_TEST(!PacketFilter().is_on());
    BOOST_TEST(PacketFilter("ip").is_on());
}

BOOST_AUTO_TEST_CASE(syntax_is_wrong_for_every_link_type)
{
    BOOST_TEST(packet_filter::syntax_problem("tcp port 80") == "");
    BOOST_TEST(packet_filter::syntax_problem("type mgt") == "");  // right for 802.11
    BOOST_TEST(packet_filter::syntax_problem("plugin") ==
               "filter \"plugin\": can't parse filter expression: syntax error");
    BOOST_CHECK_THROW(packet_filter::check_syntax("and"), Error);
}

BOOST_AUTO_TEST_CASE(a_link_type_that_it_cannot_apply_to)
{
    const PacketFilter ethernet("ether host 1:2:3:4:5:6");
    BOOST_TEST(words_of([&] { ethernet.check(interface_of("eth0", ARPHRD_ETHER)); }) == "nothing wrong");
    BOOST_TEST(words_of([&] {
                   ethernet.check(interface_of("tun0", ARPHRD_NONE));
               }).starts_with("interface tun0: filter \"ether host 1:2:3:4:5:6\": ethernet addresses supported only"));
    const PacketFilter any("udp");
    BOOST_TEST(words_of([&] { any.check(interface_of("tun0", ARPHRD_NONE)); }) == "nothing wrong");
    BOOST_TEST(words_of([&] {
                   any.check(interface_of("ib0", ARPHRD_INFINIBAND));
               }).starts_with("interface ib0: filter \"udp\": its packets start with neither"));
    BOOST_TEST(words_of([] { PacketFilter().check(interface_of("ib0", ARPHRD_INFINIBAND)); }) == "nothing wrong");
    BOOST_TEST(words_of([] {
                   PacketFilter::for_ip_packets("vlan 5");
               }).starts_with("filter \"vlan 5\": no VLAN support for Raw IP"));
    BOOST_TEST(PacketFilter::for_ip_packets("tcp port 80").is_on());
}

BOOST_AUTO_TEST_CASE(two_hundred_hosts_fit)
{
    for (const auto& hook : {packet_filter::tc_hook(false), packet_filter::xdp_hook(true)}) {
        BOOST_TEST(size_of(hosts(20), hook) < HL_FILTER_ROOM / 20U);
        BOOST_TEST(size_of(hosts(200), hook) < HL_FILTER_ROOM);
    }
    BOOST_TEST(packet_filter::filter_code(both("tcp"), packet_filter::tc_hook(true), HL_FILTER_ROOM).size() ==
               std::size_t{HL_FILTER_ROOM});
}

BOOST_AUTO_TEST_CASE(a_filter_that_is_too_long_says_how_long)
{
    constexpr std::size_t kRoom = 100;
    const auto words =
        words_of([kRoom] { packet_filter::filter_code(both(hosts(20)), packet_filter::tc_hook(false), kRoom); });
    const auto needed = size_of(hosts(20), packet_filter::tc_hook(false));
    BOOST_TEST(words.starts_with("is too long for the kernel program: it takes " + std::to_string(needed) +
                                 " instructions, and there is room for " + std::to_string(kRoom)));
}

BOOST_AUTO_TEST_CASE(what_the_kernel_does_not_tell)
{
    packet_filter::Programs random = both("ip");
    random.ethernet.program = {{BPF_LD | BPF_W | BPF_ABS, 0, 0, static_cast<std::uint32_t>(SKF_AD_OFF + SKF_AD_RANDOM)},
                               {BPF_RET | BPF_A, 0, 0, 0}};
    const auto words = words_of([&] { packet_filter::filter_code(random, packet_filter::tc_hook(false)); });
    BOOST_TEST(words == "asks the kernel for what it does not tell at this hook (SKF_AD_OFF + 56 of linux/filter.h)");
}
