// SPDX-License-Identifier: MIT
#define BOOST_TEST_MODULE sink_table
#include <boost/test/unit_test.hpp>

#include <cstdlib>

#include "printer.hpp"

using namespace hookline;
using namespace hookline::test;
using table_sink::Style;

namespace {

struct UtcFixture {
    UtcFixture()
    {
        ::setenv("TZ", "UTC", 1);
        ::tzset();
    }
};
BOOST_TEST_GLOBAL_FIXTURE(UtcFixture);

std::string classic(const std::vector<ReportRow>& rows)
{
    return Printer(table_sink::make_classic_format()).flows(rows);
}

}  // namespace

BOOST_AUTO_TEST_CASE(columns_of_every_protocol)
{
    BOOST_TEST(Printer().flows(protocol_rows()) == R"(
     BITRATE  PACKETS   BYTES  PROTO      SRC             DST              ICMP_TYPE  ICMP_CODE  SPI         GRE_INNER  GRE_FLAGS  OSPF_TYPE  OSPF_VERSION  ARP_OP   APP_PROTO
 1.09 Mbit/s       32  1.0 MB  TCP        10.77.0.2:8080  10.77.0.1:58916                                                                                            HTTP
558.97 bit/s        5   590 B  UDP        [fd77::2]:80    [fd77::1]:53
558.97 bit/s        5   590 B  IPv6-ICMP  fd77::2         fd77::1                129          0
 80.00 bit/s        1   100 B  GRE        10.0.0.1        10.0.0.2                                           IPv4       0x2000
 80.00 bit/s        1   100 B  GRE        10.0.0.1        10.0.0.2                                           0x88be     0x0000
 80.00 bit/s        1   100 B  IPSEC-ESP  10.0.0.1        10.0.0.2                               0x12345678
 80.00 bit/s        1   100 B  IPSEC-AH   10.0.0.1        10.0.0.2                               0x1234
 80.00 bit/s        1   100 B  OSPFIGP    10.0.0.1        224.0.0.5                                                                Hello                 2
 33.60 bit/s        1    42 B  ARP        10.0.0.1        10.0.0.2                                                                                          request
 48.00 bit/s        1    60 B  LLDP
 48.00 bit/s        1    60 B  0x88ce
 48.00 bit/s        1    60 B  253        10.0.0.1        10.0.0.2
560.00 bit/s        7   700 B  other
total: 13 rows, 58 packets, 1.0 MB
)");
}

BOOST_AUTO_TEST_CASE(classic_lines_of_every_protocol)
{
    BOOST_TEST(classic(protocol_rows()) == R"(
bitrate: 1.09 Mbps, packets: 32, bytes: 1002325, proto: TCP, l7: HTTP, src: 10.77.0.2:8080, dst: 10.77.0.1:58916
bitrate: 558.97 bps, packets: 5, bytes: 590, proto: UDP, src: [fd77::2]:80, dst: [fd77::1]:53
bitrate: 558.97 bps, packets: 5, bytes: 590, proto: IPv6-ICMP, src: fd77::2, dst: fd77::1, type: 129, code: 0
bitrate: 80.00 bps, packets: 1, bytes: 100, proto: GRE, src: 10.0.0.1, dst: 10.0.0.2, inner: IPv4, flags: 0x2000
bitrate: 80.00 bps, packets: 1, bytes: 100, proto: GRE, src: 10.0.0.1, dst: 10.0.0.2, inner: 0x88be, flags: 0x0000
bitrate: 80.00 bps, packets: 1, bytes: 100, proto: IPSEC-ESP, src: 10.0.0.1, dst: 10.0.0.2, spi: 0x12345678
bitrate: 80.00 bps, packets: 1, bytes: 100, proto: IPSEC-AH, src: 10.0.0.1, dst: 10.0.0.2, spi: 0x1234
bitrate: 80.00 bps, packets: 1, bytes: 100, proto: OSPFIGP, src: 10.0.0.1, dst: 224.0.0.5, type: Hello, v2
bitrate: 33.60 bps, packets: 1, bytes: 42, proto: ARP, src: 10.0.0.1, dst: 10.0.0.2, op: request
bitrate: 48.00 bps, packets: 1, bytes: 60, proto: LLDP
bitrate: 48.00 bps, packets: 1, bytes: 60, proto: 0x88ce
bitrate: 48.00 bps, packets: 1, bytes: 60, proto: 253, src: 10.0.0.1, dst: 10.0.0.2
bitrate: 560.00 bps, packets: 7, bytes: 700, other
)");
    const auto process = FlowRow(6).from("10.0.0.1").to("10.0.0.2", 80).counts(1, 2, 3e9).process(27084, "a\x1b");
    BOOST_TEST(classic({process}) ==
               "\nbitrate: 3.00 Gbps, packets: 1, bytes: 2, proto: TCP, src: 10.0.0.1, dst: 10.0.0.2:80, pid: 27084, "
               "comm: a\\x1b\n");
    BOOST_TEST(classic({}) == "\n");
}

