// SPDX-License-Identifier: MIT
#include "bpf_support/recent_map.hpp"

#include <boost/test/unit_test.hpp>

namespace {

using Numbers = hookline::bpf::RecentMap<int, int>;

BOOST_AUTO_TEST_SUITE(recent_map)

BOOST_AUTO_TEST_CASE(finds_what_was_put_in)
{
    Numbers numbers(4);
    BOOST_TEST(numbers.find(1) == nullptr);
    BOOST_TEST(numbers[1] == 0);
    numbers[1] = 10;
    numbers[2] = 20;
    BOOST_REQUIRE(numbers.find(1) != nullptr);
    BOOST_TEST(*numbers.find(1) == 10);
    BOOST_TEST(numbers[2] == 20);
}

BOOST_AUTO_TEST_CASE(keeps_at_most_two_generations)
{
    Numbers numbers(4);
    for (int i = 0; i < 100; ++i)
        numbers[i] = i;
    int found = 0;
    for (int i = 0; i < 92; ++i)
        found += numbers.find(i) != nullptr ? 1 : 0;
    BOOST_TEST(found == 0);
    for (int i = 96; i < 100; ++i)
        BOOST_TEST(numbers.find(i) != nullptr, i);
}

BOOST_AUTO_TEST_CASE(what_is_asked_for_stays)
{
    Numbers numbers(4);
    numbers[-1] = 7;
    for (int i = 0; i < 1000; ++i) {
        numbers[i] = i;
        BOOST_REQUIRE_MESSAGE(numbers.find(-1) != nullptr, i);
        BOOST_TEST(*numbers.find(-1) == 7);
    }
}

// A value that moves to the younger generation stays where it is in memory: rows point to text in it.
BOOST_AUTO_TEST_CASE(values_do_not_move)
{
    Numbers numbers(4);
    const auto* place = &numbers[-1];
    for (int i = 0; i < 4; ++i)
        numbers[i] = i;
    BOOST_TEST(numbers.find(-1) == place);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
