// SPDX-License-Identifier: MIT
// What the table adds up, and what its rows look like.
#include <boost/test/unit_test.hpp>

#include <cstring>

#include "sample.hpp"

using namespace hookline;
using sample::add;
using sample::column;
using sample::make_table;
using sample::report;
using sample::tcp;

namespace {

hookline_string to_abi(std::string_view text)
{
    return {text.data(), text.size()};
}

// A schema with a column for each way to merge, every row with all values.
struct Every {
    std::uint64_t present = 0xff;
    std::uint32_t key = 1;
    std::uint8_t flags = 0;
    std::uint32_t packets = 0;  // 32 bits: must not overflow when summed
    std::int64_t level = 0;
    double highest = 0;
    std::int64_t lowest = 0;
    hookline_string first{};
    hookline_string last{};
};

record::SchemaPtr every_schema()
{
    const auto at = [](record::Schema::Draft draft, std::size_t offset, std::uint32_t bit) {
        auto column = draft.column;
        column.offset = static_cast<std::uint32_t>(offset);
        column.presence_bit = column.id = bit;
        column.help = "";
        return column;
    };
    hookline_column columns[] = {
        at(column("", HOOKLINE_U32_BE, HOOKLINE_KEY), offsetof(Every, key), 0),
        at(column("", HOOKLINE_U8, HOOKLINE_LABEL, HOOKLINE_MERGE_OR), offsetof(Every, flags), 1),
        at(column("", HOOKLINE_U32, HOOKLINE_COUNTER, HOOKLINE_MERGE_SUM), offsetof(Every, packets), 2),
        at(column("", HOOKLINE_I64, HOOKLINE_GAUGE, HOOKLINE_MERGE_SUM), offsetof(Every, level), 3),
        at(column("", HOOKLINE_F64, HOOKLINE_GAUGE, HOOKLINE_MERGE_MAX), offsetof(Every, highest), 4),
        at(column("", HOOKLINE_I64, HOOKLINE_GAUGE, HOOKLINE_MERGE_MIN), offsetof(Every, lowest), 5),
        at(column("", HOOKLINE_TEXT, HOOKLINE_LABEL, HOOKLINE_MERGE_FIRST), offsetof(Every, first), 6),
        at(column("", HOOKLINE_TEXT, HOOKLINE_LABEL, HOOKLINE_MERGE_LAST), offsetof(Every, last), 7),
    };
    const char* names[] = {"key", "flags", "packets", "level", "highest", "lowest", "first", "last"};
    constexpr std::uint32_t widths[] = {4, 1, 4, 8, 8, 8, 16, 16};
    for (std::size_t i = 0; i < 8; ++i)
        columns[i].name = names[i], columns[i].width = widths[i];
    const hookline_schema schema = {
        sizeof schema, HOOKLINE_TABLE, "every", "", 1, sizeof(Every), 0, sizeof(hookline_column), 8, 0, columns};
    return *record::Schema::copy_of(schema);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(table)

BOOST_AUTO_TEST_CASE(each_way_to_merge)
{
    const auto schema = every_schema();
    config::Complaints complaints;
    const auto table = record::Table::make({{schema, "c"}}, {}, complaints);
    BOOST_REQUIRE(table);
    const std::string one = "one", two = "two";
    Every a{.key = 0x01000000,
            .flags = 1,
            .packets = 0xffffffffu,
            .level = -3,
            .highest = 0.5,
            .lowest = -1,
            .first = to_abi(one),
            .last = to_abi(one)};
    Every b{.key = 0x01000000,
            .flags = 6,
            .packets = 2,
            .level = 1,
            .highest = -7,
            .lowest = -2,
            .first = to_abi(two),
            .last = to_abi(two)};
    table->add(0, Row(*schema->abi(), &a));
    table->add(0, Row(*schema->abi(), &b));
    const auto got = report(*table);
    BOOST_REQUIRE(got.size() == 1u);
    BOOST_TEST(got.integer(0, "key") == 1u);  // big-endian in the input, the host's order in the output
    BOOST_TEST(got.integer(0, "flags") == 7u);
    BOOST_TEST(got.integer(0, "packets") == 0x100000001u);
    BOOST_TEST(got.number(0, "level") == -2);
    BOOST_TEST(got.number(0, "highest") == 0.5);
    BOOST_TEST(got.number(0, "lowest") == -2);
    BOOST_TEST(got.text(0, "first") == "one");
    BOOST_TEST(got.text(0, "last") == "two");
    BOOST_TEST(got.column("packets").type == HOOKLINE_U64);
}

BOOST_AUTO_TEST_CASE(a_value_that_comes_later_is_taken)
{
    const auto schema = every_schema();
    config::Complaints complaints;
    const auto table = record::Table::make({{schema, "c"}}, {}, complaints);
    Every a{.present = 0b1, .lowest = -100};
    Every b{.lowest = 5};
    for (const auto* row : {&a, &b, &a})
        table->add(0, Row(*schema->abi(), row));
    const auto got = report(*table);
    BOOST_REQUIRE(got.size() == 1u);
    BOOST_TEST(got.number(0, "lowest") == 5);
    BOOST_TEST(got.has(0, "packets"));
}

BOOST_AUTO_TEST_CASE(flows_add_up)
{
    const auto table = make_table({});
    add(*table, tcp().traffic(2, 300).tcp_flags(2).times(50, 60));
    add(*table, tcp().traffic(1, 40).tcp_flags(16).times(40, 55));
    add(*table, tcp().ports(1000, 443));
    const auto got = report(*table);
    BOOST_REQUIRE(got.size() == 2u);
    BOOST_TEST(got.integer(0, "packets") == 3u);
    BOOST_TEST(got.integer(0, "bytes") == 340u);
    BOOST_TEST(got.integer(0, "tcp_flags") == 18u);
    BOOST_TEST(got.integer(0, "first") == 40u);
    BOOST_TEST(got.integer(0, "last") == 60u);
    BOOST_TEST(got.text(0, "interface") == "eth0");
    BOOST_TEST(got.integer(0, "dst_port") == 80u);
    BOOST_TEST(!got.has(1, "first"));
    BOOST_TEST(got.integer(1, "dst_port") == 443u);
    BOOST_TEST(table->size() == 2u);
}

BOOST_AUTO_TEST_CASE(absent_is_not_zero_and_its_bytes_do_not_count)
{
    const auto table = make_table({});
    auto absent = tcp();
    absent.row.vlan = 7;  // no presence bit
    add(*table, absent);
    absent.row.vlan = 8;
    add(*table, absent);
    auto zero = tcp();
    add(*table, zero.has(HOOKLINE_FLOW_VLAN));
    const auto got = report(*table);
    BOOST_REQUIRE(got.size() == 2u);
    BOOST_TEST(!got.has(0, "vlan"));
    BOOST_TEST(got.integer(0, "vlan") == 0u);
    BOOST_TEST(got.integer(0, "packets") == 2u);
    BOOST_TEST(got.has(1, "vlan"));
}

BOOST_AUTO_TEST_CASE(text_is_compared_by_content_and_kept)
{
    const auto table = make_table({});
    for (int i = 0; i < 100; ++i) {
        const auto name = std::make_unique<std::string>("interface-with-a-long-name-" + std::to_string(i % 10));
        add(*table, tcp().interface(*name));
    }
    auto got = report(*table, 0, 1, true);
    BOOST_REQUIRE(got.size() == 10u);
    BOOST_TEST(got.text(0, "interface") == "interface-with-a-long-name-0");
    BOOST_TEST(got.integer(9, "packets") == 10u);
}

BOOST_AUTO_TEST_CASE(group_by_leaves_other_keys_out)
{
    const auto table = make_table({.group_by = {"dst_addr", "dst_port"}});
    add(*table, tcp().src("10.0.0.9"));
    add(*table, tcp().src("10.0.0.8").ports(5, 80));
    add(*table, tcp().dst("10.0.0.3"));
    BOOST_TEST(table->output()->find("src_addr") == nullptr);
    BOOST_TEST(table->output()->find("proto") == nullptr);
    const auto got = report(*table);
    BOOST_REQUIRE(got.size() == 2u);
    BOOST_TEST(got.integer(0, "bytes") == 200u);
}

BOOST_AUTO_TEST_CASE(columns_stand_in_order_of_use)
{
    std::vector<std::string> names;
    const auto schema = make_table({}, 2)->output();
    for (std::size_t i = 0; i < schema->columns().size(); ++i)
        names.emplace_back(schema->columns()[i].name);
    const std::vector<std::string> front = {"bitrate", "bitrate_now", "bitrate_peak", "packets", "bytes", "proto"};
    BOOST_TEST(std::vector(names.begin(), names.begin() + 6) == front, boost::test_tools::per_element());
    BOOST_TEST(names[names.size() - 2] == "capture");
    BOOST_TEST(names.back() == "other");
    BOOST_TEST(schema->abi()->name == std::string("flow"));
    BOOST_TEST(make_table({})->output()->find("capture") == nullptr);
}

BOOST_AUTO_TEST_CASE(chars_end_at_the_first_nul)
{
    const auto schema = *record::Schema::make(HOOKLINE_TABLE, "t", "", {column("comm", HOOKLINE_CHARS, HOOKLINE_KEY)});
    config::Complaints complaints;
    const auto table = record::Table::make({{schema, "c"}}, {}, complaints);
    for (const char* text : {"abc\0defg", "abc\0\0\0\0\0", "abcdefgh"}) {
        std::uint64_t row[2] = {1, 0};
        std::memcpy(row + 1, text, 8);
        table->add(0, Row(*schema->abi(), row));
    }
    const auto got = report(*table);
    BOOST_REQUIRE(got.size() == 2u);
    BOOST_TEST(got.text(0, "comm") == "abc");
    BOOST_TEST(got.text(1, "comm") == "abcdefgh");
}

BOOST_AUTO_TEST_SUITE_END()
