// SPDX-License-Identifier: MIT
#include "host_name.hpp"

#include <arpa/inet.h>

#include <algorithm>

namespace hookline::server_names {
namespace {

constexpr std::size_t kLongestName = 255;

bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

// Not <cctype>: these ask the locale.
char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

bool may_be_in_name(char c)
{
    return is_digit(c) || (lower(c) >= 'a' && lower(c) <= 'z') || c == '-' || c == '_' || c == '.';
}

std::string in_lower_case(std::string_view text)
{
    std::string name(text);
    std::transform(name.begin(), name.end(), name.begin(), lower);
    return name;
}

std::optional<std::string> ipv6_address(std::string_view text)
{
    in6_addr address{};
    const std::string terminated(text);
    // inet_pton() ends at a NUL, which would hide what is behind it.
    if (terminated.find('\0') != std::string::npos || ::inet_pton(AF_INET6, terminated.c_str(), &address) != 1)
        return {};
    return in_lower_case(text);
}

bool is_port(std::string_view text)
{
    return text.empty() || (text[0] == ':' && std::all_of(text.begin() + 1, text.end(), is_digit));
}

}  // namespace

std::optional<std::string> host_name(std::string_view text)
{
    if (text.size() > kLongestName) return {};
    if (text.ends_with('.')) text.remove_suffix(1);
    if (text.empty() || text.front() == '.' || text.back() == '.') return {};
    if (text.find("..") != std::string_view::npos) return {};
    if (!std::all_of(text.begin(), text.end(), may_be_in_name)) return {};
    return in_lower_case(text);
}

std::optional<std::string> host_of_authority(std::string_view authority)
{
    authority.remove_prefix(authority.rfind('@') + 1);  // npos + 1 is 0
    if (!authority.starts_with('[')) {
        const auto end = std::min(authority.find(':'), authority.size());
        return is_port(authority.substr(end)) ? host_name(authority.substr(0, end)) : std::nullopt;
    }
    const auto end = authority.find(']');
    if (end == std::string_view::npos || !is_port(authority.substr(end + 1))) return {};
    return ipv6_address(authority.substr(1, end - 1));
}

}  // namespace hookline::server_names
