// SPDX-License-Identifier: MIT
// Schema::make(): schemas that the host lays out itself.
#include <boost/test/unit_test.hpp>

#include <set>

#include "sample.hpp"

using namespace hookline;
using record::Schema;
using sample::column;

BOOST_AUTO_TEST_SUITE(schema_make)

BOOST_AUTO_TEST_CASE(keys_stand_in_one_stretch_behind_the_presence_mask)
{
    const auto made =
        Schema::make(HOOKLINE_TABLE, "made", "help",
                     {column("n", HOOKLINE_U64, HOOKLINE_COUNTER, HOOKLINE_MERGE_SUM),
                      column("port", HOOKLINE_U16, HOOKLINE_KEY), column("on", HOOKLINE_BOOL, HOOKLINE_LABEL),
                      column("addr", HOOKLINE_IP, HOOKLINE_KEY), column("name", HOOKLINE_TEXT, HOOKLINE_KEY)});
    BOOST_REQUIRE(made);
    const auto& schema = **made;
    BOOST_TEST(schema.abi()->presence_offset == 0u);
    BOOST_TEST(schema.find("addr")->offset == 8u);
    BOOST_TEST(schema.find("name")->offset == 24u);
    BOOST_TEST(schema.find("port")->offset == 40u);
    BOOST_TEST(schema.find("on")->offset == 42u);  // in the hole that the keys leave
    BOOST_TEST(schema.find("n")->offset == 48u);
    BOOST_TEST(schema.row_size() == 56u);
    BOOST_TEST(schema.columns()[0].name == std::string("n"));  // the maker's order is kept
    std::set<std::uint32_t> bits, ids;
    for (std::size_t i = 0; i < 5; ++i) {
        bits.insert(schema.columns()[i].presence_bit);
        ids.insert(schema.columns()[i].id);
    }
    BOOST_TEST(bits.size() == 5u);
    BOOST_TEST(ids.size() == 5u);
}

BOOST_AUTO_TEST_CASE(names_of_values_are_kept)
{
    auto draft = column("proto", HOOKLINE_U8, HOOKLINE_KEY);
    draft.names = {{6, "TCP"}, {17, "UDP"}};
    const auto made = Schema::make(HOOKLINE_EVENT, "made", "", {draft});
    BOOST_REQUIRE(made);
    BOOST_TEST(name_of(*(*made)->find("proto"), 17) == "UDP");
}

BOOST_AUTO_TEST_CASE(what_does_not_fit_is_refused)
{
    std::vector<Schema::Draft> many;
    for (int i = 0; i < 65; ++i)
        many.push_back(column(("c" + std::to_string(i)).c_str(), HOOKLINE_U8, HOOKLINE_KEY));
    BOOST_TEST(!Schema::make(HOOKLINE_TABLE, "made", "", many));
    many.pop_back();
    BOOST_TEST(Schema::make(HOOKLINE_TABLE, "made", "", many).has_value());
    BOOST_TEST(!Schema::make(HOOKLINE_TABLE, "made", "", {}));
    BOOST_TEST(!Schema::make(HOOKLINE_TABLE, "Made", "", {column("a", HOOKLINE_U8, HOOKLINE_KEY)}));
    BOOST_TEST(!Schema::make(HOOKLINE_TABLE, "made", "",
                             {column("a", HOOKLINE_U8, HOOKLINE_KEY), column("a", HOOKLINE_U8, HOOKLINE_KEY)}));
}

BOOST_AUTO_TEST_SUITE_END()
