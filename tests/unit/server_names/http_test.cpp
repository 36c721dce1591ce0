// SPDX-License-Identifier: MIT
#include <boost/test/unit_test.hpp>

#include <nghttp2/nghttp2.h>

#include <algorithm>

#include "quic_packets.hpp"
#include "server_names/http_host.hpp"

namespace hookline::server_names::test {
namespace {

const Answer kNamed = Answer::found("www.example.org");

Data text(std::string_view characters)
{
    return {characters.begin(), characters.end()};
}

using Fields = std::vector<std::pair<std::string, std::string>>;

// What libnghttp2 makes of it, with Huffman codes and entries of its table.
Data compressed(const Fields& fields)
{
    nghttp2_hd_deflater* deflater = nullptr;
    BOOST_REQUIRE(::nghttp2_hd_deflate_new(&deflater, 4096) == 0);
    std::vector<nghttp2_nv> list;
    for (const auto& [name, value] : fields)
        list.push_back({const_cast<std::uint8_t*>(reinterpret_cast<const std::uint8_t*>(name.data())),
                        const_cast<std::uint8_t*>(reinterpret_cast<const std::uint8_t*>(value.data())), name.size(),
                        value.size(), NGHTTP2_NV_FLAG_NONE});
    Data out(::nghttp2_hd_deflate_bound(deflater, list.data(), list.size()));
    const auto size = ::nghttp2_hd_deflate_hd(deflater, out.data(), out.size(), list.data(), list.size());
    ::nghttp2_hd_deflate_del(deflater);
    BOOST_REQUIRE(size > 0);
    out.resize(static_cast<std::size_t>(size));
    return out;
}

Data frame(std::uint8_t type, std::uint8_t flags, const Data& payload)
{
    const auto size = payload.size();
    return Data{static_cast<std::uint8_t>(size >> 16),
                static_cast<std::uint8_t>(size >> 8),
                static_cast<std::uint8_t>(size),
                type,
                flags,
                0,
                0,
                0,
                1} +
           payload;
}

const Data kPreface = text("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n") + frame(NGHTTP2_SETTINGS, 0, {});
const Fields kRequest = {{":method", "GET"}, {":scheme", "http"}, {":path", "/"}, {":authority", "www.Example.org:80"}};

}  // namespace

BOOST_AUTO_TEST_CASE(the_host_of_a_request)
{
    BOOST_CHECK(http_host(text("GET / HTTP/1.1\r\nHost: www.example.org\r\n\r\n")) == kNamed);
    BOOST_CHECK(http_host(text("GET / HTTP/1.1\r\nA: b\r\nHOST:\t WWW.example.org:8080 \r\n")) == kNamed);
    BOOST_CHECK(http_host(text("M-SEARCH * HTTP/1.1\nHost:www.example.org\n")) == kNamed);
    BOOST_CHECK(http_host(text("GET http://www.example.org:80/a?b HTTP/1.1\r\nHost: other\r\n")) == kNamed);
    BOOST_CHECK(http_host(text("GET /?u=http://other/ HTTP/1.0\r\nHost: www.example.org\r\n")) == kNamed);
    BOOST_CHECK(http_host(text("CONNECT www.example.org:443 HTTP/1.1\r\n")) == kNamed);
    BOOST_CHECK(http_host(text("GET / HTTP/1.1\r\nHost: [2001:db8::1]:80\r\n")) == Answer::found("2001:db8::1"));
}

BOOST_AUTO_TEST_CASE(requests_without_a_host_and_other_bytes)
{
    for (const char* request :
         {"GET / HTTP/1.0\r\n\r\nHost: a\r\n", "GET / HTTP/1.1\r\nHost: a\x1b[0m\r\n", "GET / HTTP/1.1\r\nHost:\r\n",
          "HTTP/1.1 200 OK\r\nHost: a\r\n", "GET /\r\nHost: a\r\n", "GET HTTP/1.1\r\nHost: a\r\n",
          "GET / HTTP/1.1x\r\nHost: a\r\n", "GET http;//a/ HTTP/1.1\r\nHost: b\r\n",
          "GET a?b://c HTTP/1.1\r\nHost: b\r\n", "get / HTTP/1.1\r\nHost: a\r\n", "\x16\x03\x01"})
        BOOST_CHECK_MESSAGE(http_host(text(request)) == Answer::never(), request);
    for (const char* request :
         {"GET / HTTP/1.1\r\nXHost: a\r\n", "GET / HTTP/1.1\r\nHost : a\r\n", "GET / HTTP/1.1\r\nHost: www.example.or"})
        BOOST_CHECK_MESSAGE(http_host(text(request)) == Answer::more(), request);
}

BOOST_AUTO_TEST_CASE(a_request_cut_anywhere_says_more)
{
    const auto request = text("POST /a HTTP/1.1\r\nAccept: */*\r\nHost: www.example.org\r\n");
    for (std::size_t size = 0; size < request.size(); ++size)
        BOOST_CHECK(http_host(std::span(request).first(size)) == Answer::more());
    BOOST_CHECK(http_host(request) == kNamed);
}

BOOST_AUTO_TEST_CASE(the_authority_of_http2)
{
    const auto block = compressed(kRequest);
    const auto whole = kPreface + frame(NGHTTP2_HEADERS, NGHTTP2_FLAG_END_HEADERS, block);
    BOOST_CHECK(http2_host(whole) == kNamed);
    for (std::size_t size = 0; size < whole.size(); ++size)
        BOOST_REQUIRE(http2_host(std::span(whole).first(size)).kind != Answer::Kind::never);

    const Data priority(5, 0);
    const auto padded = Data{3} + priority + block + Data(3, 0);
    const std::uint8_t flags = NGHTTP2_FLAG_END_HEADERS | NGHTTP2_FLAG_PADDED | NGHTTP2_FLAG_PRIORITY;
    BOOST_CHECK(http2_host(kPreface + frame(NGHTTP2_HEADERS, flags, padded)) == kNamed);
}

BOOST_AUTO_TEST_CASE(a_field_block_in_several_frames)
{
    const auto block = compressed(kRequest);
    const auto half = static_cast<long>(block.size() / 2);
    const Data first(block.begin(), block.begin() + half), second(block.begin() + half, block.end());
    const auto headers = kPreface + frame(NGHTTP2_HEADERS, 0, first);
    BOOST_CHECK(http2_host(headers) == Answer::more());
    BOOST_CHECK(http2_host(headers + frame(NGHTTP2_CONTINUATION, NGHTTP2_FLAG_END_HEADERS, second)) == kNamed);
    BOOST_CHECK(http2_host(headers + frame(NGHTTP2_DATA, 0, second)) == Answer::never());
}

BOOST_AUTO_TEST_CASE(http2_without_authority)
{
    const auto request = [](const Fields& fields) {
        return kPreface + frame(NGHTTP2_HEADERS, NGHTTP2_FLAG_END_HEADERS, compressed(fields));
    };
    BOOST_CHECK(http2_host(request({{":method", "GET"}, {"host", "www.example.org"}})) == kNamed);
    BOOST_CHECK(http2_host(request({{":method", "GET"}})) == Answer::never());
    BOOST_CHECK(http2_host(request({{":authority", "a\x01"}})) == Answer::never());
    BOOST_CHECK(http2_host(frame(NGHTTP2_SETTINGS, 0, {})) == Answer::never());  // a server's start
    BOOST_CHECK(http2_host(kPreface + frame(NGHTTP2_HEADERS, NGHTTP2_FLAG_END_HEADERS, Data(20, 0xff))) ==
                Answer::never());
}

}  // namespace hookline::server_names::test
