// SPDX-License-Identifier: MIT
// Each sample cut at every length, and every bit of it turned over: nothing is read past the end, and no name comes out that
// is not in it.
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <functional>
#include <ostream>

#include "quic_packets.hpp"
#include "quic_samples.hpp"
#include "server_names/name_search.hpp"

namespace hookline::server_names::test {
namespace {

struct Sample {
    const char* title;
    hl_label label;
    std::function<Data()> make;
    std::string name = "www.example.org";
};
std::ostream& operator<<(std::ostream& out, const Sample& sample)
{
    return out << sample.title;
}

Data text(std::string_view characters)
{
    return {characters.begin(), characters.end()};
}

Data gquic_hello()
{
    return Data{0xc3} + text("Q046") + Data{0x50} + Data(8, 1) + Data{0, 0, 0, 1} + Data(12, 2) + Data{0xa0, 1, 0, 31} +
           text("CHLO") + Data{1, 0, 0, 0} + text("SNI") + Data{0, 15, 0, 0, 0} + text("www.example.org");
}

Data http2_request()
{
    // A literal :authority without Huffman codes (RFC 7541 6.2.2)
    const auto block = Data{0x82, 0x86, 0x84, 0x01, 15} + text("www.example.org");
    return text("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n") + Data{0, 0, 0, 4, 0, 0, 0, 0, 0} +
           Data{0, 0, static_cast<std::uint8_t>(block.size()), 1, 4, 0, 0, 0, 1} + block;
}

const Sample kSamples[] = {
    {"TLS", HL_LABEL_TLS, [] { return tls_stream({}); }},
    {"TLS, 1,800 bytes in records", HL_LABEL_TLS, [] { return tls_stream({.more = 1500, .record_size = 512}); }},
    {"DTLS", HL_LABEL_DTLS, [] { return dtls_datagrams({})[0]; }},
    {"QUIC, RFC 9001", HL_LABEL_QUIC, [] { return from_hex(kQuicSamples[0].packet); }, "example.com"},
    {"QUIC, RFC 9369", HL_LABEL_QUIC, [] { return from_hex(kQuicSamples[1].packet); }, "example.com"},
    {"gQUIC", HL_LABEL_QUIC, gquic_hello},
    {"HTTP", HL_LABEL_HTTP,
     [] { return text("GET /a?b=http://c HTTP/1.1\r\nAccept: */*\r\nHost: www.example.org\r\n\r\n"); }},
    {"HTTP, absolute", HL_LABEL_HTTP, [] { return text("GET http://www.example.org/ HTTP/1.1\r\nHost: a.b\r\n\r\n"); }},
    {"HTTP/2", HL_LABEL_HTTP2, http2_request},
};

Answer answer_to(hl_label label, const Data& bytes)
{
    return NameSearch(label).add(bytes);
}

// The frames of an Initial packet, mutated before they are sealed.
Answer answer_to_frames(const Data& frames)
{
    return NameSearch(HL_LABEL_QUIC).add(sealed({}, frames));
}

void check_flip(const Sample& sample, const Data& bytes, std::size_t position, const Answer& answer)
{
    if (answer.kind != Answer::Kind::found || answer.name == sample.name) return;
    const auto name = std::search(bytes.begin(), bytes.end(), sample.name.begin(), sample.name.end()) - bytes.begin();
    const auto end = static_cast<std::size_t>(name) + sample.name.size();
    // In the name or in what ends it. gQUIC says a size only once: the name loses its end.
    const bool is_part = sample.name.starts_with(answer.name);
    BOOST_REQUIRE_MESSAGE(is_part || (position + 1 >= static_cast<std::size_t>(name) && position <= end),
                          sample << ": bit of byte " << position << " makes it " << answer.name);
}

}  // namespace

BOOST_DATA_TEST_CASE(cut_at_every_length, boost::unit_test::data::make(kSamples), sample)
{
    const auto bytes = sample.make();
    BOOST_REQUIRE(answer_to(sample.label, bytes) == Answer::found(sample.name));
    for (std::size_t size = 0; size < bytes.size(); ++size) {
        const auto answer = answer_to(sample.label, {bytes.begin(), bytes.begin() + static_cast<long>(size)});
        BOOST_REQUIRE(answer.kind != Answer::Kind::found || answer.name == sample.name);
    }
}

BOOST_DATA_TEST_CASE(every_bit_turned_over, boost::unit_test::data::make(kSamples), sample)
{
    auto bytes = sample.make();
    const auto original = bytes;
    for (std::size_t at = 0; at < bytes.size(); ++at)
        for (int bit = 0; bit < 8; ++bit) {
            bytes[at] ^= static_cast<std::uint8_t>(1 << bit);
            check_flip(sample, original, at, answer_to(sample.label, bytes));
            bytes[at] = original[at];
        }
}

BOOST_AUTO_TEST_CASE(every_bit_of_quic_frames_turned_over)
{
    const auto message = hello_message({});
    auto frames = ack_frame() + crypto_part(message, 100, message.size()) + Data{1, 0} + crypto_part(message, 0, 100);
    const auto original = frames;
    const Sample sample = {"frames", HL_LABEL_QUIC, {}};
    BOOST_REQUIRE(answer_to_frames(frames) == Answer::found(sample.name));
    for (std::size_t at = 0; at < frames.size(); ++at)
        for (int bit = 0; bit < 8; ++bit) {
            frames[at] ^= static_cast<std::uint8_t>(1 << bit);
            check_flip(sample, original, at, answer_to_frames(frames));
            frames[at] = original[at];
        }
}

}  // namespace hookline::server_names::test
