// SPDX-License-Identifier: MIT
// `top` and `row_limit`: what has no row of its own is in the `other` row.
#include <boost/test/unit_test.hpp>

#include <algorithm>

#include "sample.hpp"

using namespace hookline;
using sample::add;
using sample::make_table;
using sample::report;
using sample::tcp;

namespace {

void add_flows(record::Table& table, std::uint16_t count)
{
    for (std::uint16_t i = 0; i < count; ++i)
        add(table, tcp().ports(i, 80).traffic(1, i).tcp_flags(1).times(100 - i, 100 + i));
}

}  // namespace

BOOST_AUTO_TEST_SUITE(fold)

BOOST_AUTO_TEST_CASE(top_leaves_an_other_row)
{
    const auto table = make_table({.top = 2});
    add_flows(*table, 10);
    const auto got = report(*table);
    BOOST_REQUIRE(got.size() == 3u);
    BOOST_TEST(got.integer(0, "src_port") == 9u);
    BOOST_TEST(got.integer(1, "src_port") == 8u);
    BOOST_TEST(got.integer(0, "other") == 0u);
    BOOST_TEST(got.has(0, "other"));
    BOOST_TEST(got.integer(2, "other") == 1u);
    BOOST_TEST(got.integer(2, "packets") == 8u);
    BOOST_TEST(got.integer(2, "bytes") == 28u);
    BOOST_TEST(got.integer(2, "tcp_flags") == 1u);
    BOOST_TEST(got.has(2, "tcp_flags"));
    BOOST_TEST(got.integer(2, "first") == 93u);
    BOOST_TEST(got.integer(2, "last") == 107u);
    for (const char* key : {"src_addr", "src_port", "interface"})
        BOOST_TEST(!got.has(2, key));
    BOOST_TEST(got.integer(2, "proto") == 6u);  // they have it in common
    BOOST_TEST(got.text(2, "interface") == "");
    BOOST_TEST(table->folded_rows() == 0u);
    BOOST_TEST(report(*table).size() == 3u);  // a report changes nothing
    BOOST_TEST(report(*table).sum("bytes") == 45u);
}

BOOST_AUTO_TEST_CASE(other_rows_say_what_all_have_in_common)
{
    for (const bool all_tcp : {true, false}) {
        const auto table = make_table({.top = 0});
        add_flows(*table, 5);
        if (!all_tcp) add(*table, tcp().proto(17).ports(1, 2).traffic(1, 1));
        add_flows(*table, 5);
        const auto got = report(*table);
        BOOST_REQUIRE(got.size() == 1u);
        BOOST_TEST(got.has(0, "proto") == all_tcp);
        if (all_tcp) BOOST_TEST(got.integer(0, "proto") == 6u);
    }
}

BOOST_AUTO_TEST_CASE(top_of_nothing_and_of_all)
{
    const auto none = make_table({.top = 0});
    add_flows(*none, 10);
    BOOST_REQUIRE(report(*none).size() == 1u);
    BOOST_TEST(report(*none).integer(0, "other") == 1u);
    BOOST_TEST(report(*none).integer(0, "bytes") == 45u);
    const auto all = make_table({.top = 10});
    add_flows(*all, 10);
    BOOST_TEST(report(*all).size() == 10u);
}

BOOST_AUTO_TEST_CASE(past_the_row_limit_the_smallest_go)
{
    const auto table = make_table({.row_limit = 16});
    add_flows(*table, 100);
    const auto got = report(*table);
    BOOST_TEST(table->size() <= 16u);
    BOOST_TEST(table->size() >= 14u);
    BOOST_TEST(table->folded_rows() == 100 - table->size());
    BOOST_REQUIRE(got.size() == table->size() + 1);
    BOOST_TEST(got.integer(0, "src_port") == 99u);
    BOOST_TEST(got.integer(got.size() - 1, "other") == 1u);
    BOOST_TEST(got.sum("bytes") == 4950u);
    BOOST_TEST(got.sum("packets") == 100u);
}

