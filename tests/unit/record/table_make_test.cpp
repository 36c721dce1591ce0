// SPDX-License-Identifier: MIT
// What Table::make() complains about.
#include <boost/test/unit_test.hpp>

#include "record/table_schema.hpp"
#include "sample.hpp"

using namespace hookline;
using record::Input;
using record::Schema;
using sample::column;
using sample::first_complaint;

namespace {

Input input_of(std::vector<Schema::Draft> columns, hookline_stream_kind kind = HOOKLINE_TABLE)
{
    return {*Schema::make(kind, "t", "", std::move(columns)), "k"};
}

Input flows()
{
    return {sample::flow_schema(), "f"};
}

}  // namespace

BOOST_AUTO_TEST_SUITE(table_make)

BOOST_AUTO_TEST_CASE(unknown_and_unfit_columns)
{
    const auto with_group = [](const char* name) {
        return first_complaint({flows()}, {.name = "web", .group_by = {name}});
    };
    BOOST_TEST(with_group("dst_adr") == "web: group_by: no column \"dst_adr\" (did you mean \"dst_addr\"?)");
    BOOST_TEST(with_group("bytes") == "web: group_by: \"bytes\" is neither a key nor a label");
    BOOST_TEST(with_group("capture") == "web: group_by: no column \"capture\"");  // there is only one
    const auto with_sort = [](const char* name) {
        return first_complaint({flows()}, {.name = "web", .sort_by = name});
    };
    BOOST_TEST(with_sort("packet") == "web: sort_by: no column \"packet\" (did you mean \"packets\"?)");
    BOOST_TEST(with_sort("src_addr") == "web: sort_by: column \"src_addr\" is no number");
    for (const char* name : {"packets", "bitrate", "bitrate_now", "bitrate_peak", "dst_port", "last", "bytes"})
        BOOST_TEST(with_sort(name) == "");
}

// A group has many flows: what one of them is called says nothing of it.
BOOST_AUTO_TEST_CASE(labels_of_groups)
{
    const auto has = [](std::vector<std::string> group_by, const char* column) {
        config::Complaints complaints;
        const config::Pipeline pipeline{.name = "p", .group_by = std::move(group_by)};
        const auto schema = record::make_table_schema({flows()}, pipeline, complaints);
        BOOST_REQUIRE(schema);
        return schema->find(column) != nullptr;
    };
    BOOST_TEST(has({}, "app_proto"));
    BOOST_TEST(!has({"dst_port"}, "app_proto"));
    BOOST_TEST(!has({"dst_port"}, "server_name"));
    BOOST_TEST(has({"dst_port"}, "tcp_flags"));  // a union
    BOOST_TEST(has({"app_proto"}, "app_proto"));
    BOOST_TEST(!has({"app_proto"}, "server_name"));
}

BOOST_AUTO_TEST_CASE(limits)
{
    BOOST_TEST(first_complaint({flows()}, {.name = "p", .row_limit = 0}) ==
               "p: row_limit: 0 is not from 1 to 4294967294");
    BOOST_TEST(first_complaint({flows()}, {.name = "p", .row_limit = 1ull << 32}) != "");
    BOOST_TEST(first_complaint({}, {.name = "p"}) == "p: no table stream to add up");
}

BOOST_AUTO_TEST_CASE(inputs_that_do_not_go_together)
{
    BOOST_TEST(first_complaint({flows(), input_of({column("proto", HOOKLINE_U32, HOOKLINE_KEY)})}, {.name = "p"}) ==
               "p: column \"proto\" of k (u32) is not of the same type, role and merge as in another capture (u16)");
    BOOST_TEST(first_complaint({flows(), input_of({column("proto", HOOKLINE_U16, HOOKLINE_LABEL)})}, {}) != "");
    BOOST_TEST(
        first_complaint({input_of({column("other", HOOKLINE_U16, HOOKLINE_KEY)})}, {.name = "p"}) ==
        "p: column \"other\" of k: the host has a column of that name; a capture's must be a bool, a label, or'ed");
    BOOST_TEST(first_complaint({input_of({column("end_reason", HOOKLINE_U8, HOOKLINE_LABEL)})}, {.name = "p"}) ==
               "p: column \"end_reason\" of k: the host has a column of that name");
    BOOST_TEST(first_complaint({input_of({column("blob", HOOKLINE_BYTES, HOOKLINE_LABEL)})}, {.name = "p"}) ==
               "p: column \"blob\" of k: a table cannot hold bytes columns");
    BOOST_TEST(first_complaint({input_of({column("a", HOOKLINE_U16, HOOKLINE_KEY)}, HOOKLINE_EVENT)}, {.name = "p"}) ==
               "p: stream \"t\" of k is no table stream");
    std::vector<Schema::Draft> many;
    for (int i = 0; i < 64; ++i)
        many.push_back(column(("c" + std::to_string(i)).c_str(), HOOKLINE_U8, HOOKLINE_KEY));
    BOOST_TEST(first_complaint({input_of(many)}, {.name = "p"}) != "");
}

BOOST_AUTO_TEST_CASE(complaints_stand_where_the_pipeline_does)
{
    config::Complaints complaints;
    const config::Pipeline pipeline{.group_by = {"x", "y"}, .sort_by = "z", .place = {"file", 12, 1}};
    BOOST_TEST(record::Table::make({flows()}, pipeline, complaints) == nullptr);
    BOOST_TEST(complaints.size() >= 2u);
    BOOST_TEST(complaints[0].place.line == 12u);
}

BOOST_AUTO_TEST_CASE(the_default_order_needs_no_bytes)
{
    const auto calls = column("calls", HOOKLINE_U64, HOOKLINE_COUNTER, HOOKLINE_MERGE_SUM);
    BOOST_TEST(first_complaint({input_of({column("a", HOOKLINE_U16, HOOKLINE_KEY), calls})}, {}) == "");
    BOOST_TEST(first_complaint({input_of({column("a", HOOKLINE_U16, HOOKLINE_KEY)})}, {}) == "");
    // Bytes that are no traffic give no rates.
    const auto input = input_of({column("bytes", HOOKLINE_U64, HOOKLINE_COUNTER, HOOKLINE_MERGE_SUM)});
    config::Complaints complaints;
    BOOST_TEST(record::Table::make({input}, {}, complaints)->output()->find("bitrate") == nullptr);
}

BOOST_AUTO_TEST_SUITE_END()
