// SPDX-License-Identifier: MIT
#include "http_host.hpp"

#include <strings.h>

#include <algorithm>
#include <string_view>

#include "host_name.hpp"

namespace hookline::server_names {
namespace {

constexpr std::size_t kLongestMethod = 32;

// Up to the line feed, which a lone one may be (RFC 9112 2.2), without the carriage return. Nothing: it goes on.
std::optional<std::string_view> take_line(std::string_view& text)
{
    const auto end = text.find('\n');
    if (end == std::string_view::npos) return {};
    auto line = text.substr(0, end);
    text.remove_prefix(end + 1);
    if (line.ends_with('\r')) line.remove_suffix(1);
    return line;
}

std::string_view trimmed(std::string_view text)
{
    constexpr std::string_view kSpaces = " \t";
    const auto begin = text.find_first_not_of(kSpaces);
    if (begin == std::string_view::npos) return {};
    return text.substr(begin, text.find_last_not_of(kSpaces) - begin + 1);
}

bool equal_in_any_case(std::string_view a, std::string_view b)
{
    return a.size() == b.size() && ::strncasecmp(a.data(), b.data(), a.size()) == 0;
}

// RFC 9110 9.1; methods are in capitals, and some, of WebDAV and UPnP, have a hyphen.
bool may_be_method(std::string_view text)
{
    return text.size() <= kLongestMethod && text.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZ-") == text.npos;
}

// RFC 3986 3.1
bool is_scheme(std::string_view text)
{
    const auto may_be_in_scheme = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '+' || c == '-' ||
               c == '.';
    };
    return !text.empty() && std::all_of(text.begin(), text.end(), may_be_in_scheme);
}

// What a request's target says (RFC 9112 3.2). More: nothing, Host does.
Answer host_in_target(std::string_view method, std::string_view target)
{
    if (method == "CONNECT") return Answer::found_or_never(host_of_authority(target));
    if (target.starts_with('/') || target == "*") return Answer::more();
    const auto scheme_end = target.find("://");
    if (scheme_end == target.npos || !is_scheme(target.substr(0, scheme_end))) return Answer::never();
    const auto authority = target.substr(scheme_end + 3);
    return Answer::found_or_never(host_of_authority(authority.substr(0, authority.find_first_of("/?#"))));
}

Answer host_in_headers(std::string_view headers)
{
    while (const auto line = take_line(headers)) {
        if (line->empty()) return Answer::never();
        const auto colon = line->find(':');
        if (colon != std::string_view::npos && equal_in_any_case(line->substr(0, colon), "host"))
            return Answer::found_or_never(host_of_authority(trimmed(line->substr(colon + 1))));
    }
    return Answer::more();
}

}  // namespace

Answer http_host(Bytes start)
{
    std::string_view text(reinterpret_cast<const char*>(start.data()), start.size());
    const auto method = text.substr(0, text.find(' '));
    if (!may_be_method(method)) return Answer::never();
    const auto line = take_line(text);
    if (!line) return Answer::more();

    constexpr std::string_view kVersion = " HTTP/1.";
    const auto version_at = line->rfind(' ');
    if (version_at == std::string_view::npos || version_at <= method.size() ||
        !line->substr(version_at).starts_with(kVersion) || line->size() != version_at + kVersion.size() + 1)
        return Answer::never();
    const auto target = line->substr(method.size() + 1, version_at - method.size() - 1);
    auto answer = host_in_target(method, target);
    return answer.kind == Answer::Kind::more ? host_in_headers(text) : answer;
}

}  // namespace hookline::server_names
