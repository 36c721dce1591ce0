// SPDX-License-Identifier: MIT
// Labels and server names of connections, out of frames as libpcap hands them over.
#include <boost/test/unit_test.hpp>

#include <hookline/flow_schema.h>

#include <string>
#include <string_view>
#include <vector>

#include "first_packets.hpp"
#include "flow_table.hpp"
#include "label_numbers.h"

namespace hookline::pcap {
namespace {

constexpr std::uint8_t kSyn = 0x02;
constexpr std::uint32_t kHeaders = 54;
const std::string kRequest = "GET / HTTP/1.1\r\nHost: www.example.org\r\n\r\n";

struct Segment {
    hl_packet packet{};
    std::vector<std::uint8_t> frame;
};

// From a client to port 80, or back.
Segment segment(std::uint16_t client, std::string_view payload, std::uint32_t sequence = 0, bool is_back = false)
{
    Segment result;
    auto& packet = result.packet;
    packet.key.proto = 6;
    packet.key.marks = HL_MARK_IPV4;
    packet.key.src_addr[15] = is_back ? 2 : 1;
    packet.key.dst_addr[15] = is_back ? 1 : 2;
    packet.key.src_port = is_back ? 80 : client;
    packet.key.dst_port = is_back ? client : 80;
    packet.header_size = kHeaders;
    packet.transport_offset = kHeaders - 20;
    packet.payload_size = static_cast<std::uint32_t>(payload.size());
    result.frame.resize(kHeaders);
    for (int at = 0; at < 4; ++at)
        result.frame[packet.transport_offset + 4 + at] = static_cast<std::uint8_t>(sequence >> (24 - 8 * at));
    result.frame.insert(result.frame.end(), payload.begin(), payload.end());
    return result;
}

// True when it was looked at.
bool see(FirstPackets& packets, const Segment& segment)
{
    const auto hash = FlowTable::hash(segment.packet.key);
    if (!packets.wants(segment.packet, hash)) return false;
    packets.look(segment.packet, hash, segment.frame.data(), static_cast<std::uint32_t>(segment.frame.size()));
    return true;
}

// "label name" of a row.
std::string said(FirstPackets& packets, const Segment& segment)
{
    hookline_flow row{};
    packets.describe(row, segment.packet.key);
    const bool has_name = (row.present & HOOKLINE_FLOW_BIT(HOOKLINE_FLOW_SERVER_NAME)) != 0;
    return std::to_string(row.app_proto) +
           (has_name ? " " + std::string(row.server_name.data, row.server_name.size) : "");
}

const std::string kHttp = std::to_string(HL_LABEL_HTTP);

}  // namespace

BOOST_AUTO_TEST_CASE(rows_of_both_directions_say_label_and_name)
{
    FirstPackets packets(1000, true);
    const auto request = segment(1000, kRequest);
    const auto answer = segment(1000, "HTTP/1.1 200 OK\r\n\r\n", 0, true);
    BOOST_TEST(see(packets, request));
    BOOST_TEST(see(packets, answer));
    for (const auto* packet : {&request, &answer}) {
        BOOST_TEST(said(packets, *packet) == kHttp + " www.example.org");
        BOOST_TEST(!see(packets, *packet));  // settled
    }
    BOOST_TEST(said(packets, segment(1001, "")) == "0");
}

BOOST_AUTO_TEST_CASE(a_name_over_segments_that_come_twice)
{
    FirstPackets packets(1000, true);
    const std::string_view text = kRequest;
    see(packets, segment(1000, text.substr(0, 20), 7000));
    see(packets, segment(1000, text.substr(0, 20), 7000));
    BOOST_TEST(said(packets, segment(1000, "")) == kHttp);
    BOOST_TEST(see(packets, segment(1000, text.substr(20), 7020)));
    BOOST_TEST(said(packets, segment(1000, "")) == kHttp + " www.example.org");
}

BOOST_AUTO_TEST_CASE(names_can_be_left_out)
{
    FirstPackets packets(1000, false);
    see(packets, segment(1000, kRequest));
    BOOST_TEST(said(packets, segment(1000, "")) == kHttp);
}

BOOST_AUTO_TEST_CASE(a_connection_without_a_signature_is_looked_at_eight_times)
{
    FirstPackets packets(1000, true);
    int looked = 0;
    for (int packet = 0; packet < 20; ++packet)
        looked += see(packets, segment(1000, "\xa5\xa5\xa5\xa5")) ? 1 : 0;
    BOOST_TEST(looked == 8);
    BOOST_TEST(!see(packets, segment(1000, "")));
    BOOST_TEST(said(packets, segment(1000, "")) == "0");
}

BOOST_AUTO_TEST_CASE(a_syn_begins_anew)
{
    FirstPackets packets(1000, true);
    see(packets, segment(1000, kRequest));
    auto syn = segment(1000, "");
    syn.packet.tcp_flags = kSyn;
    BOOST_TEST(see(packets, syn));
    BOOST_TEST(said(packets, syn) == "0");
    see(packets, segment(1000, "GET / HTTP/1.1\r\nHost: other.example\r\n\r\n"));
    BOOST_TEST(said(packets, syn) == kHttp + " other.example");
}

BOOST_AUTO_TEST_CASE(connections_are_bounded)
{
    constexpr std::uint16_t kMost = 100;
    FirstPackets packets(kMost, true);
    for (std::uint16_t client = 1; client <= 10 * kMost; ++client)
        see(packets, segment(client, kRequest));
    BOOST_TEST(said(packets, segment(10 * kMost, "")) == kHttp + " www.example.org");
    BOOST_TEST(said(packets, segment(9 * kMost + 1, "")) == kHttp + " www.example.org");
    BOOST_TEST(said(packets, segment(1, "")) == "0");
}

BOOST_AUTO_TEST_CASE(a_frame_that_was_cut_before_its_payload)
{
    FirstPackets packets(1000, true);
    auto cut = segment(1000, kRequest);
    cut.frame.resize(kHeaders);
    see(packets, cut);
    cut.frame.resize(kHeaders - 30);
    see(packets, cut);
    BOOST_TEST(said(packets, cut) == "0");
}

}  // namespace hookline::pcap
