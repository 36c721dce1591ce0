// SPDX-License-Identifier: MIT
// `where`: every type of column, every form of value, every complaint.
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include <cstring>
#include <ostream>

#include "record/filter.hpp"
#include "record/table.hpp"
#include "sample.hpp"

using namespace hookline;
using config::Scalar;
using sample::column;

namespace {

record::SchemaPtr schema()
{
    static const auto made = [] {
        auto proto = column("proto", HOOKLINE_U16, HOOKLINE_KEY);
        proto.names = {{6, "TCP"}, {58, "IPv6-ICMP"}, {0x88cc, "LLDP"}};
        auto marks = column("marks", HOOKLINE_U8, HOOKLINE_KEY);
        marks.names = {{1, "fragment"}, {2, "cut"}};
        marks.column.flags = HOOKLINE_COLUMN_BITMASK;
        return *record::Schema::make(
            HOOKLINE_EVENT, "mixed", "",
            {proto, marks, column("port_be", HOOKLINE_U16_BE, HOOKLINE_KEY),
             column("big", HOOKLINE_U64, HOOKLINE_GAUGE), column("level", HOOKLINE_I64, HOOKLINE_GAUGE),
             column("ratio", HOOKLINE_F64, HOOKLINE_GAUGE), column("on", HOOKLINE_BOOL, HOOKLINE_LABEL),
             column("addr", HOOKLINE_IP, HOOKLINE_KEY), column("mac", HOOKLINE_MAC, HOOKLINE_KEY),
             column("comm", HOOKLINE_CHARS, HOOKLINE_LABEL), column("name", HOOKLINE_TEXT, HOOKLINE_LABEL)});
    }();
    return made;
}

// A row of that schema, filled by name.
class Sample {
public:
    template <class T>
    Sample& set(const char* name, const T& value)
    {
        const auto& column = *schema()->find(name);
        std::memcpy(bytes() + column.offset, &value, sizeof value);
        words_[0] |= std::uint64_t{1} << column.presence_bit;
        return *this;
    }
    [[nodiscard]] Row row() const { return {*schema()->abi(), words_}; }

private:
    char* bytes() { return reinterpret_cast<char*>(words_); }
    std::uint64_t words_[32] = {};
};

Sample make_sample()
{
    const auto flow = sample::Flow{}.src("10.1.2.3");
    std::array<char, 8> comm = {'i', 'p', 'e', 'r', 'f', '3'};
    std::array<unsigned char, 16> addr{};
    std::memcpy(addr.data(), flow.row.src_addr, 16);
    return Sample{}
        .set("proto", std::uint16_t{6})
        .set("marks", std::uint8_t{3})
        .set("port_be", std::array<unsigned char, 2>{0x01, 0xbb})  // 443
        .set("big", ~std::uint64_t{0})
        .set("level", std::int64_t{-5})
        .set("ratio", 0.75)
        .set("on", std::uint8_t{1})
        .set("addr", addr)
        .set("mac", std::array<unsigned char, 6>{2, 0, 0x5e, 0x10, 0, 0xff})
        .set("comm", comm)
        .set("name", hookline_string{"eth0", 4});
}

struct Case {
    const char* column;
    Scalar value;
    bool matches;
};
std::ostream& operator<<(std::ostream& out, const Case& tried)
{
    out << tried.column << " = ";
    std::visit([&](const auto& value) { out << value; }, tried.value);
    return out;
}

const Case kCases[] = {
    {"proto", std::int64_t{6}, true},
    {"proto", std::int64_t{7}, false},
    {"proto", "tcp", true},
    {"proto", "TCP", true},
    {"proto", "ipv6-icmp", false},
    {"proto", "lldp", false},
    {"proto", "5-7", true},
    {"proto", "6-6", true},
    {"proto", "7-65535", false},
    {"proto", "6", true},
    {"proto", "0x6", true},
    {"proto", "0x88cc", false},
    {"marks", "fragment", true},
    {"marks", "CUT", true},
    {"marks", std::int64_t{1}, false},  // a number is the whole value
    {"marks", std::int64_t{3}, true},
    {"port_be", std::int64_t{443}, true},
    {"port_be", "400-500", true},
    {"port_be", std::int64_t{47873}, false},
    {"big", std::int64_t{5}, false},
    {"big", "18446744073709551615", true},
    {"level", std::int64_t{-5}, true},
    {"level", std::int64_t{5}, false},
    {"level", "0-9223372036854775807", false},
    {"ratio", 0.75, true},
    {"ratio", 0.5, false},
    {"ratio", "0.5-1", true},
    {"ratio", "-1-0.5", false},
    {"ratio", std::int64_t{1}, false},
    {"on", true, true},
    {"on", false, false},
    {"addr", "10.1.2.3", true},
    {"addr", "10.1.2.4", false},
    {"addr", "::ffff:10.1.2.3", true},
    {"addr", "10.0.0.0/8", true},
    {"addr", "10.1.2.2/31", true},
    {"addr", "10.1.2.0/31", false},
    {"addr", "11.0.0.0/8", false},
    {"addr", "0.0.0.0/0", true},
    {"addr", "::/0", true},
    {"addr", "::ffff:0:0/96", true},
    {"addr", "2001:db8::/32", false},
    {"mac", "02:00:5e:10:00:ff", true},
    {"mac", "02:00:5E:10:00:FF", true},
    {"mac", "02:00:5e:10:00:fe", false},
    {"comm", "iperf3", true},
    {"comm", "iperf", false},
    {"comm", "iperf*", true},
    {"comm", "[a-h]*", false},
    {"name", "eth0", true},
    {"name", "eth?", true},
    {"name", "wlan*", false},
};

struct Wrong {
    const char* column;
    Scalar value;
    const char* expected;
};
std::ostream& operator<<(std::ostream& out, const Wrong& wrong)
{
    return out << wrong.column << ": " << wrong.expected;
}

const Wrong kWrong[] = {
    {"prto", std::int64_t{1}, "\"mixed\" has no column \"prto\" (did you mean \"proto\"?)"},
    {"proto", "tpc", "\"tpc\" is no number, no range like \"1000-2000\", no name of a value (did you mean \"TCP\"?)"},
    {"proto", std::int64_t{65'536}, "65536 is more than the column can hold (u16)"},
    {"proto", std::int64_t{-1}, "-1 is negative"},
    {"proto", "1-70000", "70000 is more"},
    {"proto", "9-3", "\"9-3\" is no number"},
    {"proto", "", "\"\" is no number"},
    {"proto", "6x", "\"6x\" is no number"},
    {"proto", "0x", "\"0x\" is no number"},
    {"proto", true, "must be an integer"},
    {"proto", 1.5, "must be an integer"},
    {"big", "18446744073709551616", "is no number"},
    {"on", "yes", "must be true or false"},
    {"ratio", "low", "must be a number or a range"},
    {"ratio", true, "must be a number or a range"},
    {"addr", "10.0.0.256", "\"10.0.0.256\" is no address"},
    {"addr", "10.0.0.0/33", "is no address or prefix"},
    {"addr", "10.0.0.0/", "is no address or prefix"},
    {"addr", "10.0.0.0/8x", "is no address or prefix"},
    {"addr", "::/129", "is no address or prefix"},
    {"addr", std::int64_t{1}, "must be a string"},
    {"mac", "02:00:5e:10:00", "is no MAC address"},
    {"mac", "02:00:5e:10:00:fg", "is no MAC address"},
    {"mac", "02:00:5e:10:00:ff:", "is no MAC address"},
    {"mac", "020:0:5e:10:00:ff", "is no MAC address"},
    {"name", std::int64_t{1}, "must be a string"},
};

}  // namespace

BOOST_AUTO_TEST_SUITE(filter)

BOOST_DATA_TEST_CASE(a_value_matches_or_not, boost::unit_test::data::make(kCases), tried)
{
    config::Complaints complaints;
    const auto filter = record::Filter::compile(*schema(), {{tried.column, {tried.value}, {}}}, complaints);
    BOOST_REQUIRE_MESSAGE(complaints.empty(), (complaints.empty() ? "" : complaints.front().text));
    BOOST_TEST(filter.matches(make_sample().row()) == tried.matches);
    BOOST_TEST(!filter.matches(Sample{}.row()), "absent values never match");
}

BOOST_DATA_TEST_CASE(a_wrong_value_is_complained_about, boost::unit_test::data::make(kWrong), wrong)
{
    config::Complaints complaints;
    const config::Place place{"file", 3, 4};
    record::Filter::compile(*schema(), {{wrong.column, {wrong.value}, place}}, complaints);
    BOOST_REQUIRE(complaints.size() == 1u);
    BOOST_TEST(complaints[0].text.find(wrong.expected) != std::string::npos, complaints[0].text);
    BOOST_TEST(complaints[0].place.line == 3u);
}

BOOST_AUTO_TEST_CASE(one_of_the_values_of_every_condition)
{
    config::Complaints complaints;
    const auto compile = [&](std::vector<config::Condition> where) {
        return record::Filter::compile(*schema(), where, complaints);
    };
    const auto row = make_sample();
    const config::Condition ports{"port_be", {std::int64_t{80}, std::int64_t{443}}, {}};
    BOOST_TEST(compile({ports}).matches(row.row()));
    BOOST_TEST(compile({ports, {"proto", {"tcp"}, {}}}).matches(row.row()));
    BOOST_TEST(!compile({ports, {"proto", {std::int64_t{17}}, {}}}).matches(row.row()));
    BOOST_TEST(compile({}).matches_all());
    BOOST_TEST(compile({}).matches(Sample{}.row()));
    BOOST_TEST(!compile({ports}).matches_all());
    BOOST_TEST(complaints.empty());
}

BOOST_AUTO_TEST_CASE(all_complaints_at_once)
{
    config::Complaints complaints;
    record::Filter::compile(*schema(), {{"x", {true}, {}}, {"proto", {"a", "b"}, {}}, {"on", {true}, {}}}, complaints);
    BOOST_TEST(complaints.size() == 3u);
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_CASE(sums_of_a_table_stream_cannot_be_compared)
{
    auto packets = column("packets", HOOKLINE_U64, HOOKLINE_COUNTER);
    packets.column.merge = HOOKLINE_MERGE_SUM;
    const auto table =
        *record::Schema::make(HOOKLINE_TABLE, "table", "", {column("proto", HOOKLINE_U16, HOOKLINE_KEY), packets});
    config::Complaints complaints;
    record::Filter::compile(*table, {{"proto", {Scalar{std::int64_t{6}}}, {}}}, complaints);
    BOOST_TEST(complaints.empty());
    record::Filter::compile(*table, {{"packets", {Scalar{std::int64_t{5}}}, {}}}, complaints);
    BOOST_REQUIRE(complaints.size() == 1U);
    BOOST_TEST(complaints[0].text.find("packets is added up") != std::string::npos);
}
