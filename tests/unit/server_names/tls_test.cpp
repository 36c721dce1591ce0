// SPDX-License-Identifier: MIT
#define BOOST_TEST_MODULE server_names
#include <boost/test/unit_test.hpp>

#include <algorithm>

#include "client_hellos.hpp"
#include "server_names/dtls_search.hpp"
#include "server_names/name_search.hpp"
#include "server_names/tls_server_name.hpp"

namespace hookline::server_names::test {
namespace {

const Answer kNamed = Answer::found("www.example.org");

Data part(const Data& data, std::size_t begin, std::size_t end)
{
    return {data.begin() + static_cast<long>(begin), data.begin() + static_cast<long>(end)};
}

}  // namespace

BOOST_AUTO_TEST_CASE(the_name_in_a_client_hello)
{
    BOOST_CHECK(tls_server_name(tls_stream({})) == kNamed);
    BOOST_CHECK(tls_server_name(tls_stream({.name = "WWW.Example.ORG"})) == kNamed);
}

BOOST_AUTO_TEST_CASE(a_client_hello_without_a_name)
{
    BOOST_CHECK(tls_server_name(tls_stream({.name = ""})) == Answer::never());
}

BOOST_AUTO_TEST_CASE(a_name_with_control_characters_is_none)
{
    for (const char* name : {"a\x1b[31mb", "a b", "a\nb", "\xc3\xa4.example", "a..b", ".", "::1"})
        BOOST_CHECK_MESSAGE(tls_server_name(tls_stream({.name = name})) == Answer::never(), name);
}

BOOST_AUTO_TEST_CASE(a_client_hello_in_many_records)
{
    const auto stream = tls_stream({.more = 3000, .record_size = 512});
    BOOST_TEST(stream.size() > 3000U);
    BOOST_CHECK(tls_server_name(stream) == kNamed);
    for (std::size_t size = 0; size < stream.size(); ++size)
        BOOST_REQUIRE(tls_server_name(part(stream, 0, size)).kind != Answer::Kind::never);
}

BOOST_AUTO_TEST_CASE(a_client_hello_in_two_segments_cut_anywhere)
{
    const auto stream = tls_stream({.more = 1500});
    for (std::size_t cut = 1; cut < stream.size(); ++cut) {
        NameSearch search(HL_LABEL_TLS);
        const auto first = search.add(part(stream, 0, cut));
        BOOST_REQUIRE(first.kind != Answer::Kind::never);
        if (first.kind == Answer::Kind::more) BOOST_REQUIRE(search.add(part(stream, cut, stream.size())) == kNamed);
    }
}

BOOST_AUTO_TEST_CASE(segments_in_any_order_twice_and_overlapping)
{
    const auto stream = tls_stream({});
    const std::uint32_t first = 0xffffffc0;  // sequence numbers wrap within
    const auto at = [&](std::size_t offset) { return static_cast<std::uint32_t>(first + offset); };
    NameSearch search(HL_LABEL_TLS);
    BOOST_CHECK(search.add(part(stream, 0, 20), at(0)) == Answer::more());
    BOOST_CHECK(search.add(part(stream, 0, 20), at(0)) == Answer::more());
    BOOST_CHECK(search.add(part(stream, 100, stream.size()), at(100)) == Answer::more());
    BOOST_CHECK(search.add(part(stream, 10, 60), at(10)) == Answer::more());
    BOOST_CHECK(search.add(Data(40, 0xff), static_cast<std::uint32_t>(first - 40)) == Answer::more());
    BOOST_CHECK(search.add(part(stream, 50, 110), at(50)) == kNamed);
}

BOOST_AUTO_TEST_CASE(what_a_server_sends_and_other_bytes)
{
    const Data server_hello = {22, 3, 3, 0, 4, 2, 0, 0, 0};
    BOOST_CHECK(tls_server_name(server_hello) == Answer::never());
    const Data alert = {21, 3, 1, 0, 2, 2, 40};
    BOOST_CHECK(tls_server_name(alert) == Answer::never());
    const Data empty_record = {22, 3, 1, 0, 0};
    BOOST_CHECK(tls_server_name(empty_record) == Answer::never());
    // A record of another type in the middle of the message
    auto broken = part(tls_stream({}), 0, 5 + 60);
    broken[3] = 0;
    broken[4] = 60;
    BOOST_CHECK(tls_server_name(broken) == Answer::more());
    broken.insert(broken.end(), alert.begin(), alert.end());
    BOOST_CHECK(tls_server_name(broken) == Answer::never());
}

BOOST_AUTO_TEST_CASE(a_search_ends_at_its_bounds)
{
    // A ClientHello that says 16,380 bytes, and goes on with nothing that is a name
    Data endless = {22, 3, 1, 0x40, 0, 1, 0, 0x3f, 0xfc, 3, 3};
    endless.resize(11 + 32 + 1);
    endless.insert(endless.end(), {0, 2, 0x13, 1, 1, 0, 0x3f, 0xd1, 0, 21, 0x3f, 0xcd});
    NameSearch by_packets(HL_LABEL_TLS);
    BOOST_CHECK(by_packets.add(endless) == Answer::more());
    for (int packet = 2; packet < 16; ++packet)
        BOOST_REQUIRE(by_packets.add(Data(1, 0)) == Answer::more());
    BOOST_CHECK(by_packets.add(Data(1, 0)) == Answer::never());
    NameSearch by_size(HL_LABEL_TLS);
    BOOST_CHECK(by_size.add(endless) == Answer::more());
    BOOST_CHECK(by_size.add(Data(kMostBytes, 0)) == Answer::never());
}

BOOST_AUTO_TEST_CASE(dtls_whole_and_in_fragments)
{
    const auto whole = dtls_datagrams({});
    BOOST_REQUIRE(whole.size() == 1U);
    BOOST_CHECK(DtlsSearch().add(whole[0]) == kNamed);

    auto fragments = dtls_datagrams({.more = 1000, .mtu = 256});
    BOOST_REQUIRE(fragments.size() >= 4U);
    for (int round = 0; round < 3; ++round) {
        DtlsSearch search;
        auto answer = Answer::more();
        for (const auto& datagram : fragments) {
            BOOST_REQUIRE(answer == Answer::more());
            answer = search.add(datagram);
            if (answer == kNamed) break;
        }
        BOOST_CHECK(answer == kNamed);
        std::rotate(fragments.begin(), fragments.begin() + 1, fragments.end());
    }
    // Several records in one datagram
    Data together;
    for (const auto& datagram : fragments)
        together.insert(together.end(), datagram.begin(), datagram.end());
    BOOST_CHECK(DtlsSearch().add(together) == kNamed);
}

BOOST_AUTO_TEST_CASE(dtls_begins_anew_with_a_cookie)
{
    const auto first = dtls_datagrams({.name = "one.example", .more = 1000, .mtu = 256});
    auto second = dtls_datagrams({.more = 1000, .mtu = 256});
    DtlsSearch search;
    constexpr std::size_t kMessageSequence = 13 + 4 + 1;
    for (auto& datagram : second)
        datagram[kMessageSequence] = 1;
    BOOST_CHECK(search.add(first[1]) == Answer::more());
    auto answer = Answer::more();
    for (const auto& datagram : second)
        if (answer.kind == Answer::Kind::more) answer = search.add(datagram);
    BOOST_CHECK(answer == kNamed);
}

}  // namespace hookline::server_names::test
