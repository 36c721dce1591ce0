// SPDX-License-Identifier: MIT
#define BOOST_TEST_MODULE sink_json
#include "json_format.hpp"

#include <boost/json/src.hpp>
#include <boost/test/unit_test.hpp>

#include <random>

#include "json_value.hpp"
#include "streams.hpp"

using namespace hookline;
using namespace hookline::test;
using json_sink::Format;
using sink_common::Text;

namespace {

template <class RowType>
void add(Format& format, Text& out, const hookline_schema& schema, const std::vector<RowType>& rows,
         std::uint32_t flags, std::int64_t end_ns = 0)
{
    const auto batch = batch_of(schema, rows, flags, end_ns);
    format.add(Batch(&batch), out);
}

template <class RowType>
std::string formatted(std::unique_ptr<Format> format, const hookline_schema& schema, const std::vector<RowType>& rows,
                      std::uint32_t flags = kOnly, std::int64_t end_ns = 0)
{
    Text out;
    add(*format, out, schema, rows, flags, end_ns);
    return std::string(out.view());
}

std::string array(const std::vector<ReportRow>& rows)
{
    return formatted(json_sink::make_array_format(), report_schema(), rows);
}
std::string escaped(std::string_view text)
{
    return json_sink::quoted(text);
}

}  // namespace

BOOST_AUTO_TEST_CASE(empty_report)
{
    BOOST_TEST(array({}) == "[]\n");
}

BOOST_AUTO_TEST_CASE(array_of_every_protocol)
{
    const std::string expected =
        R"([{"srcIp":"10.77.0.2","dstIp":"10.77.0.1","proto":"TCP","appProto":"HTTP","bytes":1002325,"packets":32,"bitrate":1090000,"srcPort":8080,"dstPort":58916},)"
        R"({"srcIp":"fd77::2","dstIp":"fd77::1","proto":"UDP","bytes":590,"packets":5,"bitrate":558.974,"srcPort":80,"dstPort":53},)"
        R"({"srcIp":"fd77::2","dstIp":"fd77::1","proto":"IPv6-ICMP","bytes":590,"packets":5,"bitrate":558.97,"srcPort":129,"dstPort":0},)"
        R"({"srcIp":"10.0.0.1","dstIp":"10.0.0.2","proto":"GRE","bytes":100,"packets":1,"bitrate":80,"srcPort":2048,"dstPort":8192,"greFlags":8192,"greInner":"IPv4"},)"
        R"({"srcIp":"10.0.0.1","dstIp":"10.0.0.2","proto":"GRE","bytes":100,"packets":1,"bitrate":80,"srcPort":35006,"dstPort":0,"greInner":"0x88be"},)"
        R"({"srcIp":"10.0.0.1","dstIp":"10.0.0.2","proto":"IPSEC-ESP","bytes":100,"packets":1,"bitrate":80,"srcPort":4660,"dstPort":22136,"spi":305419896},)"
        R"({"srcIp":"10.0.0.1","dstIp":"10.0.0.2","proto":"IPSEC-AH","bytes":100,"packets":1,"bitrate":80,"srcPort":0,"dstPort":4660,"spi":4660},)"
        R"({"srcIp":"10.0.0.1","dstIp":"224.0.0.5","proto":"OSPFIGP","bytes":100,"packets":1,"bitrate":80,"srcPort":1,"dstPort":2,"ospfType":"Hello","ospfVersion":2},)"
        R"({"srcIp":"10.0.0.1","dstIp":"10.0.0.2","proto":"ARP","bytes":42,"packets":1,"bitrate":33.6,"srcPort":1,"dstPort":0,"arpOp":"request"},)"
        R"({"srcIp":"","dstIp":"","proto":"LLDP","bytes":60,"packets":1,"bitrate":48,"srcPort":0,"dstPort":0},)"
        R"({"srcIp":"","dstIp":"","proto":"0x88ce","bytes":60,"packets":1,"bitrate":48,"srcPort":0,"dstPort":0},)"
        R"({"srcIp":"10.0.0.1","dstIp":"10.0.0.2","proto":"253","bytes":60,"packets":1,"bitrate":48,"srcPort":0,"dstPort":0},)"
        R"({"srcIp":"","dstIp":"","proto":"","bytes":700,"packets":7,"bitrate":560,"srcPort":0,"dstPort":0,"other":true}])"
        "\n";
    BOOST_TEST(array(protocol_rows()) == expected);
}

