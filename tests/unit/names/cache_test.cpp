// SPDX-License-Identifier: MIT
#include "names/name_cache.hpp"

#include <boost/test/unit_test.hpp>

#include "addresses.hpp"

namespace {

using hookline::names::NameCache;
using hookline::test::numbered;

BOOST_AUTO_TEST_SUITE(cache)

BOOST_AUTO_TEST_CASE(what_was_not_used_the_longest_goes)
{
    NameCache cache(3);
    for (unsigned i = 0; i < 3; ++i)
        BOOST_TEST_REQUIRE(cache.use(numbered(i)) != nullptr);
    cache.begin_round();
    BOOST_TEST(cache.use(numbered(0)) != nullptr);
    cache.begin_round();
    BOOST_TEST(cache.use(numbered(2)) != nullptr);
    BOOST_TEST(cache.use(numbered(3)) != nullptr);  // for 1
    BOOST_TEST(cache.find(numbered(1)) == nullptr);
    BOOST_TEST(cache.use(numbered(4)) != nullptr);  // for 0
    BOOST_TEST(cache.find(numbered(0)) == nullptr);
    for (unsigned i = 2; i < 5; ++i)
        BOOST_TEST(cache.find(numbered(i)) != nullptr);
    BOOST_TEST(cache.size() == 3U);
}

BOOST_AUTO_TEST_CASE(a_round_does_not_throw_out_its_own)
{
    NameCache cache(2);
    BOOST_TEST(cache.use(numbered(0)) != nullptr);
    BOOST_TEST(cache.use(numbered(1)) != nullptr);
    for (int i = 0; i < 3; ++i)
        BOOST_TEST(cache.use(numbered(2)) == nullptr);
    BOOST_TEST(cache.use(numbered(0)) != nullptr);
    cache.begin_round();
    BOOST_TEST(cache.use(numbered(2)) != nullptr);
    BOOST_TEST(cache.size() == 2U);
}

BOOST_AUTO_TEST_CASE(an_entry_keeps_what_is_written_into_it)
{
    NameCache cache(8);
    cache.use(numbered(7))->name = "seven";
    for (unsigned i = 10; i < 17; ++i)
        BOOST_TEST(cache.use(numbered(i))->name.empty());
    BOOST_TEST(cache.use(numbered(7))->name == "seven");
    BOOST_TEST((cache.find(numbered(7))->address == numbered(7)));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
