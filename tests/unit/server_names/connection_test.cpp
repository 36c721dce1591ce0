// SPDX-License-Identifier: MIT
#include <boost/test/unit_test.hpp>

#include <set>
#include <string>

#include "flows.hpp"
#include "server_names/bounded_map.hpp"

namespace hookline::server_names::test {
namespace {

using Map = BoundedMap<ConnectionKey, std::string>;

ConnectionKey key(std::uint32_t number)
{
    return connection_of(flow(number)).key;
}

void put(Map& map, std::uint32_t number, std::vector<std::string>* dropped = nullptr)
{
    map.insert(key(number), [&](const std::string& old) {
        if (dropped != nullptr) dropped->push_back(old);
    }) = std::to_string(number);
}

}  // namespace

BOOST_AUTO_TEST_CASE(both_directions_are_one_connection)
{
    const auto there = connection_of(flow(7));
    const auto back = connection_of(reversed(flow(7)));
    BOOST_CHECK(there.key == back.key);
    BOOST_CHECK(there.is_from_higher != back.is_from_higher);
    for (std::uint32_t other : {8U, 1000U})
        BOOST_CHECK(!(connection_of(flow(other)).key == there.key));
    auto udp = flow(7);
    udp.proto = 17;
    BOOST_CHECK(!(connection_of(udp).key == there.key));
    // The same addresses with the ports exchanged are another one.
    auto crossed = flow(7);
    std::swap(crossed.src_port, crossed.dst_port);
    BOOST_CHECK(!(connection_of(crossed).key == there.key));
}

BOOST_AUTO_TEST_CASE(what_has_no_connection)
{
    auto other = flow(1);
    BOOST_CHECK(has_connection(other));
    for (const std::uint8_t mark : {HL_MARK_FRAGMENT, HL_MARK_TRUNCATED, HL_MARK_OTHER}) {
        other.marks = mark;
        BOOST_CHECK(!has_connection(other));
    }
    other = flow(1);
    other.proto = 132;
    BOOST_CHECK(!has_connection(other));
}

BOOST_AUTO_TEST_CASE(what_was_not_used_lately_makes_room)
{
    constexpr std::uint32_t kCapacity = 100;
    Map map(kCapacity);
    std::vector<std::string> dropped;
    for (std::uint32_t number = 0; number < kCapacity; ++number)
        put(map, number, &dropped);
    put(map, kCapacity, &dropped);  // all were used once: the first has to go
    BOOST_REQUIRE(dropped.size() == 1U);
    BOOST_TEST(dropped[0] == "0");
    BOOST_REQUIRE(map.find(key(50)) != nullptr);
    for (std::uint32_t number = kCapacity + 1; number < 2 * kCapacity; ++number)
        put(map, number, &dropped);
    BOOST_TEST(map.size() == kCapacity);
    BOOST_REQUIRE(map.find(key(50)) != nullptr);  // used in between
    BOOST_TEST(*map.find(key(50)) == "50");
    BOOST_CHECK(map.find(key(51)) == nullptr);
    BOOST_TEST(dropped.size() == std::size_t{kCapacity});
    BOOST_TEST(std::set<std::string>(dropped.begin(), dropped.end()).size() == dropped.size());
}

BOOST_AUTO_TEST_CASE(values_stay_where_they_are_until_they_go)
{
    Map map(1000);
    put(map, 1);
    const auto* first = map.find(key(1));
    const auto* text = first->data();
    for (std::uint32_t number = 2; number < 900; ++number)
        put(map, number);
    BOOST_CHECK(map.find(key(1)) == first);
    BOOST_CHECK(first->data() == text);
    map.erase(key(1));
    map.erase(key(1));
    BOOST_CHECK(map.find(key(1)) == nullptr);
    put(map, 5000);
    BOOST_TEST(*map.find(key(5000)) == "5000");
    BOOST_TEST(map.size() == 899U);
}

}  // namespace hookline::server_names::test
