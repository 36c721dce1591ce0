// SPDX-License-Identifier: MIT
// Tables over several captures and over different streams.
#include <boost/test/unit_test.hpp>

#include "sample.hpp"

using namespace hookline;
using sample::add;
using sample::column;
using sample::make_table;
using sample::report;
using sample::tcp;

BOOST_AUTO_TEST_SUITE(table_inputs)

BOOST_AUTO_TEST_CASE(captures_stay_apart_unless_grouped)
{
    const auto apart = make_table({}, 2);
    const auto merged = make_table({.group_by = {"src_addr"}}, 2);
    const auto grouped = make_table({.group_by = {"capture"}}, 2);
    for (const auto& table : {apart.get(), merged.get(), grouped.get()}) {
        add(*table, tcp(), 0);
        add(*table, tcp(), 1);
        add(*table, tcp().src("10.0.0.7"), 1);
    }
    const auto got = report(*apart);
    BOOST_REQUIRE(got.size() == 3u);
    BOOST_TEST(got.text(0, "capture") == "c0");
    BOOST_TEST(got.text(1, "capture") == "c1");
    BOOST_TEST(report(*merged).size() == 2u);
    BOOST_TEST(report(*grouped).size() == 2u);
    BOOST_TEST(report(*grouped).integer(0, "packets") == 2u);
}

BOOST_AUTO_TEST_CASE(the_union_of_different_streams)
{
    const auto made = record::Schema::make(HOOKLINE_TABLE, "calls", "",
                                           {column("proto", HOOKLINE_U16, HOOKLINE_KEY),
                                            column("calls", HOOKLINE_U8, HOOKLINE_COUNTER, HOOKLINE_MERGE_SUM)});
    const auto calls = *made;
    config::Complaints complaints;
    const auto table = record::Table::make({{sample::flow_schema(), "f"}, {calls, "k"}}, {}, complaints);
    BOOST_REQUIRE(table);
    BOOST_TEST(table->output()->abi()->name == std::string("merged"));
    std::uint64_t row[2] = {0b11, 0};
    reinterpret_cast<std::uint8_t*>(row)[calls->find("proto")->offset] = 6;
    reinterpret_cast<std::uint8_t*>(row)[calls->find("calls")->offset] = 200;
    table->add(1, Row(*calls->abi(), row));
    table->add(1, Row(*calls->abi(), row));
    add(*table, tcp(), 0);
    const auto got = report(*table);
    BOOST_REQUIRE(got.size() == 2u);
    BOOST_TEST(got.integer(0, "bytes") == 100u);
    BOOST_TEST(!got.has(0, "calls"));
    BOOST_TEST(got.integer(1, "calls") == 400u);
    BOOST_TEST(!got.has(1, "bytes"));
    BOOST_TEST(got.number(1, "bitrate") == 0);
    BOOST_TEST(got.text(1, "capture") == "k");
}

BOOST_AUTO_TEST_SUITE_END()
