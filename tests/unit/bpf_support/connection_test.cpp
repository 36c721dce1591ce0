// SPDX-License-Identifier: MIT
// The word that programs and user space share about a connection (bpf/connection.h).
#define BOOST_TEST_MODULE connection
#include <boost/test/unit_test.hpp>

#include <cstdint>

#include "connection.h"

namespace {

constexpr __u64 kSeeds[5] = {0x9e3779b97f4a7c15, 0xc2b2ae3d27d4eb4f, 0x165667b19e3779f9, 0xd6e8feb86659fd93,
                             0xa0761d6478bd642f};
constexpr __u32 kMinute = 60'000'000'000ULL >> 20;  // as hl_slot has time

hl_flow_key key_of(std::uint8_t source, std::uint16_t src_port, std::uint8_t destination, std::uint16_t dst_port)
{
    hl_flow_key key{};
    key.src_addr[15] = source;
    key.dst_addr[15] = destination;
    key.src_port = src_port;
    key.dst_port = dst_port;
    key.proto = 17;
    return key;
}

}  // namespace

BOOST_AUTO_TEST_CASE(both_directions_are_one)
{
    const auto there = key_of(1, 1000, 2, 80);
    const auto back = key_of(2, 80, 1, 1000);
    const auto crossed = key_of(1, 80, 2, 1000);
    const auto one = hl_connection_of(&there, kSeeds);
    const auto other = hl_connection_of(&back, kSeeds);
    BOOST_TEST(one.hash == other.hash);
    BOOST_TEST(one.from_lower != other.from_lower);
    BOOST_TEST(hl_connection_of(&crossed, kSeeds).hash != one.hash);
}

BOOST_AUTO_TEST_CASE(a_word_keeps_what_it_is_told)
{
    constexpr __u64 kHash = 0x0123456789abcdef;
    auto word = hl_connection_at(hl_connection_begin(kHash), 123 * kMinute);
    BOOST_TEST(hl_connection_is(word, kHash));
    BOOST_TEST(!hl_connection_is(word, kHash + 1));
    for (int i = 0; i < 3; ++i)
        word = hl_connection_looked_at(word, HL_LABEL_NONE, 1);
    BOOST_TEST(hl_connection_looked(word) == 3U);
    BOOST_TEST(hl_connection_label(word) == HL_LABEL_NONE);
    word = hl_connection_looked_at(word, HL_LABEL_AMQP, 1);
    BOOST_TEST(hl_connection_looked(word) == 4U);
    BOOST_TEST(hl_connection_label(word) == HL_LABEL_AMQP);
    BOOST_TEST(hl_connection_client_is_lower(word) == 1U);
    BOOST_TEST(hl_connection_shipped(word) == 0U);
    BOOST_TEST(hl_connection_is(word, kHash));
}

BOOST_AUTO_TEST_CASE(silence_ends_what_has_no_syn)
{
    const auto word = hl_connection_at(hl_connection_begin(7), 300 * kMinute);
    BOOST_TEST(!hl_connection_is_over(word, 300 * kMinute));
    BOOST_TEST(!hl_connection_is_over(word, 301 * kMinute));
    BOOST_TEST(hl_connection_is_over(word, 303 * kMinute));
    BOOST_TEST(hl_connection_is_over(word, 500 * kMinute));
    // The clock comes round.
    const auto late = hl_connection_at(hl_connection_begin(7), 0xffffffff);
    BOOST_TEST(!hl_connection_is_over(late, 10));
}
