// SPDX-License-Identifier: MIT
// HTTP/1 (RFC 9112), HTTP/2 (RFC 9113), SIP (RFC 3261), and what looks like them.
#include "cases.hpp"

namespace hookline::test {

namespace {

constexpr std::uint16_t kWeb = 8080;
constexpr std::uint16_t kClient = 50'000;

LabelCase request(const std::string& line, hl_label label = HL_LABEL_HTTP)
{
    return {line, label, kTcp, kClient, kWeb, line + "\r\nHost: example.org\r\n\r\n", {}};
}

LabelCase datagram(const std::string& line, hl_label label)
{
    return {line + " over UDP", label, kUdp, 5060, 5060, line + "\r\nVia: SIP/2.0/UDP a.example\r\n\r\n", {}};
}

// Every method of IANA's registry.
void add_methods(std::vector<LabelCase>& cases)
{
    for (const char* method : {"ACL",
                               "BASELINE-CONTROL",
                               "BIND",
                               "CHECKIN",
                               "CHECKOUT",
                               "CONNECT",
                               "COPY",
                               "DELETE",
                               "GET",
                               "HEAD",
                               "LABEL",
                               "LINK",
                               "LOCK",
                               "MERGE",
                               "MKACTIVITY",
                               "MKCALENDAR",
                               "MKCOL",
                               "MKREDIRECTREF",
                               "MKWORKSPACE",
                               "MOVE",
                               "OPTIONS",
                               "ORDERPATCH",
                               "PATCH",
                               "POST",
                               "PROPFIND",
                               "PROPPATCH",
                               "PUT",
                               "QUERY",
                               "REBIND",
                               "REPORT",
                               "SEARCH",
                               "TRACE",
                               "UNBIND",
                               "UNCHECKOUT",
                               "UNLINK",
                               "UNLOCK",
                               "UPDATE",
                               "UPDATEREDIRECTREF",
                               "VERSION-CONTROL"})
        cases.push_back(request(method + std::string(" / HTTP/1.1")));
}

void add_http(std::vector<LabelCase>& cases)
{
    const std::string long_path = "/" + std::string(200, 'x');
    cases.push_back({"GET",
                     HL_LABEL_HTTP,
                     kTcp,
                     kClient,
                     kWeb,
                     "GET / HTTP/1.1\r\n\r\n",
                     {0, 1, 2, 3, 6, 7, 8, 9, 10, 11, 12, 13}});
    cases.push_back(request("GET http://example.org/ HTTP/1.0"));
    cases.push_back(request("CONNECT example.org:443 HTTP/1.1"));
    cases.push_back(request("OPTIONS * HTTP/1.1"));
    cases.push_back(request("NOTIFY /events HTTP/1.1"));
    cases.push_back(request("GET /"));
    cases.push_back(request("GET /index.html"));
    cases.push_back({"a bare LF", HL_LABEL_HTTP, kTcp, kClient, kWeb, "GET / HTTP/1.1\nHost: a\n\n", {}});
    cases.push_back(request("GET " + long_path + " HTTP/1.1"));
    cases.push_back(request("POST http://example.org" + long_path + " HTTP/1.1"));
    cases.push_back({"a response",
                     HL_LABEL_HTTP,
                     kTcp,
                     kWeb,
                     kClient,
                     "HTTP/1.1 200 OK\r\n\r\n",
                     {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11}});
    cases.push_back({"a 1.0 response", HL_LABEL_HTTP, kTcp, kWeb, kClient, "HTTP/1.0 404 Not Found\r\n\r\n", {5, 7}});
    for (const char* other : {"OPTIONS * RTSP/1.0", "OPTIONS icap://a.example/m ICAP/1.0", "GET / HTTP/2.0",
                              "GET / RTSP/1.0", "HEAD /", "GET", "GETX / HTTP/1.1", "FETCH / HTTP/1.1",
                              "get / HTTP/1.1", "DESCRIBE rtsp://a/b RTSP/1.0", "GET  / ICY", "GNUTELLA CONNECT/0.6"})
        cases.push_back(request(other, HL_LABEL_NONE));
    cases.push_back(request("GET x" + long_path + " HTTP/1.1", HL_LABEL_NONE));
    cases.push_back({"a line that is not over", HL_LABEL_NONE, kTcp, kClient, kWeb, "GET /index", {}});
    for (const char* other : {"ICY 200 OK\r\n\r\n", "RTSP/1.0 200 OK\r\n\r\n", "HTTP/1.1 OK\r\n", "HTTP/1.2 200 OK\r\n",
                              "HTTP/1.1 700 No\r\n", "HTTP/1.1 20"})
        cases.push_back({other, HL_LABEL_NONE, kTcp, kWeb, kClient, other, {}});
}

void add_ssdp(std::vector<LabelCase>& cases)
{
    for (const char* line : {"M-SEARCH * HTTP/1.1", "NOTIFY * HTTP/1.1", "HTTP/1.1 200 OK", "GET / HTTP/1.1"})
        cases.push_back(datagram(line, HL_LABEL_NONE));
}

void add_http2(std::vector<LabelCase>& cases)
{
    const std::string preface = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";
    const auto server = [&](const std::string& name, hl_label label, const std::string& bytes,
                            std::vector<unsigned> fixed = {}, bool is_exact = false) {
        cases.push_back({name, label, kTcp, kWeb, kClient, bytes, std::move(fixed), is_exact});
    };
    cases.push_back({"HTTP/2 preface",
                     HL_LABEL_HTTP2,
                     kTcp,
                     kClient,
                     kWeb,
                     preface + hex("00 00 00 04 00 00 00 00 00"),
                     {0, 1, 2, 4, 6, 11, 14, 17, 18, 19, 20, 21, 22, 23}});
    cases.push_back({"a preface cut", HL_LABEL_NONE, kTcp, kClient, kWeb, preface.substr(0, 20), {}});
    server("SETTINGS of a server", HL_LABEL_HTTP2,
           hex("00 00 0c 04 00 00 00 00 00  00 03 00 00 00 64  00 04 00 00 ff ff"), {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10});
    server("empty SETTINGS", HL_LABEL_HTTP2, hex("00 00 00 04 00 00 00 00 00"), {0, 1, 2, 3, 4, 5, 6, 7, 8}, true);
    server("empty SETTINGS, acknowledgement", HL_LABEL_HTTP2,
           hex("00 00 00 04 00 00 00 00 00  00 00 00 04 01 00 00 00 00"), {3, 9, 12, 13, 17});
    server("empty SETTINGS, WINDOW_UPDATE", HL_LABEL_HTTP2,
           hex("00 00 00 04 00 00 00 00 00  00 00 04 08 00 00 00 00 00  00 3f 00 01"), {3, 11, 12, 17});
    server("four bytes of something and zeros", HL_LABEL_NONE, hex("00 00 00 04 00 00 00 00 00 00 00 00"));
    server("seven bytes of SETTINGS", HL_LABEL_NONE, hex("00 00 07 04 00 00 00 00 00  00 03 00 00 00 64 00"));
    server("SETTINGS that are cut", HL_LABEL_NONE, hex("00 00 0c 04 00 00 00 00 00  00 03 00 00 00 64"));
}

void add_sip(std::vector<LabelCase>& cases)
{
    for (const char* method : {"INVITE", "ACK", "BYE", "CANCEL", "OPTIONS", "REGISTER", "PRACK", "SUBSCRIBE", "NOTIFY",
                               "PUBLISH", "INFO", "REFER", "MESSAGE", "UPDATE"}) {
        cases.push_back(datagram(method + std::string(" sip:bob@b.example SIP/2.0"), HL_LABEL_SIP));
        cases.push_back(request(method + std::string(" sips:bob@b.example SIP/2.0"), HL_LABEL_SIP));
    }
    cases.push_back(datagram("INVITE tel:+358-555-1234567 SIP/2.0", HL_LABEL_SIP));
    cases.push_back(datagram("INVITE sip:" + std::string(200, 'b') + " SIP/2.0", HL_LABEL_SIP));
    cases.push_back({"a SIP response",
                     HL_LABEL_SIP,
                     kUdp,
                     5060,
                     5060,
                     "SIP/2.0 180 Ringing\r\n\r\n",
                     {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10}});
    cases.push_back({"the same over TCP", HL_LABEL_SIP, kTcp, 5060, kClient, "SIP/2.0 200 OK\r\n\r\n", {}});
    for (const char* other : {"INVITE sip:bob@b.example SIP/3.0", "INVITE sip:bob@b.example", "HELLO sip:b SIP/2.0",
                              "SIP/2.0 OK", "SIP/2.1 200 OK"})
        cases.push_back(datagram(other, HL_LABEL_NONE));
}

}  // namespace

std::vector<LabelCase> web_cases()
{
    std::vector<LabelCase> cases;
    add_methods(cases);
    add_http(cases);
    add_ssdp(cases);
    add_http2(cases);
    add_sip(cases);
    return cases;
}

}  // namespace hookline::test
