// SPDX-License-Identifier: MIT
// DNS (RFC 1035), mDNS (RFC 6762), NTP (RFC 5905, 9327), DHCP (RFC 2131, 8415), SNMP (RFC 1157, 1905, 3412).
#include "cases.hpp"

namespace hookline::test {

namespace {

constexpr std::uint16_t kClient = 50'000;

LabelCase to(std::uint16_t port, const std::string& name, hl_label label, const std::string& bytes,
             std::vector<unsigned> fixed = {}, bool is_exact = false)
{
    return {name, label, kUdp, kClient, port, bytes, std::move(fixed), is_exact};
}

LabelCase from(std::uint16_t port, const std::string& name, hl_label label, const std::string& bytes,
               std::vector<unsigned> fixed = {}, bool is_exact = false)
{
    return {name, label, kUdp, port, kClient, bytes, std::move(fixed), is_exact};
}

void add_dns(std::vector<LabelCase>& cases)
{
    const auto question = hex("07") + "example" + hex("03") + "org" + hex("00 00 01 00 01");
    const auto query = hex("1a 2b 01 00 00 01 00 00 00 00 00 00") + question;
    const auto answer =
        hex("1a 2b 81 80 00 01 00 01 00 00 00 00") + question + hex("c0 0c 00 01 00 01 00 00 0e 10 00 04 5d b8 d8 22");
    cases.push_back(to(53, "DNS query", HL_LABEL_DNS, query, {3, 4, 5, 6, 7, 8, 10, 12}));
    cases.push_back(from(53, "DNS answer", HL_LABEL_DNS, answer, {4, 6, 8, 10, 12}));
    cases.push_back(
        from(53, "DNS refuses, without the question", HL_LABEL_DNS, hex("1a 2b 81 01 00 00 00 00 00 00 00 00")));
    cases.push_back(to(53, "DNS UPDATE", HL_LABEL_DNS, hex("1a 2b 28 00 00 01 00 00 00 02 00 00") + question));
    cases.push_back(
        to(53, "DNS query with EDNS", HL_LABEL_DNS,
           hex("1a 2b 01 20 00 01 00 00 00 00 00 01") + question + hex("00 00 29 04 d0 00 00 00 00 00 00")));
    cases.push_back(to(53, "bit Z", HL_LABEL_NONE, hex("1a 2b 01 40 00 01 00 00 00 00 00 00") + question));
    cases.push_back(to(53, "opcode 7", HL_LABEL_NONE, hex("1a 2b 39 00 00 01 00 00 00 00 00 00") + question));
    cases.push_back(to(53, "a header alone", HL_LABEL_NONE, query.substr(0, 12)));
    cases.push_back(to(5355, "LLMNR", HL_LABEL_NONE, query));
    cases.push_back(to(137, "NBNS", HL_LABEL_NONE,
                       hex("1a 2b 01 10 00 01 00 00 00 00 00 00 20") + std::string(32, 'C') + hex("00 00 20 00 01")));
    cases.push_back(to(kClient, "DNS elsewhere", HL_LABEL_NONE, query));
    cases.push_back({"DNS over TCP", HL_LABEL_DNS, kTcp, kClient, 53, hex("00 1d") + query, {5, 6, 7}});
    cases.push_back({"DNS over TCP, answer", HL_LABEL_DNS, kTcp, 53, kClient, hex("00 2d") + answer, {}});
    cases.push_back({"DNS over TCP without a length", HL_LABEL_NONE, kTcp, kClient, 53, query, {}});
    cases.push_back({"mDNS query",
                     HL_LABEL_MDNS,
                     kUdp,
                     5353,
                     5353,
                     hex("00 00 00 00 00 01 00 00 00 00 00 00") + question,
                     {2, 3, 4, 6, 8, 10}});
    cases.push_back({"mDNS answer",
                     HL_LABEL_MDNS,
                     kUdp,
                     5353,
                     5353,
                     hex("00 00 84 00 00 00 00 02 00 00 00 01") + question,
                     {3, 4}});
    cases.push_back({"mDNS with nothing", HL_LABEL_NONE, kUdp, 5353, 5353, hex("00 00 00 00") + zeros(8), {}});
    cases.push_back(
        {"mDNS that failed", HL_LABEL_NONE, kUdp, 5353, 5353, hex("00 00 84 03 00 00 00 01 00 00 00 00"), {}});
}

void add_ntp(std::vector<LabelCase>& cases)
{
    const auto server = hex("24 02 06 e9 00 00 04 5b 00 00 0a 2d c0 a8 01 01") + noise(32);
    cases.push_back(from(123, "NTP server", HL_LABEL_NTP, server, {1, 2, 4, 8}, true));
    cases.push_back(
        {"NTP peer", HL_LABEL_NTP, kUdp, 123, 123, hex("19 03 0a fa 00 00 01 00 00 00 20 00") + noise(36), {}});
    for (const char* version : {"0b", "13", "1b", "23"})
        cases.push_back(
            to(123, std::string("NTP client ") + version, HL_LABEL_NTP, hex(version) + zeros(39) + noise(8)));
    cases.push_back(
        to(123, "NTP client that says nothing of itself", HL_LABEL_NTP, hex("23 00 00 20") + zeros(36) + noise(8)));
    cases.push_back(from(123, "NTP with MD5", HL_LABEL_NTP, server + noise(20)));
    cases.push_back(to(123, "NTP readvar", HL_LABEL_NTP, hex("16 02 00 01 00 00 00 00 00 00 00 00"), {1, 4, 8, 10}));
    cases.push_back(
        from(123, "NTP readvar, answer", HL_LABEL_NTP, hex("16 82 00 01 06 18 00 00 00 00 00 08") + "stratum2", {10}));
    cases.push_back(to(123, "NTP monlist", HL_LABEL_NTP, hex("17 00 03 2a 00 00 00 00") + zeros(40), {2, 4, 6}));
    cases.push_back(
        from(123, "NTP monlist, answer", HL_LABEL_NTP, hex("d7 00 03 2a 00 06 00 48") + noise(432), {2, 5, 7}, true));
    cases.push_back(from(123, "stratum 17", HL_LABEL_NONE, hex("24 11 06 e9") + server.substr(4)));
    cases.push_back(from(123, "version 5", HL_LABEL_NONE, hex("2c") + server.substr(1)));
    cases.push_back(from(124, "NTP elsewhere", HL_LABEL_NONE, server));
}

std::string dhcp(const char* start)
{
    return hex(start) + noise(4) + hex("00 00 80 00") + zeros(16) + hex("02 00 00 00 00 01") + zeros(202) +
           hex("63 82 53 63 35 01 01 ff");
}

void add_dhcp(std::vector<LabelCase>& cases)
{
    cases.push_back({"DHCP request", HL_LABEL_DHCP, kUdp, 68, 67, dhcp("01 01 06 00"), {0, 1, 2, 3, 10, 11, 36, 43}});
    cases.push_back({"DHCP answer", HL_LABEL_DHCP, kUdp, 67, 68, dhcp("02 01 06 00"), {0}});
    cases.push_back({"DHCP of a relay", HL_LABEL_DHCP, kUdp, 67, 67, dhcp("01 01 06 01"), {}});
    cases.push_back({"DHCP over InfiniBand", HL_LABEL_DHCP, kUdp, 68, 67, dhcp("01 20 00 00"), {}});
    cases.push_back({"DHCP elsewhere", HL_LABEL_NONE, kUdp, kClient, kClient, dhcp("01 01 06 00"), {}});
    cases.push_back({"DHCP cut", HL_LABEL_NONE, kUdp, 68, 67, dhcp("01 01 06 00").substr(0, 239), {}});
    const auto options = hex("00 01 00 0a 00 03 00 01 02 00 00 00 00 01  00 06 00 04 00 17 00 18");
    cases.push_back({"DHCPv6 Solicit", HL_LABEL_DHCP, kUdp, 546, 547, hex("01 10 08 74") + options, {0, 4, 6, 18}});
    cases.push_back({"DHCPv6 with one option",
                     HL_LABEL_DHCP,
                     kUdp,
                     547,
                     546,
                     hex("02 10 08 74") + options.substr(0, 14),
                     {7},
                     true});
    cases.push_back({"DHCPv6 of a relay",
                     HL_LABEL_DHCP,
                     kUdp,
                     547,
                     547,
                     hex("0c 00") + noise(32) + hex("00 09 00 1a 01 10 08 74") + options,
                     {34, 36}});
    cases.push_back(
        {"an option beyond all", HL_LABEL_NONE, kUdp, 546, 547, hex("01 10 08 74 00 01 00 40") + noise(20), {}});
}

void add_snmp(std::vector<LabelCase>& cases)
{
    const auto pdu = hex("a0 1a 02 02 4a 5b 02 01 00 02 01 00 30 0e 30 0c 06 08 2b 06 01 02 01 01 01 00 05 00");
    const auto community = hex("04 06") + "public";
    cases.push_back(
        to(161, "SNMP v1", HL_LABEL_SNMP, hex("30 27 02 01 00") + community + pdu, {0, 1, 2, 3, 4, 5, 13}, true));
    cases.push_back(
        to(kClient, "SNMP v2c elsewhere", HL_LABEL_SNMP, hex("30 27 02 01 01") + community + pdu, {4}, true));
    cases.push_back(to(161, "SNMP with a long length", HL_LABEL_SNMP, hex("30 81 27 02 01 01") + community + pdu,
                       {1, 2, 14}, true));
    cases.push_back(
        to(162, "SNMP with a longer one", HL_LABEL_SNMP, hex("30 82 00 27 02 01 01") + community + pdu, {2}, true));
    cases.push_back(to(161, "SNMP v3", HL_LABEL_SNMP,
                       hex("30 3a 02 01 03 30 0f 02 02 4a 69 02 03 00 ff e3 04 01 04 02 01 03") + noise(38),
                       {0, 4, 5, 7, 11}, true));
    cases.push_back(to(161, "SNMP v2 of parties", HL_LABEL_NONE, hex("30 27 02 01 02") + community + pdu));
    cases.push_back(to(389, "CLDAP", HL_LABEL_NONE,
                       hex("30 25 02 01 01 63 20 04 00 0a 01 00 0a 01 00 02 01 00 02 01 00 01 01 00") + noise(15)));
    cases.push_back({"SNMP over TCP", HL_LABEL_NONE, kTcp, kClient, 161, hex("30 27 02 01 00") + community + pdu, {}});
}

}  // namespace

std::vector<LabelCase> service_cases()
{
    std::vector<LabelCase> cases;
    add_dns(cases);
    add_ntp(cases);
    add_dhcp(cases);
    add_snmp(cases);
    return cases;
}

}  // namespace hookline::test