// What a capture had no room for under a flood, and what the host let go.
BOOST_AUTO_TEST_CASE(networks_and_ends)
{
    using F = hookline_flow;
    const auto network = [](const char* from, const char* to, unsigned bits) {
        return FlowRow(17)
            .from(from)
            .to(to)
            .counts(9, 540, 80)
            .other()
            .with(HOOKLINE_FLOW_PREFIX_LENGTH, &F::prefix_length, bits);
    };
    const std::vector<ReportRow> rows = {
        network("198.51.100.0", "192.0.2.0", 24), network("2001:db8:1::", "2001:db8:2::", 48),
        FlowRow(17).from("198.51.100.0", 53).to("192.0.2.0", 9).counts(1, 60, 8).ended(1),
        FlowRow().counts(2, 120, 16).other().ended(5)};
    BOOST_TEST(Printer().flows(rows) == R"(
    BITRATE  PACKETS  BYTES  PROTO      SRC              DST              END_REASON
80.00 bit/s        9  540 B  other UDP  198.51.100.0/24  192.0.2.0/24
80.00 bit/s        9  540 B  other UDP  2001:db8:1::/48  2001:db8:2::/48
 8.00 bit/s        1   60 B  UDP        198.51.100.0:53  192.0.2.0:9      idle
16.00 bit/s        2  120 B  other                                        evicted
total: 4 rows, 21 packets, 1.3 kB
)");
    BOOST_TEST(classic(rows) == R"(
bitrate: 80.00 bps, packets: 9, bytes: 540, proto: UDP, src: 198.51.100.0/24, dst: 192.0.2.0/24, other
bitrate: 80.00 bps, packets: 9, bytes: 540, proto: UDP, src: 2001:db8:1::/48, dst: 2001:db8:2::/48, other
bitrate: 8.00 bps, packets: 1, bytes: 60, proto: UDP, src: 198.51.100.0:53, dst: 192.0.2.0:9, end: idle
bitrate: 16.00 bps, packets: 2, bytes: 120, end: evicted, other
)");
}

// A packet from one of a capture's sockets to another is in two rows, and counts once.
BOOST_AUTO_TEST_CASE(totals_leave_out_what_is_repeated)
{
    using F = hookline_flow;
    const std::vector<ReportRow> rows = {FlowRow(17).counts(5, 500, 8),
                                         FlowRow(17)
                                             .counts(7, 700, 8)
                                             .with(HOOKLINE_FLOW_REPEATED_PACKETS, &F::repeated_packets, 5)
                                             .with(HOOKLINE_FLOW_REPEATED_BYTES, &F::repeated_bytes, 500)};
    BOOST_TEST(Printer().flows(rows).ends_with("\ntotal: 2 rows, 7 packets, 700 B\n"));
}

BOOST_AUTO_TEST_CASE(empty_reports)
{
    BOOST_TEST(Printer().flows({}) == "\ntotal: 0 rows, 0 packets, 0 B\n");
}