BOOST_AUTO_TEST_CASE(array_extras_come_last)
{
    using F = hookline_flow;
    FlowRow row(6);
    row.from("10.0.0.1", 1)
        .to("10.0.0.2", 2)
        .counts(1, 60, 0.5)
        .process(42, "cu\"rl")
        .on("eth0", HOOKLINE_DIRECTION_OUT);
    row.with(HOOKLINE_FLOW_VLAN, &F::vlan, 0).with(HOOKLINE_FLOW_INNER_VLAN, &F::inner_vlan, 7);
    row.with(HOOKLINE_FLOW_TUNNEL_ID, &F::tunnel_id, 99).with(HOOKLINE_FLOW_MARKS, &F::marks, 5);
    BOOST_TEST(array({row}) ==
               R"([{"srcIp":"10.0.0.1","dstIp":"10.0.0.2","proto":"TCP","comm":"cu\"rl","bytes":60,"packets":1,)"
               R"("bitrate":0.5,"pid":42,"srcPort":1,"dstPort":2,"direction":"out","interface":"eth0","vlan":0,)"
               R"("innerVlan":7,"tunnelId":99,"marks":["fragment","tunnel"]}])"
               "\n");
    FlowRow unknown(6);
    unknown.on("", HOOKLINE_DIRECTION_UNKNOWN);
    BOOST_TEST(array({unknown}).find("direction") == std::string::npos);
    BOOST_TEST(array({unknown}).find("interface") == std::string::npos);
}

BOOST_AUTO_TEST_CASE(array_of_networks_and_ends)
{
    const auto network = FlowRow(17)
                             .from("198.51.100.0")
                             .counts(9, 540, 80)
                             .other()
                             .with(HOOKLINE_FLOW_PREFIX_LENGTH, &hookline_flow::prefix_length, 24);
    BOOST_TEST(array({network, FlowRow(6).counts(1, 2, 3).ended(1)}) ==
               R"([{"srcIp":"198.51.100.0","dstIp":"","proto":"UDP","bytes":540,"packets":9,"bitrate":80,"srcPort":0,)"
               R"("dstPort":0,"other":true,"prefixLength":24},)"
               R"({"srcIp":"","dstIp":"","proto":"TCP","bytes":2,"packets":1,"bitrate":3,"srcPort":0,"dstPort":0,)"
               R"("endReason":"idle"}])"
               "\n");
}

BOOST_AUTO_TEST_CASE(array_over_several_batches_and_reports)
{
    const auto format = json_sink::make_array_format();
    Text out;
    const std::vector<ReportRow> one = {FlowRow(6).counts(1, 2, 3)};
    add(*format, out, report_schema(), one, HOOKLINE_REPORT_BEGIN);
    add(*format, out, report_schema(), one, 0);
    add(*format, out, report_schema(), std::vector<ReportRow>(), HOOKLINE_REPORT_END);
    add(*format, out, report_schema(), one, kOnly);
    const std::string object =
        R"({"srcIp":"","dstIp":"","proto":"TCP","bytes":2,"packets":1,"bitrate":3,"srcPort":0,"dstPort":0})";
    BOOST_TEST(out.view() == "[" + object + "," + object + "]\n[" + object + "]\n");
}

BOOST_AUTO_TEST_CASE(array_takes_flows_only)
{
    const auto format = json_sink::make_array_format();
    BOOST_TEST(format->takes(report_schema()));
    BOOST_TEST(!format->takes(event_schema()));
    BOOST_TEST(!format->takes(ledger_schema()));
}

BOOST_AUTO_TEST_CASE(lines_of_a_report)
{
    using F = hookline_flow;
    FlowRow row(6);
    row.from("10.0.0.1", 80).to("fd00::1", 2).counts(1, 60, 0.5).on("eth0", HOOKLINE_DIRECTION_IN);
    row.with(HOOKLINE_FLOW_TCP_FLAGS, &F::tcp_flags, 0x12).seen(0, 1);
    const auto line = formatted(json_sink::make_lines_format(), report_schema(), std::vector<ReportRow>{row}, kOnly,
                                1'777'636'800'000'000'000);
    BOOST_TEST(line ==
               R"({"stream":"flow","time":"2026-05-01T12:00:00.000000000Z","bitrate":0.5,"packets":1,"bytes":60,)"
               R"("proto":"TCP","src_addr":"10.0.0.1","src_port":80,"dst_addr":"fd00::1","dst_port":2,)"
               R"("direction":"in","interface":"eth0","tcp_flags":["SYN","ACK"],)"
               R"("first":"1970-01-01T00:00:00.000000000Z","last":"1970-01-01T00:00:00.000000001Z","other":false})"
               "\n");
    BOOST_TEST(formatted(json_sink::make_lines_format(), report_schema(), std::vector<ReportRow>{}) == "");
}

BOOST_AUTO_TEST_CASE(lines_of_events_and_the_ledger)
{
    const std::string data("\x00\xff\x10", 3);
    EventRow second = event("");
    second.state = 9, second.flags = 0x42, second.ok = 0;
    const auto lines = formatted(json_sink::make_lines_format(), event_schema(),
                                 std::vector<EventRow>{event("a\nb\x1b\xff", data), second}, 0);
    const std::string expected =
        R"({"stream":"tcp_event","time":"2026-05-01T12:00:00.123456789Z","address":"10.0.0.7","port":443,)"
        R"("mac":"02:00:5e:10:00:ff","state":"ESTABLISHED","flags":["FIN","SYN"],"comm":"a\nb\u001b)"
        "\xef\xbf\xbd"
        R"(","rtt":12500000,"change":-5,"ok":true,"data":"00ff10"})"
        "\n"
        R"({"stream":"tcp_event","time":"2026-05-01T12:00:00.123456789Z","address":"10.0.0.7","port":443,)"
        R"("mac":"02:00:5e:10:00:ff","state":"9","flags":["SYN","0x40"],"comm":"",)"
        R"("rtt":12500000,"change":-5,"ok":false,"data":""})"
        "\n";
    BOOST_TEST(lines == expected);
    const auto ledger = formatted(json_sink::make_lines_format(), ledger_schema(), ledger_rows());
    BOOST_TEST(
        ledger.substr(0, ledger.find('\n')) ==
        R"({"stream":"ledger","who":"capture uplink","account":"seen","cause":"","packets":100,"bytes":6000,"rows":0})");
}

