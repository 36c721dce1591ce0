// SPDX-License-Identifier: MIT
// The table sink's formats with streams that are no flow reports, and with several at once.
#include <boost/test/unit_test.hpp>

#include "printer.hpp"

using namespace hookline;
using namespace hookline::test;

BOOST_AUTO_TEST_CASE(reports_in_pieces_and_interleaved)
{
    Printer printer;
    const std::vector<ReportRow> rows = {FlowRow(6).counts(1, 2, 3)};
    BOOST_TEST(printer.flows(rows, HOOKLINE_REPORT_BEGIN | HOOKLINE_REPORT_FINAL) == "\n");
    BOOST_TEST(printer.print(event_schema(), std::vector<EventRow>{event("x")}, 0).find("TIME ") == 1u);
    BOOST_TEST(printer.flows(rows, HOOKLINE_REPORT_END) == R"(
   BITRATE  PACKETS  BYTES  PROTO
3.00 bit/s        1    2 B  TCP
3.00 bit/s        1    2 B  TCP
total: 2 rows, 2 packets, 4 B
)");
}

BOOST_AUTO_TEST_CASE(events_and_packets)
{
    Printer printer;
    const std::vector<EventRow> rows = {event("a\x1b[31m\n", "0123456789abcdefg"), event("\xc3\xa4pfel\xff")};
    BOOST_TEST(printer.print(event_schema(), rows, 0) ==
               "\n"
               "TIME          ADDRESS   PORT  MAC                STATE        FLAGS    COMM               RTT  CHANGE  "
               "OK   DATA\n"
               "12:00:00.123  10.0.0.7   443  02:00:5e:10:00:ff  ESTABLISHED  FIN|SYN  a\\x1b[31m\\x0a  12.50ms      "
               "-5  yes  17 B "
               "30313233343536373839616263646566...\n"
               "12:00:00.123  10.0.0.7   443  02:00:5e:10:00:ff  ESTABLISHED  FIN|SYN  \xc3\xa4pfel\xef\xbf\xbd        "
               " 12.50ms      -5  yes  0 B\n");
    // No header again, and the same widths.
    BOOST_TEST(printer.print(event_schema(), std::vector<EventRow>{event("b")}, 0) ==
               "\n"
               "12:00:00.123  10.0.0.7   443  02:00:5e:10:00:ff  ESTABLISHED  FIN|SYN  b              12.50ms      -5  "
               "yes  0 B\n");
    // Another day than the batch's is said.
    BOOST_TEST(printer.print(event_schema(), std::vector<EventRow>{event("b")}, 0, kNoon + 86'400'000'000'000)
                   .find("\n2026-05-01 12:00:00.123  10.0.0.7 ") == 0u);
    BOOST_TEST(
        Printer(table_sink::make_classic_format()).print(event_schema(), std::vector<EventRow>{event("")}, 0, 0) ==
        "\ntime: 2026-05-01 12:00:00.123, address: 10.0.0.7, port: 443, mac: 02:00:5e:10:00:ff, state: ESTABLISHED, "
        "flags: FIN|SYN, rtt: 12.50ms, change: -5, ok: yes, data: 0 B\n");
}

BOOST_AUTO_TEST_CASE(ledger)
{
    const std::string expected = R"(
ledger: capture uplink: filtered no_arp: 4 packets 240 B
ledger: capture uplink: lost map_full: 6 packets 360 B
ledger: capture uplink: noted other_by_prefix: 50 packets 3.0 kB
ledger: pipeline flows: noted row_limit: 7 rows
ledger: sink screen: dropped queue_full: 1 row
ledger: seen 100 packets 6.0 kB, delivered 90 packets 5.4 kB, filtered 4 packets 240 B, lost 6 packets 360 B
)";
    Printer printer;
    BOOST_TEST(printer.print(ledger_schema(), ledger_rows()) == expected);
    BOOST_TEST(printer.print(ledger_schema(), ledger_rows()) == expected);  // begins anew
    BOOST_TEST(Printer(table_sink::make_classic_format()).print(ledger_schema(), ledger_rows()) == expected);
}
