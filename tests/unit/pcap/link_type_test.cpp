// SPDX-License-Identifier: MIT
// One datagram behind the header of each link type that is known: the same flow, whatever carried it.
#define BOOST_TEST_MODULE pcap
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include <pcap/pcap.h>

#include <array>
#include <ostream>
#include <vector>

#include "link_type.hpp"

namespace hookline::pcap {
namespace {

using Bytes = std::vector<std::uint8_t>;

// UDP from 10.0.0.1:1000 to 10.0.0.2:53, and the same over IPv6 from fd00::1 to fd00::2.
const Bytes kIpv4 = {0x45, 0, 0, 28, 0, 0, 0, 0, 64, 17, 0, 0, 10, 0, 0, 1, 10, 0, 0, 2, 0x03, 0xe8, 0, 53, 0, 8, 0, 0};
const Bytes kIpv6 = {0x60, 0, 0, 0, 0, 8, 17, 64, 0xfd, 0, 0, 0, 0, 0, 0, 0, 0,    0,    0, 0,  0, 0, 0, 1,
                     0xfd, 0, 0, 0, 0, 0, 0,  0,  0,    0, 0, 0, 0, 0, 0, 2, 0x03, 0xe8, 0, 53, 0, 8, 0, 0};

Bytes operator+(Bytes header, const Bytes& rest)
{
    header.insert(header.end(), rest.begin(), rest.end());
    return header;
}

struct Case {
    const char* name;
    int link_type;
    Bytes frame;
    std::uint8_t direction = HL_DIRECTION_UNKNOWN;
};
std::ostream& operator<<(std::ostream& out, const Case& link)
{
    return out << link.name;
}

const Bytes kEthernet = {2, 0, 0, 0, 0, 2, 2, 0, 0, 0, 0, 1, 0x08, 0x00};
const Bytes kSllOut = {0, 4, 0, 1, 0, 6, 2, 0, 0, 0, 0, 1, 0, 0, 0x08, 0x00};
const Bytes kSllIn = {0, 0, 0, 1, 0, 6, 2, 0, 0, 0, 0, 1, 0, 0, 0x86, 0xdd};
const Bytes kSll2Out = {0x08, 0, 0, 0, 0, 0, 0, 2, 0, 1, 4, 6, 2, 0, 0, 0, 0, 1, 0, 0};

const Case kCases[] = {
    {"ethernet", DLT_EN10MB, kEthernet + kIpv4},
    {"raw, IPv4", DLT_RAW, kIpv4},
    {"raw, IPv6", DLT_RAW, kIpv6},
    {"IPv4", DLT_IPV4, kIpv4},
    {"IPv6", DLT_IPV6, kIpv6},
    {"cooked, sent", DLT_LINUX_SLL, kSllOut + kIpv4, HL_DIRECTION_OUT},
    {"cooked, received", DLT_LINUX_SLL, kSllIn + kIpv6, HL_DIRECTION_IN},
    {"cooked 2, sent", DLT_LINUX_SLL2, kSll2Out + kIpv4, HL_DIRECTION_OUT},
    {"null, little-endian", DLT_NULL, Bytes{2, 0, 0, 0} + kIpv4},
    {"null, big-endian, IPv6 of another system", DLT_NULL, Bytes{0, 0, 0, 30} + kIpv6},
    {"loop", DLT_LOOP, Bytes{0, 0, 0, 2} + kIpv4},
    {"ppp", DLT_PPP, Bytes{0x00, 0x21} + kIpv4},
    {"ppp with HDLC framing", DLT_PPP, Bytes{0xff, 0x03, 0x00, 0x21} + kIpv4},
    {"ppp with a compressed protocol", DLT_PPP, Bytes{0x21} + kIpv4},
    {"ppp serial, IPv6", DLT_PPP_SERIAL, Bytes{0xff, 0x03, 0x00, 0x57} + kIpv6},
    {"pppd, sent", DLT_PPP_PPPD, Bytes{0x01, 0x03, 0x00, 0x21} + kIpv4, HL_DIRECTION_OUT},
    {"Cisco HDLC", DLT_C_HDLC, Bytes{0x0f, 0x00, 0x08, 0x00} + kIpv4},
};

hl_packet parse(int link_type, const Bytes& frame)
{
    hl_packet packet;
    // A copy of exactly this size, so that a read past its end is found out.
    const std::vector<std::uint8_t> exact(frame);
    parser_for(link_type)(exact.data(), static_cast<std::uint32_t>(exact.size()), packet);
    return packet;
}

}  // namespace

BOOST_DATA_TEST_CASE(the_same_flow_behind_every_link, boost::unit_test::data::make(kCases), link)
{
    const auto packet = parse(link.link_type, link.frame);
    const bool is_ipv6 = link.frame.size() >= kIpv6.size() && link.frame[link.frame.size() - kIpv6.size()] == 0x60;
    BOOST_TEST(packet.key.proto == 17);
    BOOST_TEST(packet.key.src_port == 1000);
    BOOST_TEST(packet.key.dst_port == 53);
    BOOST_TEST(int{packet.key.src_addr[15]} == 1);
    BOOST_TEST(int{packet.key.dst_addr[15]} == 2);
    BOOST_TEST(int{packet.key.marks} == int{is_ipv6 ? HL_MARK_IPV6 : HL_MARK_IPV4});
    BOOST_TEST(int{packet.key.direction} == int{link.direction});
}

BOOST_DATA_TEST_CASE(cut_at_every_length_it_is_still_a_row, boost::unit_test::data::make(kCases), link)
{
    for (std::size_t size = 0; size < link.frame.size(); ++size) {
        const auto packet =
            parse(link.link_type, Bytes(link.frame.begin(), link.frame.begin() + static_cast<long>(size)));
        BOOST_TEST(packet.key.proto != 0, "at " << size);
    }
}

BOOST_AUTO_TEST_CASE(what_ppp_negotiates_is_counted_as_ppp)
{
    constexpr std::uint16_t kPpp = 0x880b;
    BOOST_TEST(parse(DLT_PPP, {0xff, 0x03, 0xc0, 0x21, 1, 1, 0, 4}).key.proto == kPpp);
}

BOOST_AUTO_TEST_CASE(other_link_types_have_no_parser)
{
    for (const int link_type : {DLT_IEEE802_11, DLT_IEEE802_11_RADIO, DLT_USB_LINUX, -1})
        BOOST_TEST(parser_for(link_type) == nullptr);
    BOOST_TEST(known_link_types().starts_with("EN10MB, RAW"));
}

}  // namespace hookline::pcap