BOOST_AUTO_TEST_CASE(strings)
{
    BOOST_TEST(escaped("") == R"("")");
    BOOST_TEST(escaped("plain") == R"("plain")");
    BOOST_TEST(escaped("\"\\/\b\n\r\t") == R"("\"\\/\u0008\n\r\t")");
    BOOST_TEST(escaped(std::string_view("\0\x1f\x7f", 3)) == R"("\u0000\u001f\u007f")");
    BOOST_TEST(escaped("\xc3\xa4\xf0\x9f\x98\x80") == "\"\xc3\xa4\xf0\x9f\x98\x80\"");
    BOOST_TEST(escaped("a\xc3") == "\"a\xef\xbf\xbd\"");
    BOOST_TEST(escaped("\xed\xa0\x80!") == "\"\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd!\"");
}

// Whatever the schema and the bytes in its rows, every line is one JSON object with one member for each column.
BOOST_AUTO_TEST_CASE(any_schema_makes_valid_json)
{
    struct Kind {
        hookline_type type;
        std::uint32_t width;
    };
    static constexpr Kind kKinds[] = {
        {HOOKLINE_BOOL, 1},   {HOOKLINE_U8, 1},     {HOOKLINE_U16, 2},  {HOOKLINE_U32, 4},
        {HOOKLINE_U64, 8},    {HOOKLINE_I64, 8},    {HOOKLINE_F64, 8},  {HOOKLINE_U16_BE, 2},
        {HOOKLINE_U32_BE, 4}, {HOOKLINE_IP, 16},    {HOOKLINE_MAC, 6},  {HOOKLINE_CHARS, 24},
        {HOOKLINE_TEXT, 16},  {HOOKLINE_BYTES, 16}, {HOOKLINE_TIME, 8}, {HOOKLINE_DURATION, 8}};
    static constexpr hookline_name kNames[] = {{0, "no\"thing"}, {1, "\xff\n"}, {300, "large"}};
    std::mt19937_64 random(3);
    for (int round = 0; round < 300; ++round) {
        std::vector<std::string> names;
        std::vector<hookline_column> columns;
        std::uint32_t offset = 0;
        const std::size_t count = 1 + random() % 30;
        for (std::size_t i = 0; i < count; ++i)
            names.push_back("c" + std::to_string(i));
        for (std::size_t i = 0; i < count; ++i) {
            const Kind kind = kKinds[random() % std::size(kKinds)];
            columns.push_back(column(names[i].c_str(), kind.type, HOOKLINE_KEY, offset, kind.width));
            columns.back().flags = random() % 4;
            if (random() % 2 == 0) columns.back().names = kNames, columns.back().name_count = std::size(kNames);
            offset += 24;
        }
        std::string texts;
        for (int i = 0; i < 64; ++i)
            texts.push_back(static_cast<char>(random()));
        std::vector<std::uint64_t> row;
        for (std::uint32_t i = 0; i < offset / 8; ++i)
            row.push_back(random() % 3 == 0 ? random() : random() % 3);
        for (const auto& each : columns) {
            if (each.type != HOOKLINE_TEXT && each.type != HOOKLINE_BYTES) continue;
            const hookline_string value{texts.data(), random() % texts.size()};
            std::memcpy(reinterpret_cast<char*>(row.data()) + each.offset, &value, sizeof value);
        }
        const hookline_schema schema = {sizeof(hookline_schema),
                                        HOOKLINE_EVENT,
                                        "any",
                                        "",
                                        1,
                                        offset,
                                        HOOKLINE_NO_PRESENCE,
                                        sizeof(hookline_column),
                                        static_cast<std::uint32_t>(count),
                                        0,
                                        columns.data()};
        hookline_batch batch{};
        batch.schema = &schema;
        batch.rows = row.data();
        batch.row_count = 1;
        batch.stride = offset;
        Text out;
        json_sink::make_lines_format()->add(Batch(&batch), out);
        boost::system::error_code error;
        const auto value = boost::json::parse({out.view().data(), out.size()}, error);
        BOOST_REQUIRE_MESSAGE(!error, error.message() << " in " << out.view());
        BOOST_REQUIRE_EQUAL(value.as_object().size(), count + 1);
    }
}

BOOST_AUTO_TEST_CASE(array_reads_back)
{
    const auto value = boost::json::parse(array(protocol_rows()));
    std::uint64_t packets = 0;
    for (const auto& row : value.as_array())
        packets += row.at("packets").to_number<std::uint64_t>();
    BOOST_TEST(packets == 58u);
}
