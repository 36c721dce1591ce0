// SPDX-License-Identifier: MIT
// TLS (RFC 8446, 5246, 6101), DTLS (RFC 6347), QUIC (RFC 9000, 9369).
#include "cases.hpp"

namespace hookline::test {

namespace {

constexpr std::uint16_t kServer = 443;
constexpr std::uint16_t kClient = 50'000;

LabelCase tls(const std::string& name, hl_label label, const std::string& bytes, std::vector<unsigned> fixed = {},
              bool is_exact = false)
{
    return {name, label, kTcp, kClient, kServer, bytes, std::move(fixed), is_exact};
}

LabelCase udp(const std::string& name, hl_label label, const std::string& bytes, std::vector<unsigned> fixed = {})
{
    return {name, label, kUdp, kClient, kServer, bytes, std::move(fixed)};
}

void add_tls(std::vector<LabelCase>& cases)
{
    for (const char* version : {"00", "01", "02", "03", "04"})
        cases.push_back(tls("ClientHello in a record of version 3." + std::string(version), HL_LABEL_TLS,
                            hex("16 03 " + std::string(version) + " 01 00 01 00 00 fc 03 03") + noise(250),
                            {0, 1, 3, 5, 6, 9}));
    cases.push_back(tls("ServerHello", HL_LABEL_TLS, hex("16 03 03 00 5a 02 00 00 56 03 03") + noise(84), {0, 1}));
    cases.push_back(
        tls("ServerHello of a draft of 1.3", HL_LABEL_TLS, hex("16 03 01 00 52 02 00 00 4e 7f 1c") + noise(76)));
    cases.push_back(
        tls("Certificate over several records", HL_LABEL_TLS, hex("16 03 03 40 00 0b 00 50 00") + noise(1300)));
    cases.push_back(tls("ServerHelloDone", HL_LABEL_TLS, hex("16 03 03 00 04 0e 00 00 00"), {0, 1}));
    cases.push_back(tls("ClientKeyExchange", HL_LABEL_TLS, hex("16 03 03 00 46 10 00 00 42") + noise(66), {0, 1}));
    cases.push_back(tls("ChangeCipherSpec, then more", HL_LABEL_TLS,
                        hex("14 03 03 00 01 01 16 03 03 00 28") + noise(40), {0, 1, 3, 4, 5}));
    cases.push_back(tls("Finished, encrypted", HL_LABEL_TLS, hex("16 03 03 00 28") + noise(40), {0, 1, 3}, true));
    cases.push_back(tls("alert", HL_LABEL_TLS, hex("15 03 01 00 02 02 28"), {0, 1, 3, 5}));
    cases.push_back(tls("alert, encrypted", HL_LABEL_TLS, hex("15 03 03 00 1a") + noise(26), {0, 1, 3, 4}, true));
    cases.push_back(tls("application data", HL_LABEL_TLS, hex("17 03 03 00 30") + noise(48), {0, 1}));
    cases.push_back(tls("two records", HL_LABEL_TLS,
                        hex("17 03 03 00 10") + noise(16) + hex("17 03 03 01 00") + noise(256), {0, 1, 21, 22}));
    cases.push_back(tls("a record that goes on", HL_LABEL_TLS, hex("17 03 03 40 11") + noise(1400), {0, 1}));
    cases.push_back(tls("a hello of SSL 2.0 that offers TLS 1.0", HL_LABEL_TLS,
                        hex("80 2e 01 03 01 00 15 00 00 00 10") + noise(37), {0, 1, 2, 3, 5, 6, 7, 8, 9, 10}, true));
    cases.push_back(tls("too long a record", HL_LABEL_NONE, hex("17 03 03 48 01") + noise(1400)));
    cases.push_back(tls("an empty one", HL_LABEL_NONE, hex("17 03 03 00 00") + noise(40)));
    cases.push_back(tls("version 3.5", HL_LABEL_NONE, hex("16 03 05 01 00 01 00 00 fc 03 03") + noise(250)));
    cases.push_back(tls("a hello of four bytes", HL_LABEL_NONE, hex("16 03 01 00 44 01 00 00 04 03 03") + noise(80)));
    cases.push_back({"TLS over UDP",
                     HL_LABEL_NONE,
                     kUdp,
                     kClient,
                     kServer,
                     hex("16 03 01 01 00 01 00 00 fc 03 03") + noise(250),
                     {}});
}

void add_dtls(std::vector<LabelCase>& cases)
{
    const auto hello = hex("00 00 00 00 00 00 00 00 00 5c 01 00 00 50 00 00 00 00 00 00 00 50 fe fd") + noise(78);
    cases.push_back(udp("DTLS 1.0 ClientHello", HL_LABEL_DTLS, hex("16 fe ff") + hello, {0, 1, 2, 5, 11, 13, 19, 22}));
    cases.push_back(udp("DTLS 1.2 and 1.3 ClientHello", HL_LABEL_DTLS, hex("16 fe fd") + hello, {0, 1, 2}));
    cases.push_back(udp("that of AnyConnect", HL_LABEL_DTLS, hex("16 01 00") + hello, {0, 1, 2}));
    cases.push_back(
        udp("DTLS ChangeCipherSpec", HL_LABEL_DTLS, hex("14 fe fd 00 00 00 00 00 00 00 05 00 01 01"), {0, 1, 5}));
    cases.push_back(
        udp("DTLS Finished", HL_LABEL_DTLS, hex("16 fe fd 00 01 00 00 00 00 00 00 00 30") + noise(48), {0, 1}));
    cases.push_back(
        udp("DTLS data", HL_LABEL_DTLS, hex("17 fe fd 00 01 00 00 00 00 00 09 00 40") + noise(64), {0, 1, 11}));
    cases.push_back(udp("DTLS data with a connection id", HL_LABEL_DTLS,
                        hex("19 fe fd 00 01 00 00 00 00 00 09 00 40") + noise(64), {1}));
    cases.push_back(
        udp("data before there are keys", HL_LABEL_NONE, hex("17 fe fd 00 00 00 00 00 00 00 09 00 40") + noise(64)));
    cases.push_back(
        udp("a record beyond its datagram", HL_LABEL_NONE, hex("17 fe fd 00 01 00 00 00 00 00 09 00 41") + noise(64)));
    cases.push_back(udp("a fragment beyond its message", HL_LABEL_NONE,
                        hex("16 fe fd 00 00 00 00 00 00 00 00 00 5c 01 00 00 50 00 00 00 00 01 00 00 50") + noise(80)));
    cases.push_back({"DTLS over TCP", HL_LABEL_NONE, kTcp, kClient, kServer, hex("16 fe fd") + hello, {}});
}

void add_quic(std::vector<LabelCase>& cases)
{
    const auto ids = hex("08 83 94 c8 f0 3e 51 57 08 00"); // RFC 9001 A.2
    const auto long_header = [&](const std::string& name, const std::string& start) {
        cases.push_back(udp(name, HL_LABEL_QUIC, hex(start) + ids + hex("00 44 9e") + noise(1182), {0, 1, 2, 3}));
    };
    long_header("QUIC v1 Initial", "c3 00 00 00 01");
    long_header("QUIC v1 0-RTT", "d3 00 00 00 01");
    long_header("QUIC v1 Handshake", "e3 00 00 00 01");
    long_header("QUIC v2 Initial", "d3 6b 33 43 cf");
    long_header("QUIC draft 29", "c3 ff 00 00 1d");
    long_header("QUIC draft 34", "c3 ff 00 00 22");
    long_header("mvfst", "c3 fa ce b0 02");
    long_header("gQUIC T051", "c3 54 30 35 31");
    long_header("gQUIC Q050", "c3 51 30 35 30");
    cases.push_back(udp("QUIC Retry", HL_LABEL_QUIC, hex("ff 00 00 00 01 00 08 f0 67 a5 50 2a 42 62 b5") + noise(24),
                        {0, 1, 2, 3, 4, 5}));
    cases.push_back(
        udp("gQUIC Q046", HL_LABEL_QUIC, hex("c3 51 30 34 36 50 83 94 c8 f0 3e 51 57 08") + noise(1300), {1, 2, 3, 4}));
    cases.push_back(udp("gQUIC Q043", HL_LABEL_QUIC, hex("09 83 94 c8 f0 3e 51 57 08 51 30 34 33 01") + noise(1300),
                        {0, 9, 10, 11, 12}));
    cases.push_back(
        udp("gQUIC Q025", HL_LABEL_QUIC, hex("0d 49 be e2 d3 f0 ed cc d6 51 30 32 35 01") + noise(1300), {0, 9}));
    cases.push_back(udp("version negotiation", HL_LABEL_QUIC,
                        hex("80 00 00 00 00 00 08 f0 67 a5 50 2a 42 62 b5  00 00 00 01  6b 33 43 cf"), {1, 4, 5}));
    cases.push_back(udp("version negotiation, one kept free first", HL_LABEL_QUIC,
                        hex("ca 00 00 00 00 00 08 f0 67 a5 50 2a 42 62 b5  1a 2a 3a 4a  00 00 00 01"), {1, 15}));
    cases.push_back(udp("versions of nobody", HL_LABEL_NONE,
                        hex("80 00 00 00 00 00 08 f0 67 a5 50 2a 42 62 b5  00 00 00 07  00 00 00 08")));
    cases.push_back(udp("two and a half versions", HL_LABEL_NONE,
                        hex("80 00 00 00 00 00 08 f0 67 a5 50 2a 42 62 b5  00 00 00 01  00 00 00 02 00 00")));
    cases.push_back(udp("no fixed bit (RTP)", HL_LABEL_NONE, hex("80 00 00 00 01") + ids + noise(1200)));
    cases.push_back(udp("an id of 21 bytes", HL_LABEL_NONE, hex("c3 00 00 00 01 15") + noise(1200)));
    cases.push_back(udp("nothing behind the ids", HL_LABEL_NONE, hex("c3 00 00 00 01") + ids + noise(15)));
    cases.push_back(udp("a short header", HL_LABEL_NONE, hex("43") + noise(1200)));
    cases.push_back(
        {"QUIC over TCP", HL_LABEL_NONE, kTcp, kClient, kServer, hex("c3 00 00 00 01") + ids + noise(1200), {}});
}

}  // namespace

std::vector<LabelCase> secure_cases()
{
    std::vector<LabelCase> cases;
    add_tls(cases);
    add_dtls(cases);
    add_quic(cases);
    return cases;
}

}  // namespace hookline::test
