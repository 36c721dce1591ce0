// SPDX-License-Identifier: MIT
#define BOOST_TEST_MODULE unit_cgroup
#include "cgroup_schema.hpp"

#include <boost/test/unit_test.hpp>

namespace {

using hookline::cgroup::kColumns;

BOOST_AUTO_TEST_CASE(only_the_words_differ_so_that_pipelines_can_merge_it)
{
    BOOST_REQUIRE(kColumns.size() == std::size(hookline_flow_columns));
    for (std::size_t i = 0; i < kColumns.size(); ++i) {
        auto column = kColumns[i];
        column.help = hookline_flow_columns[i].help;
        BOOST_TEST(std::memcmp(&column, &hookline_flow_columns[i], sizeof column) == 0, column.name);
    }
}

BOOST_AUTO_TEST_CASE(bytes_say_that_they_are_of_layer_3)
{
    const auto& bytes = *std::find_if(kColumns.begin(), kColumns.end(),
                                      [](const auto& column) { return column.id == HOOKLINE_FLOW_BYTES; });
    BOOST_TEST(std::string(bytes.help) == "bytes of IP packets, from the IP header on: no link header");
}

// Totals leave out what is repeated, with owners or without.
BOOST_AUTO_TEST_CASE(without_owners_no_column_says_whose_a_row_is)
{
    const auto& columns = hookline::cgroup::kOwnerlessColumns;
    const auto has = [&columns](hookline_flow_column id) {
        return std::any_of(columns.begin(), columns.end(), [id](const auto& column) { return column.id == id; });
    };
    for (const auto id : {HOOKLINE_FLOW_PID, HOOKLINE_FLOW_COMM, HOOKLINE_FLOW_UID, HOOKLINE_FLOW_CGROUP,
                          HOOKLINE_FLOW_ATTRIBUTION, HOOKLINE_FLOW_UNIT, HOOKLINE_FLOW_CGROUP_ID, HOOKLINE_FLOW_SRTT})
        BOOST_TEST(!has(id), id);
    for (const auto id : {HOOKLINE_FLOW_PACKETS, HOOKLINE_FLOW_SRC_ADDR, HOOKLINE_FLOW_SERVER_NAME,
                          HOOKLINE_FLOW_REPEATED_PACKETS, HOOKLINE_FLOW_REPEATED_BYTES})
        BOOST_TEST(has(id), id);
    const auto& schema = hookline::cgroup::kOwnerlessFlowSchema;
    BOOST_TEST(schema.column_count == columns.size());
    BOOST_TEST(std::string(schema.name) == hookline::cgroup::kFlowSchema.name);
}

}  // namespace
