// SPDX-License-Identifier: MIT
// SSH (RFC 4253), RDP ([MS-RDPBCGR], [MS-RDPEUDP]), WireGuard, STUN (RFC 8489), BGP (RFC 4271).
#include "cases.hpp"

namespace hookline::test {

namespace {

constexpr std::uint16_t kServer = 9999;
constexpr std::uint16_t kClient = 50'000;

LabelCase tcp(const std::string& name, hl_label label, const std::string& bytes, std::vector<unsigned> fixed = {},
              bool is_exact = false)
{
    return {name, label, kTcp, kClient, kServer, bytes, std::move(fixed), is_exact};
}

LabelCase udp(const std::string& name, hl_label label, const std::string& bytes, std::vector<unsigned> fixed = {},
              bool is_exact = false)
{
    return {name, label, kUdp, kClient, kServer, bytes, std::move(fixed), is_exact};
}

void add_ssh(std::vector<LabelCase>& cases)
{
    cases.push_back(tcp("SSH 2.0", HL_LABEL_SSH, "SSH-2.0-OpenSSH_9.2\r\n", {0, 1, 2, 3, 4, 5, 6}));
    cases.push_back(tcp("SSH 1.99", HL_LABEL_SSH, "SSH-1.99-Cisco-1.25\n"));
    cases.push_back(tcp("SSH 3", HL_LABEL_NONE, "SSH-3.0-x\r\n"));
    cases.push_back(tcp("SSH of no version", HL_LABEL_NONE, "SSH-2.x-y\r\n"));
    cases.push_back(udp("SSH over UDP", HL_LABEL_NONE, "SSH-2.0-OpenSSH_9.2\r\n"));
}

void add_rdp(std::vector<LabelCase>& cases)
{
    const std::string cookie = "Cookie: mstshash=user\r\n";
    cases.push_back(tcp("RDP request", HL_LABEL_RDP, hex("03 00 00 13 0e e0 00 00 00 00 00 01 00 08 00 0b 00 00 00"),
                        {0, 1, 2, 3, 4, 5, 6, 7, 10, 11, 13, 14, 16}, true));
    cases.push_back(tcp("RDP request with a cookie", HL_LABEL_RDP,
                        hex("03 00 00 2a 25 e0 00 00 00 00 00") + cookie + hex("01 00 08 00 03 00 00 00"),
                        {0, 3, 4, 11, 18}));
    cases.push_back(tcp("RDP confirm", HL_LABEL_RDP, hex("03 00 00 13 0e d0 00 00 12 34 00 02 1f 08 00 02 00 00 00"),
                        {0, 1, 2, 3, 4, 5, 10, 11, 13}, true));
    cases.push_back(tcp("RDP refusal", HL_LABEL_RDP, hex("03 00 00 13 0e d0 00 00 12 34 00 03 00 08 00 05 00 00 00")));
    cases.push_back({"RDP request of old, with the port",
                     HL_LABEL_RDP,
                     kTcp,
                     kClient,
                     3389,
                     hex("03 00 00 0b 06 e0 00 00 00 00 00"),
                     {0, 5},
                     true});
    cases.push_back(tcp("the same elsewhere", HL_LABEL_NONE, hex("03 00 00 0b 06 e0 00 00 00 00 00")));
    cases.push_back({"S7 over the same X.224",
                     HL_LABEL_NONE,
                     kTcp,
                     kClient,
                     102,
                     hex("03 00 00 16 11 e0 00 00 00 01 00 c0 01 0a c1 02 01 00 c2 02 01 02"),
                     {}});
    cases.push_back({"H.323 over the same TPKT",
                     HL_LABEL_NONE,
                     kTcp,
                     kClient,
                     1720,
                     hex("03 00 00 10 08 02 00 01 05 04 03 88 93 a5 28 00"),
                     {}});
    cases.push_back({"RDP over UDP, SYN",
                     HL_LABEL_RDP,
                     kUdp,
                     kClient,
                     3389,
                     hex("ff ff ff ff 00 40 10 01 11 22 33 44 04 d0 04 d0") + zeros(1216),
                     {0, 1, 2, 3, 7, 12, 14}});
    cases.push_back({"the same, not padded",
                     HL_LABEL_NONE,
                     kUdp,
                     kClient,
                     3389,
                     hex("ff ff ff ff 00 40 10 01 11 22 33 44 04 d0 04 d0"),
                     {}});
}

void add_wireguard(std::vector<LabelCase>& cases)
{
    cases.push_back(
        udp("WireGuard initiation", HL_LABEL_WIREGUARD, hex("01 00 00 00") + noise(144), {0, 1, 2, 3}, true));
    cases.push_back(udp("WireGuard response", HL_LABEL_WIREGUARD, hex("02 00 00 00") + noise(88), {0, 1, 2, 3}, true));
    cases.push_back(udp("WireGuard cookie", HL_LABEL_WIREGUARD, hex("03 00 00 00") + noise(60), {0, 1, 2, 3}, true));
    const auto counter = hex("4d 5a 11 e7  07 00 00 00 00 00 00 00");
    cases.push_back(udp("WireGuard data", HL_LABEL_WIREGUARD, hex("04 00 00 00") + counter + noise(96),
                        {0, 1, 2, 3, 13, 14, 15}, true));
    cases.push_back(
        udp("WireGuard keepalive", HL_LABEL_WIREGUARD, hex("04 00 00 00") + counter + noise(16), {0}, true));
    cases.push_back(udp("reserved bytes that are not zero", HL_LABEL_NONE, hex("01 5a 3c 11") + noise(144)));
    cases.push_back(udp("DCE RPC over UDP", HL_LABEL_NONE, hex("04 00 00 00 10 00 00 00") + zeros(16) + noise(56)));
    cases.push_back(tcp("WireGuard over TCP", HL_LABEL_NONE, hex("01 00 00 00") + noise(144)));
}

void add_stun(std::vector<LabelCase>& cases)
{
    const auto id = hex("21 12 a4 42") + noise(12);
    cases.push_back(udp("STUN request", HL_LABEL_STUN, hex("00 01 00 00") + id, {0, 2, 3, 4, 5, 6, 7}, true));
    cases.push_back(udp("STUN answer", HL_LABEL_STUN,
                        hex("01 01 00 0c") + id + hex("00 20 00 08 00 01 a1 47 e1 12 a6 43"), {3, 4, 5, 6, 7}, true));
    cases.push_back(tcp("STUN over TCP", HL_LABEL_STUN, hex("00 03 00 00") + id + hex("00 01"), {4}));
    cases.push_back(udp("STUN before there was a cookie", HL_LABEL_NONE, hex("00 01 00 00") + noise(16)));
    cases.push_back(udp("a length that is not of words", HL_LABEL_NONE, hex("00 01 00 02") + id + hex("00 00")));
}

void add_bgp(std::vector<LabelCase>& cases)
{
    const std::string marker(16, '\xff');
    cases.push_back(
        tcp("BGP OPEN", HL_LABEL_BGP, marker + hex("00 1d 01 04 fd e8 00 b4 0a 00 00 01 00"), {0, 7, 8, 15, 18, 19}));
    cases.push_back(tcp("BGP UPDATE", HL_LABEL_BGP, marker + hex("00 17 02 00 00 00 00"), {0, 15}));
    cases.push_back(tcp("BGP NOTIFICATION", HL_LABEL_BGP, marker + hex("00 15 03 06 04")));
    cases.push_back(tcp("BGP KEEPALIVE", HL_LABEL_BGP, marker + hex("00 13 04"), {17, 18}));
    cases.push_back(tcp("BGP ROUTE-REFRESH", HL_LABEL_BGP, marker + hex("00 17 05 00 01 00 01")));
    cases.push_back(tcp("type 6", HL_LABEL_NONE, marker + hex("00 17 06 00 01 00 01")));
    cases.push_back(udp("BGP over UDP", HL_LABEL_NONE, marker + hex("00 13 04")));
}

}  // namespace

std::vector<LabelCase> remote_cases()
{
    std::vector<LabelCase> cases;
    add_ssh(cases);
    add_rdp(cases);
    add_wireguard(cases);
    add_stun(cases);
    add_bgp(cases);
    return cases;
}

}  // namespace hookline::test
