// SPDX-License-Identifier: MIT
// Rows that say `other` already when they come from a capture: networks of a flood.
#include <boost/test/unit_test.hpp>

#include "record/filter.hpp"
#include "sample.hpp"

using namespace hookline;
using sample::add;
using sample::column;
using sample::Flow;
using sample::make_table;
using sample::report;

namespace {

constexpr const char* kNetwork = "198.51.100.0";

Flow host(const char* address)
{
    return Flow{}.proto(17).src(address).ports(1000, 53).traffic(5, 500);
}
Flow network(std::uint64_t packets)
{
    return Flow{}.proto(17).network(kNetwork, 24).traffic(packets, packets * 100);
}

// Of a capture that never folds: no columns `other` and `prefix_length`.
record::SchemaPtr plain_schema()
{
    auto packets = column("packets", HOOKLINE_U64, HOOKLINE_COUNTER, HOOKLINE_MERGE_SUM);
    return *record::Schema::make(
        HOOKLINE_TABLE, "flow", "",
        {packets, column("proto", HOOKLINE_U16, HOOKLINE_KEY), column("src_addr", HOOKLINE_IP, HOOKLINE_KEY)});
}

void add_plain(record::Table& table, std::size_t input, const record::Schema& schema, const Flow& flow)
{
    std::vector<std::uint64_t> row(schema.row_size() / 8);
    auto* bytes = reinterpret_cast<std::byte*>(row.data());
    row[0] = 7;
    std::memcpy(bytes + schema.find("packets")->offset, &flow.row.packets, 8);
    std::memcpy(bytes + schema.find("proto")->offset, &flow.row.proto, 2);
    std::memcpy(bytes + schema.find("src_addr")->offset, flow.row.src_addr, 16);
    table.add(input, Row(*schema.abi(), row.data()));
}

}  // namespace

BOOST_AUTO_TEST_SUITE(other)

BOOST_AUTO_TEST_CASE(one_column_that_is_merged)
{
    const auto table = make_table({});
    const auto columns = table->output()->columns();
    BOOST_TEST(columns[columns.size() - 1].name == std::string("other"));
    for (const auto packets : {3U, 4U})
        add(*table, network(packets));
    add(*table, host("192.0.2.1"));
    const auto got = report(*table);
    BOOST_REQUIRE(got.size() == 2U);
    BOOST_TEST(got.integer(0, "other") == 1U);
    BOOST_TEST(got.integer(0, "packets") == 7U);
    BOOST_TEST(got.integer(0, "proto") == 17U);
    BOOST_TEST(got.integer(0, "prefix_length") == 24U);
    BOOST_TEST(got.integer(1, "other") == 0U);
    BOOST_TEST(!got.has(1, "prefix_length"));
}

// Its first address may be a host's.
BOOST_AUTO_TEST_CASE(a_network_is_no_host)
{
    for (const std::vector<std::string>& group_by : std::vector<std::vector<std::string>>{{}, {"src_addr"}}) {
        const auto table = make_table({.group_by = group_by});
        add(*table, network(9));
        add(*table, host(kNetwork));
        const auto got = report(*table);
        BOOST_REQUIRE(got.size() == 2U);
        BOOST_TEST(got.integer(0, "other") == 1U);
        BOOST_TEST(got.integer(0, "packets") == 9U);
        BOOST_TEST(got.integer(1, "other") == 0U);
        BOOST_TEST(got.integer(1, "packets") == 5U);
    }
    BOOST_TEST(make_table({.group_by = {"proto"}})->output()->find("prefix_length") == nullptr);
}

BOOST_AUTO_TEST_CASE(a_group_with_such_a_row_says_so)
{
    const auto table = make_table({.group_by = {"proto"}});
    add(*table, host("192.0.2.1"));
    add(*table, host("192.0.2.1").proto(6));
    BOOST_TEST(report(*table).sum("other") == 0U);
    add(*table, network(1));
    add(*table, host("192.0.2.2"));  // nothing takes it back
    const auto got = report(*table);
    BOOST_REQUIRE(got.size() == 2U);
    BOOST_TEST(got.integer(0, "packets") == 11U);
    BOOST_TEST(got.integer(0, "other") == 1U);
    BOOST_TEST(got.integer(1, "other") == 0U);
}

BOOST_AUTO_TEST_CASE(top_and_folding_take_it_like_any_row)
{
    const auto top = make_table({.top = 1});
    const auto folded = make_table({.row_limit = 1});
    for (auto* table : {top.get(), folded.get()}) {
        add(*table, network(2));
        add(*table, host("192.0.2.1"));
        const auto got = report(*table);
        BOOST_REQUIRE(got.size() == 2U);
        BOOST_TEST(got.integer(0, "other") == 0U);
        BOOST_TEST(got.integer(1, "other") == 1U);
        BOOST_TEST(got.integer(1, "packets") == 2U);
        BOOST_TEST(!got.has(1, "prefix_length"));
        BOOST_TEST(!got.has(1, "src_addr"));
    }
}

BOOST_AUTO_TEST_CASE(only_some_captures_have_it)
{
    const auto plain = plain_schema();
    config::Complaints complaints;
    const config::Pipeline pipeline{.group_by = {"proto", "src_addr"}, .sort_by = "packets"};
    for (const bool plain_first : {true, false}) {
        std::vector<record::Input> inputs = {{sample::flow_schema(), "f"}, {plain, "p"}};
        if (plain_first) std::swap(inputs[0], inputs[1]);
        const auto table = record::Table::make(inputs, pipeline, complaints);
        BOOST_REQUIRE(table);
        add_plain(*table, plain_first ? 0 : 1, *plain, host(kNetwork));
        add(*table, network(9), plain_first ? 1 : 0);
        add(*table, host(kNetwork), plain_first ? 1 : 0);
        const auto got = report(*table);
        BOOST_REQUIRE(got.size() == 2U);
        BOOST_TEST(got.integer(0, "packets") == 10U);
        BOOST_TEST(got.has(0, "other"));
        BOOST_TEST(got.integer(0, "other") == 0U);
        BOOST_TEST(got.integer(1, "other") == 1U);
    }
}

BOOST_AUTO_TEST_CASE(where_may_ask_for_it)
{
    config::Complaints complaints;
    const auto filter = record::Filter::compile(*sample::flow_schema(), {{"other", {true}, {}}}, complaints);
    BOOST_TEST(complaints.empty());
    const auto flood = network(1);
    const auto flow = host(kNetwork);
    BOOST_TEST(filter.matches(Row(*sample::flow_schema()->abi(), &flood.row)));
    BOOST_TEST(!filter.matches(Row(*sample::flow_schema()->abi(), &flow.row)));
}

BOOST_AUTO_TEST_SUITE_END()
