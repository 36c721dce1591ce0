// SPDX-License-Identifier: MIT
// `where` values of address columns: "10.0.0.1", "10.0.0.0/8", "2001:db8::/32", "02:00:00:00:00:01".
#include <arpa/inet.h>

#include <array>
#include <charconv>
#include <cstring>
#include <optional>
#include <string>

#include "record/filter_value.hpp"

namespace hookline::record {

namespace {

using Address = std::array<unsigned char, 16>;
constexpr unsigned kMappedBits = 96;  // ::ffff:0:0/96

struct Prefix {
    Address address{};
    unsigned bits = 128;
};

std::optional<Prefix> to_address(const std::string& text)
{
    Prefix prefix;
    if (::inet_pton(AF_INET6, text.c_str(), prefix.address.data()) == 1) return prefix;
    if (::inet_pton(AF_INET, text.c_str(), prefix.address.data() + 12) != 1) return std::nullopt;
    prefix.address[10] = prefix.address[11] = 0xff;
    return prefix;
}

std::optional<Prefix> to_prefix(const std::string& text)
{
    const auto slash = text.find('/');
    auto prefix = to_address(text.substr(0, slash));
    if (!prefix || slash == std::string::npos) return prefix;
    const bool mapped = text.find(':') == std::string::npos;
    unsigned bits = 0;
    const char* end = text.data() + text.size();
    const auto [stop, error] = std::from_chars(text.data() + slash + 1, end, bits);
    if (error != std::errc() || stop != end || bits > (mapped ? 32u : 128u)) return std::nullopt;
    prefix->bits = mapped ? bits + kMappedBits : bits;
    return prefix;
}

bool covers(const Prefix& prefix, const unsigned char* address)
{
    const auto bytes = prefix.bits / 8;
    if (std::memcmp(prefix.address.data(), address, bytes) != 0) return false;
    const auto rest = prefix.bits % 8;
    return rest == 0 || (prefix.address[bytes] ^ address[bytes]) >> (8 - rest) == 0;
}

std::optional<std::string> to_mac(const std::string& text)
{
    std::string mac;
    for (std::size_t at = 0; at + 2 <= text.size() && mac.size() < 6; at += 3) {
        unsigned char byte = 0;
        const auto [stop, error] = std::from_chars(text.data() + at, text.data() + at + 2, byte, 16);
        const bool separated = mac.size() == 5 ? at + 2 == text.size() : at + 2 < text.size() && text[at + 2] == ':';
        if (error != std::errc() || stop != text.data() + at + 2 || !separated) return std::nullopt;
        mac.push_back(static_cast<char>(byte));
    }
    if (mac.size() != 6) return std::nullopt;
    return mac;
}

}  // namespace

Result<ValueTest> compile_address(const hookline_column& column, const std::string& text)
{
    if (column.type == HOOKLINE_MAC) {
        auto mac = to_mac(text);
        if (!mac) return Failure{"\"" + text + "\" is no MAC address like \"02:00:5e:10:00:01\""};
        return ValueTest([column = &column, mac = *mac](const Row& row) { return row.text(*column) == mac; });
    }
    const auto prefix = to_prefix(text);
    if (!prefix) return Failure{"\"" + text + "\" is no address or prefix like \"10.0.0.0/8\""};
    return ValueTest([column = &column, prefix = *prefix](const Row& row) {
        return covers(prefix, reinterpret_cast<const unsigned char*>(row.text(*column).data()));
    });
}

}  // namespace hookline::record
