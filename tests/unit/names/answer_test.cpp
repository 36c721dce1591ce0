// SPDX-License-Identifier: MIT
#include "names/answer.hpp"

#include <boost/test/unit_test.hpp>

#include <vector>

#include "addresses.hpp"

namespace {

using namespace hookline::names;
using namespace std::chrono_literals;
using Bytes = std::string;

Bytes u16(unsigned value)
{
    return {static_cast<char>(value >> 8), static_cast<char>(value)};
}
Bytes u32(unsigned value)
{
    return u16(value >> 16) + u16(value & 0xffff);
}
Bytes labels(const std::vector<Bytes>& list)
{
    Bytes out;
    for (const auto& label : list)
        out += static_cast<char>(label.size()) + label;
    return out + '\0';
}

constexpr unsigned kPtr = 12, kCname = 5, kSoa = 6;
const Bytes kQuestion = labels({"1", "2", "0", "192", "in-addr", "arpa"});

Bytes record(unsigned type, unsigned ttl, const Bytes& data)
{
    return "\xc0\x0c" + u16(type) + u16(1) + u32(ttl) + u16(static_cast<unsigned>(data.size())) + data;
}
Bytes message(const std::vector<Bytes>& answers, const std::vector<Bytes>& authority = {}, unsigned rcode = 0)
{
    Bytes out = u16(1) + u16(0x8180 | rcode) + u16(1) + u16(static_cast<unsigned>(answers.size())) +
                u16(static_cast<unsigned>(authority.size())) + u16(0) + kQuestion + u16(kPtr) + u16(1);
    for (const auto& list : {answers, authority})
        for (const auto& each : list)
            out += each;
    return out;
}
Answer parse(const Bytes& bytes)
{
    return parse_reply({reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size()});
}
Bytes soa(unsigned minimum)
{
    return labels({"ns", "example"}) + labels({"hostmaster", "example"}) + u32(1) + u32(2) + u32(3) + u32(4) +
           u32(minimum);
}

BOOST_AUTO_TEST_SUITE(answers)

BOOST_AUTO_TEST_CASE(a_name_and_how_long_it_holds)
{
    const auto answer = parse(message({record(kPtr, 300, labels({"host-1", "example", "org"}))}));
    BOOST_TEST(answer.name == "host-1.example.org");
    BOOST_TEST((answer.ttl == 300s));
}

BOOST_AUTO_TEST_CASE(through_an_alias)
{
    const auto answer = parse(message({record(kCname, 60, labels({"1", "0-63", "2", "0", "192", "in-addr", "arpa"})),
                                       record(kPtr, 300, labels({"host", "example"}))}));
    BOOST_TEST(answer.name == "host.example");
    BOOST_TEST((answer.ttl == 60s));
}

BOOST_AUTO_TEST_CASE(the_first_good_name_of_several)
{
    const auto answer = parse(
        message({record(kPtr, 300, labels({"no good", "example"})), record(kPtr, 200, labels({"good", "example"}))}));
    BOOST_TEST(answer.name == "good.example");
}

// RFC 2308 5
BOOST_AUTO_TEST_CASE(there_is_none)
{
    BOOST_TEST((parse(message({}, {record(kSoa, 900, soa(120))}, 3)).ttl == 120s));
    BOOST_TEST((parse(message({}, {record(kSoa, 90, soa(120))})).ttl == 90s));
    BOOST_TEST((parse(message({}, {}, 3)).ttl == 300s));
    BOOST_TEST(parse(message({}, {record(kSoa, 900, soa(120))}, 3)).name.empty());
}

BOOST_AUTO_TEST_CASE(what_is_no_host_name_is_not_shown)
{
    for (const Bytes& label : {Bytes("\x1b[2J"), Bytes("a\nb"), Bytes("a\0b", 3), Bytes("a b"), Bytes("\xc2\x9b"),
                               Bytes("a.b"), Bytes("a/b")}) {
        const auto answer = parse(message({record(kPtr, 300, labels({label, "example"}))}));
        BOOST_TEST(answer.name.empty(), "shown: " << answer.name);
        BOOST_TEST((answer.ttl == 300s));
    }
}

BOOST_AUTO_TEST_CASE(which_names_are)
{
    const std::string label(63, 'a');
    for (const std::string& good : {std::string("a"), std::string("host_1.Example.ORG."), label + ".b",
                                    label + '.' + label + '.' + label + '.' + std::string(61, 'b')})
        BOOST_TEST(is_host_name(good), good);
    for (const std::string& bad : {std::string(), std::string("."), std::string("a..b"), std::string(".a"), label + "a",
                                   label + '.' + label + '.' + label + '.' + std::string(62, 'b'), std::string("a\\.b"),
                                   std::string("\xe2\x80\xae.example")})
        BOOST_TEST(!is_host_name(bad), bad);
}

// Every length and every bit flipped: no crash, and never anything but a host name.
BOOST_AUTO_TEST_CASE(cut_and_mutated)
{
    const auto whole = message(
        {record(kCname, 60, labels({"1", "0-63", "in-addr", "arpa"})), record(kPtr, 300, labels({"host", "example"}))},
        {record(kSoa, 900, soa(120))});
    std::size_t named = 0;
    const auto check = [&](const Bytes& bytes) {
        const auto answer = parse(Bytes(bytes.begin(), bytes.end()));
        named += answer.name.empty() ? 0 : 1;
        BOOST_TEST((answer.name.empty() || is_host_name(answer.name)));
    };
    for (std::size_t size = 0; size < whole.size(); ++size)
        check(whole.substr(0, size));
    for (std::size_t bit = 0; bit < 8 * whole.size(); ++bit) {
        auto mutant = whole;
        mutant[bit / 8] = static_cast<char>(mutant[bit / 8] ^ 1 << bit % 8);
        check(mutant);
    }
    BOOST_TEST(named > whole.size());  // most bits are none that matter
}

BOOST_AUTO_TEST_CASE(where_a_name_is)
{
    BOOST_TEST(pointer_name(hookline::test::address("192.0.2.1")) == "1.2.0.192.in-addr.arpa");
    BOOST_TEST(pointer_name(hookline::test::address("2001:db8::567:89ab")) ==
               "b.a.9.8.7.6.5.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.ip6.arpa");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