BOOST_AUTO_TEST_CASE(a_folded_flow_comes_back_as_a_new_row)
{
    const auto table = make_table({.row_limit = 1});
    add(*table, tcp().ports(1, 1));
    add(*table, tcp().ports(2, 2));
    add(*table, tcp().ports(1, 1));
    const auto got = report(*table, 0, 1, true);
    BOOST_REQUIRE(got.size() == 2u);
    BOOST_TEST(got.integer(0, "src_port") == 1u);
    BOOST_TEST(got.integer(0, "packets") == 1u);
    BOOST_TEST(got.integer(1, "packets") == 2u);
    BOOST_TEST(table->folded_rows() == 2u);
}

BOOST_AUTO_TEST_CASE(heavy_flows_keep_their_rows_in_a_flood)
{
    const auto table = make_table({.row_limit = 1000});
    for (std::uint32_t i = 1; i <= 50'000; ++i) {
        if (i % 100 == 0) add(*table, tcp().traffic(10, 10'000));
        auto flow = tcp().traffic(1, 60);
        std::copy_n(reinterpret_cast<const std::uint8_t*>(&i), sizeof i, flow.row.src_addr);
        add(*table, flow);
    }
    const auto got = report(*table);
    BOOST_TEST(got.integer(0, "packets") == 5000u);
    BOOST_TEST(got.sum("packets") == 55'000u);
    BOOST_TEST(table->size() <= 1000u);
}

// Labels that change with every row must not pile up.
BOOST_AUTO_TEST_CASE(texts_are_bounded_with_the_rows)
{
    const auto table = make_table({.row_limit = 100});
    const std::string padding(4000, 'x');
    for (int i = 0; i < 20'000; ++i)
        add(*table, tcp().interface(padding + std::to_string(i)));
    const auto got = report(*table);
    BOOST_TEST(got.sum("packets") == 20'000u);
    BOOST_TEST(got.text(0, "interface").substr(0, 4000) == padding);
    // Long texts take the room of many rows: more is folded than the limit alone asks for.
    const auto few = make_table({.row_limit = 10'000});
    const std::string wide(60'000, 'y');
    for (int i = 0; i < 200; ++i)
        add(*few, tcp().interface(wide + std::to_string(i)));
    BOOST_TEST(few->size() < 100u);
    BOOST_TEST(report(*few, 0, 1, true).sum("packets") == 200u);
}

BOOST_AUTO_TEST_CASE(batches_carry_the_report_flags)
{
    const auto table = make_table({.name = "pipe"});
    const auto empty = report(*table, 5, 6);
    BOOST_REQUIRE(empty.batches.size() == 1u);
    BOOST_TEST(empty.batches[0]->size() == 0u);
    BOOST_TEST(empty.batches[0]->view().flags == (HOOKLINE_REPORT_BEGIN | HOOKLINE_REPORT_END));
    add_flows(*table, 2500);
    for (const bool last : {false, true}) {
        const auto got = report(*table, 5, 6, last);
        BOOST_TEST(got.size() == 2500u);
        BOOST_REQUIRE(got.batches.size() == 3u);
        const std::uint32_t final_flag = last ? HOOKLINE_REPORT_FINAL : 0;
        BOOST_TEST(got.batches[0]->view().flags == (HOOKLINE_REPORT_BEGIN | final_flag));
        BOOST_TEST(got.batches[1]->view().flags == final_flag);
        BOOST_TEST(got.batches[2]->view().flags == (HOOKLINE_REPORT_END | final_flag));
        BOOST_TEST(got.batches[2]->view().source == std::string("pipe"));
        BOOST_TEST(got.batches[2]->view().begin_ns == 5);
        BOOST_TEST(got.batches[2]->view().end_ns == 6);
        BOOST_TEST(got.batches[2]->view().schema == table->output()->abi());
        for (std::size_t i = 0; i < got.size(); ++i)
            BOOST_REQUIRE(got.integer(i, "bytes") == 2499 - i);
    }
}

BOOST_AUTO_TEST_CASE(rows_outlive_the_table)
{
    auto table = make_table({});
    add(*table, tcp().interface(std::string("a-name-that-is-interned")));
    const auto live = report(*table);
    const auto last = report(*table, 0, 1, true);
    table.reset();
    BOOST_TEST(live.text(0, "interface") == "a-name-that-is-interned");
    BOOST_TEST(last.text(0, "interface") == "a-name-that-is-interned");
}

BOOST_AUTO_TEST_SUITE_END()