BOOST_AUTO_TEST_CASE(narrow_terminals_lose_the_least_useful_columns)
{
    const auto row = FlowRow(6)
                         .from("10.0.0.1", 80)
                         .to("10.0.0.2", 1234)
                         .counts(3, 180, 1440)
                         .on("eth0", HOOKLINE_DIRECTION_IN)
                         .seen(kNoon, kNoon + 1'500'000'000);
    Printer unlimited;
    BOOST_TEST(unlimited.flows({row}) == R"(
    BITRATE  PACKETS  BYTES  PROTO  SRC          DST            DIRECTION  INTERFACE  FIRST         LAST
1.44 kbit/s        3  180 B  TCP    10.0.0.1:80  10.0.0.2:1234  in         eth0       12:00:00.000  12:00:01.500
total: 1 row, 3 packets, 180 B
)");
    const auto at = [&](unsigned width) { return Printer(Style{false, width, nullptr}).flows({row}); };
    BOOST_TEST(at(80) == R"(
    BITRATE PACKETS BYTES PROTO SRC         DST           DIRECTION INTERFACE
1.44 kbit/s       3 180 B TCP   10.0.0.1:80 10.0.0.2:1234 in        eth0
total: 1 row, 3 packets, 180 B
)");
    BOOST_TEST(at(60) == R"(
    BITRATE PACKETS BYTES PROTO SRC         DST
1.44 kbit/s       3 180 B TCP   10.0.0.1:80 10.0.0.2:1234
total: 1 row, 3 packets, 180 B
)");
    BOOST_TEST(at(45) == R"(
    BITRATE PROTO SRC         DST
1.44 kbit/s TCP   10.0.0.1:80 10.0.0.2:1234
total: 1 row, 3 packets, 180 B
)");
    BOOST_TEST(at(1).find("BITRATE\n") != std::string::npos);
    for (const unsigned width : {20U, 30U, 40U, 50U, 70U, 100U, 120U}) {
        const std::string text = at(width);
        for (std::size_t begin = 1; begin < text.size();) {
            const std::size_t end = text.find('\n', begin);
            if (text.compare(begin, 5, "total") != 0) BOOST_TEST(end - begin <= width);
            begin = end + 1;
        }
    }
}

BOOST_AUTO_TEST_CASE(color_is_closed_on_every_line)
{
    const auto text =
        Printer(Style{true, 0, nullptr}).flows({FlowRow(6).counts(1, 2, 3), FlowRow().counts(1, 2, 3).other()});
    BOOST_TEST(text ==
               "\n\x1b[1m   BITRATE  PACKETS  BYTES  PROTO\x1b[0m\n"
               "3.00 bit/s        1    2 B  TCP\n"
               "\x1b[2m3.00 bit/s        1    2 B  other\x1b[0m\n"
               "\x1b[1mtotal: 2 rows, 2 packets, 4 B\x1b[0m\n");
}

BOOST_AUTO_TEST_CASE(intervals_have_their_time)
{
    Printer printer;
    const std::vector<ReportRow> rows = {FlowRow(6).counts(1, 2, 3)};
    const std::string table =
        "   BITRATE  PACKETS  BYTES  PROTO\n3.00 bit/s        1    2 B  TCP\ntotal: 1 row, 1 packet, 2 B\n";
    BOOST_TEST(printer.print(report_schema(), rows, kWhole, kNoon, "main") == "\n2026-05-01 12:00:00  main\n" + table);
    BOOST_TEST(printer.print(report_schema(), rows, kOnly, kNoon) == "\n\n2026-05-01 12:00:00\n" + table);
    Printer lines(table_sink::make_classic_format());
    BOOST_TEST(lines.flows(rows, kWhole) == "\nbitrate: 3.00 bps, packets: 1, bytes: 2, proto: TCP\n");
    BOOST_TEST(lines.flows(rows) == "\n\nbitrate: 3.00 bps, packets: 1, bytes: 2, proto: TCP\n");
}

// Longer than a page: later pages line up with the first, and show columns that had no value before.
BOOST_AUTO_TEST_CASE(long_reports)
{
    constexpr std::size_t kRows = 10'000;
    std::vector<ReportRow> rows;
    for (std::size_t i = 0; i < kRows; ++i) {
        FlowRow row(6);
        row.from("10.0.0.1", static_cast<int>(i)).counts(i, i, 1);
        if (i == kRows - 1) row.with(HOOKLINE_FLOW_VLAN, &hookline_flow::vlan, 7);
        rows.push_back(row);
    }
    const std::string text = Printer().flows(rows);
    const auto count = [&](const std::string& part) {
        std::size_t found = 0;
        for (std::size_t at = 0; (at = text.find(part, at)) != std::string::npos; ++at)
            ++found;
        return found;
    };
    BOOST_TEST(count("\n") == 1 + 2 + kRows + 1);
    BOOST_TEST(count("PROTO") == 2u);
    BOOST_TEST(count("VLAN") == 1u);
    BOOST_TEST(count("TCP  ") == kRows);
    BOOST_TEST(text.find("total: 10000 rows, 49995000 packets, 50.0 MB\n") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(names_of_ports)
{
    const table_sink::Services services;
    if (services.name_of(443).empty()) {
        BOOST_TEST_MESSAGE("skipped: this machine has no /etc/services");
        return;
    }
    const auto text =
        Printer(Style{false, 0, &services}).flows({FlowRow(6).from("10.0.0.1", 443).to("fd00::1", 65533)});
    BOOST_TEST(text.find("10.0.0.1:https  [fd00::1]:65533") != std::string::npos);
}
