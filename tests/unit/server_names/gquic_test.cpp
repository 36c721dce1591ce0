// SPDX-License-Identifier: MIT
#include <boost/test/unit_test.hpp>

#include "quic_packets.hpp"
#include "server_names/quic_search.hpp"

namespace hookline::server_names::test {
namespace {

Data text(std::string_view characters)
{
    return {characters.begin(), characters.end()};
}

// A CHLO of three values.
Data client_hello(std::string_view name)
{
    const auto end = static_cast<std::uint8_t>(4 + name.size());
    const std::uint8_t last = end + 2;
    return text("CHLO") + Data{3, 0, 0, 0} + text("PAD") + Data{0, 4, 0, 0, 0} + text("SNI") + Data{0, end, 0, 0, 0} +
           text("VER") + Data{0, last, 0, 0, 0} + text("----") + text(name) + text("xx");
}

Data stream_frame(const Data& data, bool is_big_endian)
{
    const auto size = static_cast<std::uint8_t>(data.size());
    return Data{0xa0, 1} + (is_big_endian ? Data{0, size} : Data{size, 0}) + data;
}

Data with_public_header(std::string_view version, const Data& frame)
{
    return Data{0x09} + Data(8, 0x11) + text(version) + Data{1} + Data(12, 0xaa) + frame + Data(200, 0);
}

Data with_long_header(std::string_view version, const Data& frame)
{
    return Data{0xc3} + text(version) + Data{0x50} + Data(8, 0x11) + Data{0, 0, 0, 1} + Data(12, 0xaa) + frame;
}

}  // namespace

BOOST_AUTO_TEST_CASE(the_name_in_gquic)
{
    const auto hello = client_hello("Video.example.org");
    const auto named = Answer::found("video.example.org");
    BOOST_CHECK(QuicSearch().add(with_public_header("Q043", stream_frame(hello, true))) == named);
    BOOST_CHECK(QuicSearch().add(with_public_header("Q039", stream_frame(hello, true))) == named);
    BOOST_CHECK(QuicSearch().add(with_public_header("Q035", stream_frame(hello, false))) == named);
    BOOST_CHECK(QuicSearch().add(with_public_header("Q025", Data{0} + stream_frame(hello, false))) == named);
    BOOST_CHECK(QuicSearch().add(with_long_header("Q046", stream_frame(hello, true))) == named);
}

BOOST_AUTO_TEST_CASE(gquic_that_says_no_name)
{
    const auto frame = stream_frame(client_hello("video.example.org"), true);
    for (const char* version : {"Q023", "Q033", "Q044", "Q050", "Q099", "Q0x3", "T051"})
        BOOST_CHECK(QuicSearch().add(with_public_header(version, frame)).kind == Answer::Kind::never);
    BOOST_CHECK(QuicSearch().add(with_long_header("Q050", frame)) == Answer::never());
    BOOST_CHECK(QuicSearch().add(with_public_header("Q043", stream_frame(client_hello("a\tb"), true))) ==
                Answer::never());
    auto other_stream = frame;
    other_stream[1] = 5;
    BOOST_CHECK(QuicSearch().add(with_public_header("Q043", other_stream)) == Answer::never());
    auto values_backwards = client_hello("video.example.org");
    values_backwards[8 + 12] = 2;  // the name's value ends before it begins
    BOOST_CHECK(QuicSearch().add(with_public_header("Q043", stream_frame(values_backwards, true))) == Answer::never());
}

}  // namespace hookline::server_names::test
