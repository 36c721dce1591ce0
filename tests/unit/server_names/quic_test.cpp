// SPDX-License-Identifier: MIT
#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <random>

#include "quic_packets.hpp"
#include "quic_samples.hpp"
#include "server_names/quic_search.hpp"

namespace hookline::server_names::test {
namespace {

const Answer kNamed = Answer::found("www.example.org");

Data whole_crypto(const Data& message)
{
    return crypto_frame(0, message);
}

}  // namespace

BOOST_AUTO_TEST_CASE(samples_of_the_specifications)
{
    for (const auto& sample : kQuicSamples) {
        const auto packet = from_hex(sample.packet);
        BOOST_TEST(packet.size() == 1200U);
        BOOST_CHECK_MESSAGE(QuicSearch().add(packet) == Answer::found(std::string(sample.server)), sample.name);
    }
}

BOOST_AUTO_TEST_CASE(keys_of_rfc_9001_a_1)
{
    const auto keys = client_initial_keys(*quic_version(kQuicV1), from_hex("8394c8f03e515708"));
    BOOST_CHECK(std::ranges::equal(keys.key, from_hex("1f369613dd76d5467730efcbe3b1a22d")));
    BOOST_CHECK(std::ranges::equal(keys.iv, from_hex("fa044b2f42a3fd3b46fb255c")));
    BOOST_CHECK(std::ranges::equal(keys.header_protection, from_hex("9f50449e04a0e810283a1e9933adedd2")));
}

BOOST_AUTO_TEST_CASE(every_known_version)
{
    const auto message = hello_message({});
    std::vector<std::uint32_t> versions = {kQuicV1, kQuicV2};
    for (std::uint32_t draft = 23; draft <= 34; ++draft)
        versions.push_back(0xff000000 | draft);
    for (const auto version : versions)
        BOOST_CHECK(QuicSearch().add(sealed({.version = version}, whole_crypto(message))) == kNamed);
    for (const std::uint32_t version : {0U, 2U, 0xff000016U, 0xff000023U, 0x0a0a0a0aU})
        BOOST_CHECK(quic_version(version) == nullptr);
}

BOOST_AUTO_TEST_CASE(numbers_tokens_and_ids_of_all_sizes)
{
    const auto frames = whole_crypto(hello_message({}));
    for (std::size_t size = 1; size <= 4; ++size)
        BOOST_CHECK(QuicSearch().add(sealed({.number = 200, .number_size = size}, frames)) == kNamed);
    BOOST_CHECK(QuicSearch().add(sealed({.token = Data(100, 7)}, frames)) == kNamed);
    for (const std::size_t size : {0, 1, 20})
        BOOST_CHECK(QuicSearch().add(sealed({.connection_id = Data(size, 5)}, frames)) == kNamed);
    BOOST_CHECK(QuicSearch().add(sealed({.connection_id = Data(21, 5)}, frames)) != kNamed);
}

BOOST_AUTO_TEST_CASE(a_client_hello_over_packets_shuffled)
{
    const auto message = hello_message({.more = 1500});
    std::mt19937 random(1);  // a fixed seed: the same cuts each time
    for (int round = 0; round < 200; ++round) {
        std::vector<std::size_t> cuts = {0, message.size()};
        for (int cut = 0; cut < 12; ++cut)
            cuts.push_back(random() % message.size());
        std::sort(cuts.begin(), cuts.end());
        std::vector<Data> parts;
        for (std::size_t at = 1; at < cuts.size(); ++at)
            parts.push_back(crypto_part(message, cuts[at - 1], cuts[at]));
        std::shuffle(parts.begin(), parts.end(), random);
        std::vector<Data> packets(3);
        for (std::size_t at = 0; at < parts.size(); ++at)
            packets[at % 3] = packets[at % 3] + parts[at] + Data{0x01, 0x00, 0x00};
        QuicSearch search;
        auto answer = Answer::more();
        for (std::uint32_t number = 0; number < 3; ++number)
            if (answer.kind == Answer::Kind::more) answer = search.add(sealed({.number = number}, packets[number]));
        BOOST_REQUIRE(answer == kNamed);
    }
}

BOOST_AUTO_TEST_CASE(coalesced_with_acks_and_other_packets)
{
    const auto message = hello_message({});
    const auto half = message.size() / 2;
    const auto second = sealed({.number = 1}, ack_frame() + crypto_part(message, half, message.size()));
    const auto first = sealed({.number = 0}, crypto_part(message, 0, half));
    BOOST_CHECK(QuicSearch().add(handshake_packet({}, 50) + second + first + Data{0x40, 1, 2, 3}) == kNamed);
    QuicSearch apart;
    BOOST_CHECK(apart.add(second) == Answer::more());
    BOOST_CHECK(apart.add(handshake_packet({}, 50)) == Answer::more());
    BOOST_CHECK(apart.add(first) == kNamed);
}

BOOST_AUTO_TEST_CASE(ids_that_change_on_the_way)
{
    const auto message = hello_message({});
    const auto half = message.size() / 2;
    const Data first_id = {1, 1, 1, 1, 1, 1, 1, 1}, servers_id = {2, 2, 2, 2};
    const auto begin = sealed({.connection_id = first_id}, crypto_part(message, 0, half));
    const auto rest = crypto_part(message, half, message.size());

    QuicSearch answered;  // after the server's first packet: its id, the same keys
    BOOST_CHECK(answered.add(begin) == Answer::more());
    BOOST_CHECK(answered.add(sealed({.connection_id = servers_id, .key_id = first_id}, rest)) == kNamed);

    QuicSearch negotiated;  // RFC 9369 4: the same keys' id, another version
    BOOST_CHECK(negotiated.add(begin) == Answer::more());
    BOOST_CHECK(negotiated.add(sealed({.version = kQuicV2, .connection_id = servers_id, .key_id = first_id}, rest)) ==
                kNamed);

    QuicSearch retried;  // after a Retry: new keys, and all of it again
    BOOST_CHECK(retried.add(begin) == Answer::more());
    const Initial again = {.connection_id = servers_id, .token = Data(30, 1)};
    BOOST_CHECK(retried.add(sealed(again, rest)) == Answer::more());
    BOOST_CHECK(retried.add(sealed(again, crypto_part(message, 0, half))) == kNamed);
}

BOOST_AUTO_TEST_CASE(what_has_no_client_hello)
{
    BOOST_CHECK(QuicSearch().add(Data{0x40, 1, 2, 3, 4, 5, 6, 7, 8}) == Answer::never());
    // Sealed with other keys, as a server's are
    const auto message = hello_message({});
    BOOST_CHECK(QuicSearch().add(sealed({.key_id = {9}}, whole_crypto(message))) == Answer::more());
    // A frame that no Initial packet has: STREAM
    BOOST_CHECK(QuicSearch().add(sealed({}, Data{0x08, 0, 1, 2} + whole_crypto(message))) == Answer::never());
    // An ACK of more ranges than there are
    BOOST_CHECK(QuicSearch().add(sealed({}, Data(Data{0x02, 9, 0, 0x7f, 0xff} + Data(1200, 1)))) == Answer::never());
    BOOST_CHECK(QuicSearch().add(sealed({}, whole_crypto(hello_message({.name = ""})))) == Answer::never());
}

}  // namespace hookline::server_names::test
