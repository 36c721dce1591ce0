// SPDX-License-Identifier: MIT
#include <boost/test/unit_test.hpp>

#include <chrono>

#include "flows.hpp"
#include "quic_packets.hpp"
#include "server_names/server_names.hpp"

namespace hookline::server_names::test {
namespace {

Data hello(const std::string& name)
{
    return tls_stream({.name = name});
}

Data front(const Data& data)
{
    return {data.begin(), data.begin() + 100};
}

Data back(const Data& data)
{
    return {data.begin() + 100, data.end()};
}

}  // namespace

BOOST_AUTO_TEST_CASE(rows_of_both_directions_have_the_name)
{
    ServerNames names;
    BOOST_TEST(names.name_of(flow(1)) == "");
    names.add(flow(1), HL_LABEL_TLS, hello("one.example"), 1000);
    names.add(reversed(flow(2)), HL_LABEL_TLS, hello("two.example"));
    names.add(reversed(flow(1)), HL_LABEL_TLS, Data{22, 3, 3, 0, 4, 2, 0, 0, 0}, 5000);
    BOOST_TEST(names.name_of(flow(1)) == "one.example");
    BOOST_TEST(names.name_of(reversed(flow(1))) == "one.example");
    BOOST_TEST(names.name_of(flow(2)) == "two.example");
    BOOST_TEST(names.name_of(flow(3)) == "");
    BOOST_TEST(names.counts().seen == 2U);
    BOOST_TEST(names.counts().named == 2U);
}

BOOST_AUTO_TEST_CASE(the_sides_of_a_connection_do_not_mix)
{
    ServerNames names;
    const auto bytes = hello("one.example");
    BOOST_TEST(names.add(flow(1), HL_LABEL_TLS, front(bytes), 0));
    BOOST_TEST(!names.add(reversed(flow(1)), HL_LABEL_TLS, Data(300, 22), 100));  // no TLS, in the other direction
    BOOST_TEST(names.name_of(flow(1)) == "");
    BOOST_TEST(!names.add(flow(1), HL_LABEL_TLS, back(bytes), 100));
    BOOST_TEST(names.name_of(flow(1)) == "one.example");
}

BOOST_AUTO_TEST_CASE(other_labels_and_other_protocols_are_left_alone)
{
    ServerNames names;
    names.add(flow(1), HL_LABEL_SSH, hello("one.example"));
    auto fragment = flow(2);
    fragment.marks |= HL_MARK_FRAGMENT;
    names.add(fragment, HL_LABEL_TLS, hello("one.example"));
    BOOST_TEST(names.counts().seen == 0U);
}

BOOST_AUTO_TEST_CASE(the_first_name_stays_until_the_connection_begins_anew)
{
    ServerNames names;
    names.add(flow(1), HL_LABEL_TLS, hello("one.example"));
    names.add(flow(1), HL_LABEL_TLS, hello("two.example"));
    BOOST_TEST(names.name_of(flow(1)) == "one.example");
    names.forget(reversed(flow(1)));
    BOOST_TEST(names.name_of(flow(1)) == "");
    names.add(flow(1), HL_LABEL_TLS, hello("two.example"));
    BOOST_TEST(names.name_of(flow(1)) == "two.example");
}

BOOST_AUTO_TEST_CASE(what_began_without_a_name_is_not_looked_at_again)
{
    ServerNames names;
    names.add(flow(1), HL_LABEL_TLS, Data{23, 3, 3, 0, 1, 0});
    names.add(flow(1), HL_LABEL_TLS, hello("one.example"));
    BOOST_TEST(names.name_of(flow(1)) == "");
    BOOST_TEST(names.counts().seen == 1U);
    BOOST_TEST(names.counts().named == 0U);
}

BOOST_AUTO_TEST_CASE(names_are_bounded_and_what_goes_is_counted)
{
    ServerNames names(10);
    for (std::uint32_t number = 0; number < 25; ++number)
        names.add(flow(number), HL_LABEL_TLS, hello("host" + std::to_string(number) + ".example"));
    std::size_t known = 0;
    for (std::uint32_t number = 0; number < 25; ++number)
        known += names.name_of(flow(number)).empty() ? 0 : 1;
    BOOST_TEST(known == 10U);
    BOOST_TEST(names.name_of(flow(24)) == "host24.example");
    BOOST_TEST(names.counts().named == 25U);
    BOOST_TEST(names.counts().pushed_out == 15U);
}

BOOST_AUTO_TEST_CASE(searches_are_bounded_and_what_goes_is_counted)
{
    ServerNames names;
    const auto start = front(hello("one.example"));
    const auto most = static_cast<std::uint32_t>(ServerNames::kSearches);
    for (std::uint32_t number = 0; number < most; ++number)
        names.add(flow(number), HL_LABEL_TLS, start);
    BOOST_TEST(names.counts().given_up == 0U);
    for (std::uint32_t number = 0; number < 10; ++number)
        names.add(flow(most + number), HL_LABEL_TLS, start);
    BOOST_TEST(names.counts().given_up == 10U);
    BOOST_TEST(names.counts().seen == most + 10U);
}

}  // namespace hookline::server_names::test
