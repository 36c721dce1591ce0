// SPDX-License-Identifier: MIT
// What a table says about time-outs that do not fit it.
#include <boost/test/unit_test.hpp>

#include "sample.hpp"

using namespace hookline;
using namespace std::chrono_literals;
using sample::column;

namespace {

config::Pipeline with(config::Timeouts timeouts, std::vector<config::ProtoTimeouts> protos = {})
{
    config::Pipeline pipeline{.name = "p", .place = {"file", 3, 1}, .key_places = {{"timeouts", {"file", 9, 1}}}};
    pipeline.timeouts = timeouts;
    pipeline.proto_timeouts = std::move(protos);
    return pipeline;
}

std::vector<std::string> complaints_of(const record::SchemaPtr& schema, const config::Pipeline& pipeline)
{
    config::Complaints complaints;
    const auto table = record::Table::make({{schema, "c"}}, pipeline, complaints);
    BOOST_TEST((table == nullptr) != complaints.empty());
    std::vector<std::string> all;
    for (const auto& complaint : complaints)
        all.push_back(config::to_text(complaint));
    return all;
}

void check(const record::SchemaPtr& schema, const config::Pipeline& pipeline, const std::vector<std::string>& expected)
{
    BOOST_TEST(complaints_of(schema, pipeline) == expected, boost::test_tools::per_element());
}

}  // namespace

BOOST_AUTO_TEST_SUITE(timeouts_make)

BOOST_AUTO_TEST_CASE(protocols)
{
    const config::Timeouts some{.idle = 1s};
    check(
        sample::flow_schema(),
        with({}, {{"tpc", some, {"file", 10, 5}},
                  {"70000", some, {"file", 11, 5}},
                  {"6", some, {"file", 12, 5}},
                  {"Tcp", some, {"file", 13, 5}},
                  {"0-5", some, {"file", 14, 5}},
                  {"4-7", some, {"file", 15, 5}}}),
        {"file:10:5: p: timeouts: \"tpc\" is no number, no range like \"1000-2000\", no name of a value (did you mean "
         "\"TCP\"?)",
         "file:11:5: p: timeouts: 70000 is more than the column can hold (u16)",
         "file:13:5: p: timeouts: \"Tcp\": another entry is of the same protocol",
         "file:15:5: p: timeouts: \"4-7\": another entry is of the same protocol"});
    auto grouped = with({}, {{"tcp", some, {"file", 10, 5}}});
    grouped.group_by = {"src_addr"};
    check(sample::flow_schema(), grouped,
          {"file:10:5: p: timeouts: rows have no \"proto\" to tell protocols apart by"});
}

BOOST_AUTO_TEST_CASE(columns_that_they_go_by)
{
    const auto schema = *record::Schema::make(
        HOOKLINE_TABLE, "calls", "",
        {column("proto", HOOKLINE_U16, HOOKLINE_KEY), column("last", HOOKLINE_U64, HOOKLINE_GAUGE)});
    check(schema, with({.idle = 1s, .active = 2s, .closed = 3s}),
          {"file:9:1: p: timeouts: idle needs a column \"last\", there is none",
           "file:9:1: p: timeouts: active needs a column \"first\", there is none",
           "file:9:1: p: timeouts: closed needs a column \"tcp_flags\", there is none"});
    check(schema, with({.idle = 0s}, {{"17", {.active = 1s}, {}}}),
          {"file:9:1: p: timeouts: active needs a column \"first\", there is none"});
    check(schema, with({.idle = 0s}), {});
}

BOOST_AUTO_TEST_SUITE_END()
