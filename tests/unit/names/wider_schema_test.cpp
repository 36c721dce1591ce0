// SPDX-License-Identifier: MIT
#include "names/wider_schema.hpp"

#include <hookline/row.hpp>

#include <boost/test/unit_test.hpp>

#include "unit/record/sample.hpp"

namespace {

using namespace hookline;
using names::WiderSchema;

BOOST_AUTO_TEST_SUITE(wider_schema)

BOOST_AUTO_TEST_CASE(what_was_there_stays_what_it_was)
{
    const auto base = sample::flow_schema();
    const auto wider = WiderSchema::make(*base, {{"one", "first"}, {"two", "second", HOOKLINE_KEY}});
    BOOST_TEST_REQUIRE(wider.has_value());
    const auto& schema = *wider->schema();
    BOOST_TEST(schema.columns().size() == base->columns().size() + 2);
    BOOST_TEST((schema.find("two")->role == HOOKLINE_KEY));

    auto flow = sample::tcp();
    std::vector<std::uint64_t> words(wider->row_words(), ~std::uint64_t{0});
    wider->copy(reinterpret_cast<const std::byte*>(&flow.row), words.data());
    const Row row(*schema.abi(), words.data());
    BOOST_TEST(!row.has(*schema.find("one")));
    wider->set(words.data(), 1, "text");
    BOOST_TEST(!row.has(*schema.find("one")));
    BOOST_TEST(row.text(*schema.find("two")) == "text");
    const Row before(*base->abi(), &flow.row);
    for (std::size_t i = 0; i < base->columns().size(); ++i) {
        const auto& column = base->columns()[i];
        const auto& same = *schema.find(column.name);
        BOOST_TEST(row.has(same) == before.has(column), column.name);
        if (before.has(column)) BOOST_TEST(row.integer(same) == before.integer(column));
    }
}

BOOST_AUTO_TEST_CASE(a_schema_without_presence)
{
    auto key = hookline_column{.type = HOOKLINE_U32,
                               .role = HOOKLINE_KEY,
                               .width = 4,
                               .presence_bit = HOOKLINE_ALWAYS_PRESENT,
                               .name = "key",
                               .help = "a key"};
    const hookline_schema plain{.size = sizeof plain,
                                .kind = HOOKLINE_TABLE,
                                .name = "plain",
                                .help = "plain",
                                .version = 1,
                                .row_size = 4,
                                .presence_offset = HOOKLINE_NO_PRESENCE,
                                .column_size = sizeof key,
                                .column_count = 1,
                                .columns = &key};
    const auto base = record::Schema::copy_of(plain);
    BOOST_TEST_REQUIRE(base.has_value());
    const auto wider = WiderSchema::make(**base, {{"one", "first"}});
    BOOST_TEST_REQUIRE(wider.has_value());
    std::vector<std::uint64_t> words(wider->row_words(), ~std::uint64_t{0});
    const std::uint32_t data = 7;
    wider->copy(reinterpret_cast<const std::byte*>(&data), words.data());
    const Row row(*wider->schema()->abi(), words.data());
    BOOST_TEST(row.has(*wider->schema()->find("key")));
    BOOST_TEST(row.integer(*wider->schema()->find("key")) == 7U);
    BOOST_TEST(!row.has(*wider->schema()->find("one")));
    wider->set(words.data(), 0, "text");
    BOOST_TEST(row.text(*wider->schema()->find("one")) == "text");
}

BOOST_AUTO_TEST_CASE(names_must_be_new)
{
    const auto wider = WiderSchema::make(*sample::flow_schema(), {{"proto", "again"}});
    BOOST_TEST_REQUIRE(wider.has_error());
    BOOST_TEST(wider.error().text == "\"flow\" has a column \"proto\" already");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
