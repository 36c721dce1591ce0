// SPDX-License-Identifier: MIT
#include "names/host_names.hpp"

#include <boost/test/unit_test.hpp>

#include <deque>

#include "addresses.hpp"

namespace {

using namespace hookline::names;
using namespace std::chrono_literals;
using hookline::test::address;
using hookline::test::numbered;

HostNames::Clock::time_point test_now;  // a plain function tells the time

// Keeps questions until the test answers them.
struct Fake final : Resolver {
    explicit Fake(std::deque<Address>& list) : asked(list) {}
    void ask(const Address& which) override { asked.push_back(which); }
    std::deque<Address>& asked;
};

struct Fixture {
    Fixture() { test_now = HostNames::Clock::time_point(1000h); }

    void answer(std::optional<Answer> with)
    {
        BOOST_TEST_REQUIRE(!asked.empty());
        const auto which = asked.front();
        asked.pop_front();
        resolver->on_answer(which, std::move(with));
    }
    void wait(std::chrono::seconds time)
    {
        test_now += time;
        names.begin_round();
    }

    std::deque<Address> asked;
    Fake* resolver = new Fake(asked);
    HostNames names{std::unique_ptr<Resolver>(resolver), [] { return test_now; }};
};

BOOST_FIXTURE_TEST_SUITE(host_names, Fixture)

BOOST_AUTO_TEST_CASE(asked_once_known_later)
{
    const auto host = address("192.0.2.1");
    for (int i = 0; i < 3; ++i)
        BOOST_TEST(names.name_of(host).empty());
    BOOST_TEST(asked.size() == 1U);
    BOOST_TEST(names.is_asking());
    answer(Answer{"host.example", 5min});
    BOOST_TEST(!names.is_asking());
    BOOST_TEST(names.name_of(host) == "host.example");
    wait(299s);
    BOOST_TEST(names.name_of(host) == "host.example");
    BOOST_TEST(asked.empty());
}

// RFC 8767: the old name until the new one is there.
BOOST_AUTO_TEST_CASE(asked_anew_when_its_time_is_over)
{
    const auto host = address("192.0.2.1");
    (void)names.name_of(host);
    answer(Answer{"old.example", 5min});
    wait(300s);
    BOOST_TEST(names.name_of(host) == "old.example");
    BOOST_TEST_REQUIRE(asked.size() == 1U);
    answer(Answer{"new.example", 5min});
    BOOST_TEST(names.name_of(host) == "new.example");
    wait(300s);
    (void)names.name_of(host);
    answer(Answer{"", 5min});  // it has none any more
    BOOST_TEST(names.name_of(host).empty());
}

BOOST_AUTO_TEST_CASE(times_to_live_have_bounds)
{
    for (const auto& [ttl, asked_at] : {std::pair{0s, 60s}, std::pair{std::chrono::seconds(30 * 24h), 86'400s}}) {
        const auto host = address(ttl == 0s ? "192.0.2.1" : "192.0.2.2");
        (void)names.name_of(host);
        answer(Answer{"host.example", ttl});
        wait(asked_at - 1s);
        (void)names.name_of(host);
        BOOST_TEST(asked.empty());
        wait(1s);
        (void)names.name_of(host);
        BOOST_TEST(asked.size() == 1U);
        asked.clear();
    }
}

BOOST_AUTO_TEST_CASE(that_there_is_none_is_known_too)
{
    const auto none = address("192.0.2.1");
    const auto failed = address("192.0.2.2");
    (void)names.name_of(none);
    (void)names.name_of(failed);
    answer(Answer{"", 1h});
    answer(std::nullopt);
    wait(59s);
    BOOST_TEST(names.name_of(none).empty());
    BOOST_TEST(names.name_of(failed).empty());
    BOOST_TEST(asked.empty());
    wait(1s);
    (void)names.name_of(none);
    (void)names.name_of(failed);
    BOOST_TEST_REQUIRE(asked.size() == 1U);
    BOOST_TEST((asked.front() == failed));
}

BOOST_AUTO_TEST_CASE(a_server_that_fails_takes_no_name_away)
{
    const auto host = address("192.0.2.1");
    (void)names.name_of(host);
    answer(Answer{"host.example", 1min});
    wait(60s);
    (void)names.name_of(host);
    answer(std::nullopt);
    BOOST_TEST(names.name_of(host) == "host.example");
}

BOOST_AUTO_TEST_CASE(what_no_host_has_is_not_asked_for)
{
    for (const char* text : {"0.0.0.0", "224.0.0.251", "255.255.255.255", "::", "ff02::fb"})
        BOOST_TEST(names.name_of(address(text)).empty());
    BOOST_TEST(asked.empty());
    (void)names.name_of(address("2001:db8::1"));
    BOOST_TEST(asked.size() == 1U);
}

BOOST_AUTO_TEST_CASE(so_many_in_flight_so_many_waiting)
{
    constexpr unsigned kFit = HostNames::kInFlight + HostNames::kWaiting;
    for (unsigned i = 0; i < kFit + 100; ++i)
        (void)names.name_of(numbered(i + 1));
    BOOST_TEST(asked.size() == HostNames::kInFlight);
    BOOST_TEST(names.dropped() == 100U);
    unsigned answered = 0;
    while (!asked.empty()) {
        BOOST_TEST_REQUIRE(asked.size() <= HostNames::kInFlight);
        answer(Answer{"h" + std::to_string(++answered) + ".example", 1h});
    }
    BOOST_TEST(answered == kFit);
    BOOST_TEST(!names.is_asking());
    wait(1s);
    BOOST_TEST(names.name_of(numbered(1)) == "h1.example");
    BOOST_TEST(names.name_of(numbered(kFit)) == "h" + std::to_string(kFit) + ".example");
    (void)names.name_of(numbered(kFit + 1));  // dropped before, asked now
    BOOST_TEST(asked.size() == 1U);
}

BOOST_AUTO_TEST_CASE(more_addresses_than_there_is_room_for)
{
    for (unsigned round = 0; round < 3; ++round, wait(1s))
        for (unsigned i = 0; i < HostNames::kKnown + 5000; ++i) {
            (void)names.name_of(numbered(i + 1));
            while (!asked.empty())
                answer(Answer{"host.example", 1h});
        }
    BOOST_TEST(names.name_of(numbered(1)) == "host.example");
    BOOST_TEST(names.dropped() == 3 * 5000U);
}

// Names that are no longer used are let go; what a batch on its way holds stays readable.
BOOST_AUTO_TEST_CASE(texts_outlive_their_entries)
{
    const auto held = names.texts();
    (void)names.name_of(numbered(1));
    answer(Answer{"first.example", 1h});
    const auto name = names.name_of(numbered(1));
    const std::string filler(50, 'x');
    for (unsigned i = 0; i < 3 * HostNames::kKnown; ++i) {
        if (i % 10'000 == 0) wait(1s);
        (void)names.name_of(numbered(i + 2));
        answer(Answer{filler + '.' + std::to_string(i), 1h});
    }
    wait(1s);
    BOOST_TEST(name == "first.example");
    BOOST_TEST(names.texts() != held);
}

BOOST_AUTO_TEST_SUITE_END()

// Answers before ask() returns, as c-ares does where nothing can be sent.
struct Hasty final : Resolver {
    void ask(const Address& which) override { on_answer(which, std::nullopt); }
};

BOOST_AUTO_TEST_CASE(all_fail_at_once)
{
    test_now = HostNames::Clock::time_point(1000h);
    HostNames names(std::make_unique<Hasty>(), [] { return test_now; });
    for (unsigned i = 1; i < 1000; ++i)
        BOOST_TEST(names.name_of(numbered(i)).empty());
    BOOST_TEST(!names.is_asking());
    BOOST_TEST(names.dropped() == 0U);
}

}  // namespace
