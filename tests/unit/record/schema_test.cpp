// SPDX-License-Identifier: MIT
// Schema::copy_of(): each field broken in turn is refused, by name.
#include <hookline/flow_schema.h>

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include <functional>
#include <iterator>
#include <ostream>

#include "record/schema.hpp"

using namespace hookline;

namespace {

// A schema that is right, to be broken. Columns: key "a" (u32), counter "n" (u64), text "t".
struct Draft {
    hookline_name names[2] = {{1, "one"}, {2, "two"}};
    hookline_column columns[3] = {
        {0, HOOKLINE_U32, 0, HOOKLINE_KEY, 0, 0, 8, 4, 0, 2, names, "a", "a key"},
        {1, HOOKLINE_U64, 0, HOOKLINE_COUNTER, HOOKLINE_MERGE_SUM, 0, 16, 8, 1, 0, nullptr, "n", "a counter"},
        {2, HOOKLINE_TEXT, 0, HOOKLINE_LABEL, 0, 0, 24, 16, HOOKLINE_ALWAYS_PRESENT, 0, nullptr, "t", "a label"},
    };
    hookline_schema schema = {
        sizeof(hookline_schema), HOOKLINE_TABLE, "sample", "help", 1, 40, 0, sizeof(hookline_column), 3, 0, columns};
};

struct Case {
    const char* expected;  // in the failure
    std::function<void(Draft&)> spoil;
};
std::ostream& operator<<(std::ostream& out, const Case& spoilt)
{
    return out << spoilt.expected;
}

const Case kCases[] = {
    {"size: 8 ", [](Draft& d) { d.schema.size = 8; }},
    {"kind: 0 ", [](Draft& d) { d.schema.kind = 0; }},
    {"kind: 4 ", [](Draft& d) { d.schema.kind = 4; }},
    {"schema: name: ", [](Draft& d) { d.schema.name = nullptr; }},
    {"schema: name: ", [](Draft& d) { d.schema.name = "Big"; }},
    {"schema: name: ", [](Draft& d) { d.schema.name = ""; }},
    {"schema \"sample\": help: ", [](Draft& d) { d.schema.help = nullptr; }},
    {"row_size: 0 ", [](Draft& d) { d.schema.row_size = 0; }},
    {"row_size: 70000 ", [](Draft& d) { d.schema.row_size = 70'000; }},
    {"presence_offset: 4 ", [](Draft& d) { d.schema.presence_offset = 4; }},
    {"presence_offset: 40 ", [](Draft& d) { d.schema.presence_offset = 40; }},
    {"presence_offset: 4294967288 ", [](Draft& d) { d.schema.presence_offset = 0xfffffff8u; }},
    {"column_size: 16 ", [](Draft& d) { d.schema.column_size = 16; }},
    {"column_size: 81 ", [](Draft& d) { d.schema.column_size = 81; }},
    {"column_count: 0 ", [](Draft& d) { d.schema.column_count = 0; }},
    {"column_count: 5000 ", [](Draft& d) { d.schema.column_count = 5000; }},
    {"columns: is missing", [](Draft& d) { d.schema.columns = nullptr; }},
    {"a packet stream needs a bytes column", [](Draft& d) { d.schema.kind = HOOKLINE_PACKET; }},
    {"column number 1: name: ", [](Draft& d) { d.columns[1].name = nullptr; }},
    {"column number 1: name: ", [](Draft& d) { d.columns[1].name = "with space"; }},
    {"\"n\": help: is missing", [](Draft& d) { d.columns[1].help = nullptr; }},
    {"\"n\": name: is there twice", [](Draft& d) { d.columns[2].name = "n"; }},
    {"\"t\": id: 1 ", [](Draft& d) { d.columns[2].id = 1; }},
    {"\"a\": type: 0 ", [](Draft& d) { d.columns[0].type = 0; }},
    {"\"a\": type: 17 ", [](Draft& d) { d.columns[0].type = 17; }},
    {"\"a\": unit: 7 ", [](Draft& d) { d.columns[0].unit = 7; }},
    {"\"a\": role: 0 ", [](Draft& d) { d.columns[0].role = 0; }},
    {"\"a\": role: 6 ", [](Draft& d) { d.columns[0].role = 6; }},
    {"\"n\": merge: 6 ", [](Draft& d) { d.columns[1].merge = 6; }},
    {"\"n\": merge: a counter", [](Draft& d) { d.columns[1].merge = HOOKLINE_MERGE_LAST; }},
    {"\"t\": merge: sum, min and max", [](Draft& d) { d.columns[2].merge = HOOKLINE_MERGE_MAX; }},
    {"\"t\": merge: or needs", [](Draft& d) { d.columns[2].merge = HOOKLINE_MERGE_OR; }},
    {"\"a\": flags: 8 ", [](Draft& d) { d.columns[0].flags = 8; }},
    {"\"t\": flags: a bitmask", [](Draft& d) { d.columns[2].flags = HOOKLINE_COLUMN_BITMASK; }},
    {"\"a\": width: 8 ", [](Draft& d) { d.columns[0].width = 8; }},
    {"\"a\": width: 0 ", [](Draft& d) { d.columns[0].type = HOOKLINE_CHARS, d.columns[0].width = 0; }},
    {"\"a\": width: 5000 ", [](Draft& d) { d.columns[0].type = HOOKLINE_CHARS, d.columns[0].width = 5000; }},
    {"\"a\": offset: 10 ", [](Draft& d) { d.columns[0].offset = 10; }},
    {"\"n\": offset: 40 is outside", [](Draft& d) { d.columns[1].offset = 40; }},
    {"\"n\": offset: 4294967288 is outside", [](Draft& d) { d.columns[1].offset = 0xfffffff8u; }},
    {"\"n\": offset: overlaps with column \"a\"", [](Draft& d) { d.columns[1].offset = 8; }},
    {"offset: overlaps with ", [](Draft& d) { d.columns[0].offset = 4; }},
    {"\"a\": presence_bit: 64 ", [](Draft& d) { d.columns[0].presence_bit = 64; }},
    {"\"a\": presence_bit: the rows", [](Draft& d) { d.schema.presence_offset = HOOKLINE_NO_PRESENCE; }},
    {"\"a\": names: is missing", [](Draft& d) { d.columns[0].names = nullptr; }},
    {"\"a\": names: value 2 has no name", [](Draft& d) { d.names[1].name = nullptr; }},
    {"\"a\": names: not ascending at value 1", [](Draft& d) { d.names[1].value = 1; }},
    {"\"t\": names: only integers", [](Draft& d) { d.columns[2].name_count = 2, d.columns[2].names = d.names; }},
};

}  // namespace

BOOST_AUTO_TEST_SUITE(schema_copy)

BOOST_DATA_TEST_CASE(a_spoilt_field_is_refused_by_name, boost::unit_test::data::make(kCases), spoilt)
{
    Draft draft;
    spoilt.spoil(draft);
    const auto copied = record::Schema::copy_of(draft.schema);
    BOOST_REQUIRE(!copied);
    BOOST_TEST(copied.error().text.find(spoilt.expected) != std::string::npos, copied.error().text);
}

BOOST_AUTO_TEST_CASE(a_copy_outlives_what_it_was_made_of)
{
    record::SchemaPtr copy;
    {
        auto draft = std::make_unique<Draft>();
        std::string name = "sample", value = "one", help = "a key";
        draft->schema.name = name.c_str();
        draft->names[0].name = value.c_str();
        draft->columns[0].help = help.c_str();
        auto made = record::Schema::copy_of(draft->schema);
        BOOST_REQUIRE(made);
        copy = *made;
    }
    BOOST_TEST(copy->abi()->name == std::string("sample"));
    BOOST_TEST(copy->abi()->row_size == 40u);
    BOOST_TEST(copy->columns().size() == 3u);
    BOOST_TEST(copy->columns()[0].help == std::string("a key"));
    BOOST_TEST(name_of(copy->columns()[0], 1) == "one");
    BOOST_TEST(copy->find("n")->offset == 16u);
    BOOST_TEST(copy->find("x") == nullptr);
}

// A plugin built with a later minor of the SDK has columns with more fields behind.
BOOST_AUTO_TEST_CASE(columns_may_be_wider_than_ours)
{
    struct Wide {
        hookline_column column;
        std::uint64_t later;
    };
    Draft draft;
    const Wide wide[] = {{draft.columns[0], 1}, {draft.columns[1], 2}, {draft.columns[2], 3}};
    draft.schema.columns = &wide[0].column;
    draft.schema.column_size = sizeof(Wide);
    const auto copied = record::Schema::copy_of(draft.schema);
    BOOST_REQUIRE(copied);
    BOOST_TEST((*copied)->abi()->column_size == sizeof(hookline_column));
    BOOST_TEST((*copied)->columns()[2].name == std::string("t"));
}

BOOST_AUTO_TEST_CASE(the_flow_schema_is_right)
{
    const auto copied = record::Schema::copy_of(hookline_flow_schema);
    BOOST_REQUIRE(copied);
    BOOST_TEST((*copied)->columns().size() == 28u);
}

BOOST_AUTO_TEST_SUITE_END()
