// SPDX-License-Identifier: MIT
#include "names/answer.hpp"

#include <arpa/nameser.h>
#include <resolv.h>

#include <algorithm>
#include <array>
#include <optional>

namespace hookline::names {
namespace {

using std::chrono::seconds;

constexpr seconds kMalformed{300};  // as long as a failed server may be remembered (RFC 2308 7.1)

bool is_label_character(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
}

bool is_label(std::string_view label)
{
    return !label.empty() && label.size() <= 63 && std::ranges::all_of(label, is_label_character);
}

seconds ttl_of(const ns_rr& record)
{
    return seconds(ns_rr_ttl(record));
}

// The name that a PTR record holds, where it is one.
std::string name_in(const ns_msg& message, const ns_rr& record)
{
    std::array<char, NS_MAXDNAME> text{};
    const auto* begin = ns_msg_base(message);
    if (::dn_expand(begin, ns_msg_end(message), ns_rr_rdata(record), text.data(), text.size()) < 0) return {};
    std::string name = text.data();
    return is_host_name(name) ? name : std::string();
}

template <class Visit>
bool for_each_record(ns_msg& message, ns_sect section, Visit&& visit)
{
    for (int i = 0; i < ns_msg_count(message, section); ++i) {
        ns_rr record{};
        if (::ns_parserr(&message, section, i, &record) != 0) return false;
        visit(record);
    }
    return true;
}

// RFC 2308 5: the SOA record's own time to live, or its MINIMUM field, the last of its data, whichever is less.
std::optional<seconds> negative_ttl(const ns_rr& record)
{
    constexpr std::size_t kField = 4;
    if (ns_rr_type(record) != ns_t_soa || ns_rr_rdlen(record) < kField) return std::nullopt;
    const seconds minimum(ns_get32(ns_rr_rdata(record) + ns_rr_rdlen(record) - kField));
    return std::min(ttl_of(record), minimum);
}

}  // namespace

bool is_host_name(std::string_view name)
{
    if (name.ends_with('.')) name.remove_suffix(1);
    if (name.size() > 253) return false;
    while (true) {
        const auto dot = std::min(name.find('.'), name.size());
        if (!is_label(name.substr(0, dot))) return false;
        if (dot == name.size()) return true;
        name.remove_prefix(dot + 1);
    }
}

// Aliases come first, as where a network smaller than /24 is delegated (RFC 2317): the shortest life of all counts.
Answer parse_reply(std::span<const unsigned char> reply)
{
    ns_msg message{};
    if (::ns_initparse(reply.data(), static_cast<int>(reply.size()), &message) != 0) return {{}, kMalformed};
    Answer answer{{}, seconds::max()};
    const bool is_whole = for_each_record(message, ns_s_an, [&](const ns_rr& record) {
        if (!answer.name.empty()) return;
        answer.ttl = std::min(answer.ttl, ttl_of(record));
        if (ns_rr_type(record) == ns_t_ptr) answer.name = name_in(message, record);
    });
    if (!is_whole) return {{}, kMalformed};
    if (!answer.name.empty()) return answer;
    std::optional<seconds> negative;
    (void)for_each_record(message, ns_s_ns, [&](const ns_rr& record) {
        if (!negative) negative = negative_ttl(record);
    });
    if (answer.ttl == seconds::max()) answer.ttl = negative.value_or(kMalformed);
    return answer;
}

}  // namespace hookline::names
