// SPDX-License-Identifier: MIT
// The table sink shows the host's names in place of what they name.
#include <boost/test/unit_test.hpp>

#include <hookline/plugin.hpp>

#include "printer.hpp"

using namespace hookline;
using namespace hookline::test;

namespace {

struct NamedRow {
    ReportRow report;
    hookline_string src_name;
    hookline_string dst_service;
    hookline_string icmp_type_name;
    hookline_string interface_alias;
};
constexpr std::uint32_t kFirstBit = 56;

// As the host appends them: text, labels, with bits of their own.
const hookline_schema& named_schema()
{
    static const auto columns = [] {
        const Columns base(report_schema());
        std::vector<hookline_column> all;
        for (std::size_t i = 0; i < base.size(); ++i)
            all.push_back(base[i]);
        std::uint32_t bit = kFirstBit;
        const auto add = [&](const char* name, std::size_t offset) {
            all.push_back(column(name, HOOKLINE_TEXT, HOOKLINE_LABEL, offset, sizeof(hookline_string), bit++));
        };
        add("src_name", offsetof(NamedRow, src_name));
        add("dst_service", offsetof(NamedRow, dst_service));
        add("icmp_type_name", offsetof(NamedRow, icmp_type_name));
        add("interface_alias", offsetof(NamedRow, interface_alias));
        return all;
    }();
    static const hookline_schema schema = [] {
        hookline_schema made = report_schema();
        made.row_size = sizeof(NamedRow);
        made.column_count = static_cast<std::uint32_t>(columns.size());
        made.columns = columns.data();
        return made;
    }();
    return schema;
}

// Empty: no such name.
NamedRow named(const ReportRow& report, const std::vector<std::string_view>& names)
{
    NamedRow row{.report = report};
    hookline_string* const texts[] = {&row.src_name, &row.dst_service, &row.icmp_type_name, &row.interface_alias};
    for (std::size_t i = 0; i < names.size(); ++i) {
        if (names[i].empty()) continue;
        *texts[i] = to_abi(names[i]);
        row.report.flow.present |= std::uint64_t{1} << (kFirstBit + i);
    }
    return row;
}

}  // namespace

BOOST_AUTO_TEST_CASE(names_stand_where_numbers_would)
{
    Printer printer;
    const std::vector<NamedRow> rows = {
        named(FlowRow(6).from("2001:db8::1", 1234).to("10.0.0.2", 443).counts(1, 60, 480),
              {"client.example.org", "https", "", "uplink"}),
        named(FlowRow(6).from("2001:db8::2", 1234).to("10.0.0.2", 5000).counts(1, 60, 480), {}),
        named(FlowRow(17).from("10.0.0.1", 1234).to("2001:db8::3", 53).counts(1, 60, 480), {"", "domain"}),
    };
    BOOST_TEST(printer.print(named_schema(), rows) == R"(
     BITRATE  PACKETS  BYTES  PROTO  SRC                      DST                   INTERFACE_ALIAS
480.00 bit/s        1   60 B  TCP    client.example.org:1234  10.0.0.2:https        uplink
480.00 bit/s        1   60 B  TCP    [2001:db8::2]:1234       10.0.0.2:5000
480.00 bit/s        1   60 B  UDP    10.0.0.1:1234            [2001:db8::3]:domain
total: 3 rows, 3 packets, 180 B
)");
}

BOOST_AUTO_TEST_CASE(names_cannot_drive_the_terminal)
{
    Printer printer;
    const std::vector<NamedRow> rows = {
        named(FlowRow(6).from("10.0.0.1", 1).to("10.0.0.2", 2).counts(1, 60, 480), {"a\x1b[2J", "b\n"})};
    const auto text = printer.print(named_schema(), rows);
    BOOST_TEST(text.find("a\\x1b[2J:1  10.0.0.2:b\\x0a") != std::string::npos, text);
}
