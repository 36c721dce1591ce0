// SPDX-License-Identifier: MIT
#include "names/icmp_types.hpp"

#include <netinet/in.h>

#include <algorithm>
#include <span>

namespace hookline::names {
namespace {

struct Type {
    std::uint8_t number;
    std::string_view name;
};

// https://www.iana.org/assignments/icmp-parameters, without what is deprecated (RFC 6918) but for what is still seen.
constexpr Type kIcmp[] = {
    {0, "echo-reply"},         {3, "destination-unreachable"}, {4, "source-quench"},        {5, "redirect"},
    {8, "echo-request"},       {9, "router-advertisement"},    {10, "router-solicitation"}, {11, "time-exceeded"},
    {12, "parameter-problem"}, {13, "timestamp-request"},      {14, "timestamp-reply"},     {15, "information-request"},
    {16, "information-reply"}, {17, "address-mask-request"},   {18, "address-mask-reply"},  {30, "traceroute"},
    {40, "photuris"},          {42, "extended-echo-request"},  {43, "extended-echo-reply"},
};

// https://www.iana.org/assignments/igmp-type-numbers
constexpr Type kIgmp[] = {
    {0x11, "membership-query"},
    {0x12, "membership-report-v1"},
    {0x13, "dvmrp"},
    {0x14, "pim-v1"},
    {0x16, "membership-report-v2"},
    {0x17, "leave-group"},
    {0x1e, "mtrace-reply"},
    {0x1f, "mtrace-query"},
    {0x22, "membership-report-v3"},
    {0x30, "multicast-router-advertisement"},
    {0x31, "multicast-router-solicitation"},
    {0x32, "multicast-router-termination"},
};

// https://www.iana.org/assignments/icmpv6-parameters
constexpr Type kIcmp6[] = {
    {1, "destination-unreachable"},
    {2, "packet-too-big"},
    {3, "time-exceeded"},
    {4, "parameter-problem"},
    {128, "echo-request"},
    {129, "echo-reply"},
    {130, "listener-query"},
    {131, "listener-report"},
    {132, "listener-done"},
    {133, "router-solicitation"},
    {134, "router-advertisement"},
    {135, "neighbor-solicitation"},
    {136, "neighbor-advertisement"},
    {137, "redirect"},
    {138, "router-renumbering"},
    {139, "node-information-query"},
    {140, "node-information-response"},
    {141, "inverse-neighbor-solicitation"},
    {142, "inverse-neighbor-advertisement"},
    {143, "listener-report-v2"},
    {144, "home-agent-discovery-request"},
    {145, "home-agent-discovery-reply"},
    {146, "mobile-prefix-solicitation"},
    {147, "mobile-prefix-advertisement"},
    {148, "certification-path-solicitation"},
    {149, "certification-path-advertisement"},
    {151, "multicast-router-advertisement"},
    {152, "multicast-router-solicitation"},
    {153, "multicast-router-termination"},
    {154, "fmipv6"},
    {155, "rpl-control"},
    {156, "ilnpv6-locator-update"},
    {157, "duplicate-address-request"},
    {158, "duplicate-address-confirmation"},
    {159, "mpl-control"},
    {160, "extended-echo-request"},
    {161, "extended-echo-reply"},
};

std::span<const Type> types_of(std::uint64_t proto)
{
    switch (proto) {
    case IPPROTO_ICMP: return kIcmp;
    case IPPROTO_IGMP: return kIgmp;
    case IPPROTO_ICMPV6: return kIcmp6;
    default: return {};
    }
}

}  // namespace

std::string_view icmp_type_name(std::uint64_t proto, std::uint64_t type)
{
    const auto types = types_of(proto);
    const auto found = std::ranges::find(types, type, &Type::number);
    return found != types.end() ? found->name : std::string_view();
}

}  // namespace hookline::names
