// SPDX-License-Identifier: MIT
#include "common/address.hpp"

#include <array>

namespace hookline::sink_common {

namespace {

constexpr char kHexDigits[] = "0123456789abcdef";

struct Octet {
    char text[3];
    std::uint8_t size;
};

constexpr auto kOctets = [] {
    std::array<Octet, 256> all{};
    for (unsigned value = 0; value < all.size(); ++value) {
        Octet& octet = all[value];
        if (value >= 100) octet.text[octet.size++] = static_cast<char>('0' + value / 100);
        if (value >= 10) octet.text[octet.size++] = static_cast<char>('0' + value / 10 % 10);
        octet.text[octet.size++] = static_cast<char>('0' + value % 10);
    }
    return all;
}();

char* write_octet(char* at, char value)
{
    const Octet& octet = kOctets[static_cast<std::uint8_t>(value)];
    std::memcpy(at, octet.text, sizeof octet.text);  // always three bytes: cheaper than a branch
    return at + octet.size;
}

void put_ipv4(Text& out, const char* bytes)
{
    char* at = out.room(sizeof "255.255.255.255");
    for (int i = 0; i < 4; ++i) {
        if (i > 0) *at++ = '.';
        at = write_octet(at, bytes[i]);
    }
    out.take(at);
}

char* write_group(char* at, unsigned group)
{
    bool started = false;
    for (int shift = 12; shift >= 0; shift -= 4) {
        const unsigned digit = group >> shift & 0xf;
        started = started || digit != 0 || shift == 0;
        if (started) *at++ = kHexDigits[digit];
    }
    return at;
}

struct Run {
    int begin = -1;
    int length = 1;  // "::" stands for two groups at least (RFC 5952 4.2.2)
};

Run longest_zero_run(const std::array<unsigned, 8>& groups)
{
    Run longest;
    for (int i = 0, begin = 0; i < 8; ++i) {
        if (groups[static_cast<std::size_t>(i)] != 0)
            begin = i + 1;
        else if (i + 1 - begin > longest.length)
            longest = {begin, i + 1 - begin};
    }
    return longest;
}

void put_ipv6(Text& out, const char* bytes)
{
    std::array<unsigned, 8> groups{};
    for (std::size_t i = 0; i < groups.size(); ++i)
        groups[i] = static_cast<unsigned>(static_cast<std::uint8_t>(bytes[2 * i]) << 8 |
                                          static_cast<std::uint8_t>(bytes[2 * i + 1]));
    const Run zeros = longest_zero_run(groups);
    char* at = out.room(sizeof "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff");
    for (int i = 0; i < 8; ++i) {
        if (i == zeros.begin) {
            *at++ = ':';
            *at++ = ':';
            i += zeros.length - 1;
            continue;
        }
        if (i > 0 && i != zeros.begin + zeros.length) *at++ = ':';
        at = write_group(at, groups[static_cast<std::size_t>(i)]);
    }
    out.take(at);
}

}  // namespace

bool is_ipv4(std::string_view address)
{
    static constexpr char kPrefix[12] = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, '\xff', '\xff'};
    return std::memcmp(address.data(), kPrefix, sizeof kPrefix) == 0;
}

void put_ip(Text& out, std::string_view address)
{
    if (is_ipv4(address))
        put_ipv4(out, address.data() + 12);
    else
        put_ipv6(out, address.data());
}

void put_mac(Text& out, std::string_view address)
{
    for (std::size_t i = 0; i < address.size(); ++i) {
        if (i > 0) out.put(':');
        const auto byte = static_cast<std::uint8_t>(address[i]);
        out.put(kHexDigits[byte >> 4]);
        out.put(kHexDigits[byte & 0xf]);
    }
}

}  // namespace hookline::sink_common
