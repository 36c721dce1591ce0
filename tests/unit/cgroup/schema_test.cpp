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

}  // namespace
