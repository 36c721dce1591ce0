// SPDX-License-Identifier: MIT
#include "bpf_support/interfaces.hpp"

#include <linux/if_arp.h>
#include <linux/rtnetlink.h>

#include <algorithm>

namespace hookline::bpf {
namespace {

Interface interface_of(const nlmsghdr& message)
{
    const auto* link = static_cast<const ifinfomsg*>(mnl_nlmsg_get_payload(&message));
    Interface found;
    found.index = static_cast<std::uint32_t>(link->ifi_index);
    found.type = link->ifi_type;
    found.flags = link->ifi_flags;
    for_each_attribute(message, sizeof *link, [&found](const nlattr& attribute) {
        if (mnl_attr_get_type(&attribute) == IFLA_IFNAME) found.name = mnl_attr_get_str(&attribute);
    });
    return found;
}

std::vector<Interface> list_interfaces_once()
{
    std::vector<char> buffer(MNL_SOCKET_BUFFER_SIZE);
    auto* request = mnl_nlmsg_put_header(buffer.data());
    request->nlmsg_type = RTM_GETLINK;
    static_cast<ifinfomsg*>(mnl_nlmsg_put_extra_header(request, sizeof(ifinfomsg)))->ifi_family = AF_UNSPEC;
    // Statistics of virtual functions and the like would fill the answers.
    mnl_attr_put_u32(request, IFLA_EXT_MASK, RTEXT_FILTER_SKIP_STATS);

    std::vector<Interface> all;
    Netlink().dump(*request, [&all](const nlmsghdr& message) {
        if (message.nlmsg_type == RTM_NEWLINK) all.push_back(interface_of(message));
    });
    std::sort(all.begin(), all.end(), [](const auto& a, const auto& b) { return a.index < b.index; });
    return all;
}

}  // namespace

bool Interface::has_ethernet_header() const
{
    return type == ARPHRD_ETHER || type == ARPHRD_LOOPBACK;
}

bool Interface::has_no_link_header() const
{
    switch (type) {
    case ARPHRD_NONE:
    case ARPHRD_RAWIP:
    case ARPHRD_PPP:
    case ARPHRD_TUNNEL:
    case ARPHRD_TUNNEL6:
    case ARPHRD_SIT:
    case ARPHRD_IPGRE:
    case ARPHRD_IP6GRE:
    case ARPHRD_VOID: return true;
    default: return false;
    }
}

std::vector<Interface> list_interfaces()
{
    // Where containers come and go many dumps are interrupted, but not many in a row.
    constexpr int kTries = 20;
    for (int tries = 1;; ++tries) {
        try {
            return list_interfaces_once();
        } catch (const DumpInterrupted&) {
            if (tries == kTries) throw;
        }
    }
}

std::string names_of(const std::vector<Interface>& interfaces)
{
    std::string names;
    for (const auto& interface : interfaces)
        names += (names.empty() ? "" : ", ") + interface.name;
    return names;
}

InterfaceEvents::InterfaceEvents() : netlink_(RTMGRP_LINK) {}

}  // namespace hookline::bpf
