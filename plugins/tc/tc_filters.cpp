// SPDX-License-Identifier: MIT
#include "tc_filters.hpp"

#include <arpa/inet.h>
#include <linux/pkt_cls.h>
#include <linux/pkt_sched.h>
#include <linux/rtnetlink.h>

#include <algorithm>
#include <sstream>
#include <tuple>

namespace hookline::tc {
namespace {

nlmsghdr* make_request(std::vector<char>& buffer, std::uint16_t type, int ifindex, std::uint32_t parent)
{
    auto* request = mnl_nlmsg_put_header(buffer.data());
    request->nlmsg_type = type;
    auto* body = static_cast<tcmsg*>(mnl_nlmsg_put_extra_header(request, sizeof(tcmsg)));
    body->tcm_family = AF_UNSPEC;
    body->tcm_ifindex = ifindex;
    body->tcm_parent = parent;
    return request;
}

const tcmsg& body_of(const nlmsghdr& message)
{
    return *static_cast<const tcmsg*>(mnl_nlmsg_get_payload(&message));
}

Filter filter_of(const nlmsghdr& message)
{
    const auto& body = body_of(message);
    Filter filter;
    filter.pref = static_cast<std::uint16_t>(TC_H_MAJ(body.tcm_info) >> 16);
    filter.protocol = ntohs(static_cast<std::uint16_t>(TC_H_MIN(body.tcm_info)));
    filter.handle = body.tcm_handle;
    bpf::for_each_attribute(message, sizeof body, [&filter](const nlattr& attribute) {
        if (mnl_attr_get_type(&attribute) == TCA_KIND) filter.kind = mnl_attr_get_str(&attribute);
        if (mnl_attr_get_type(&attribute) == TCA_CHAIN) filter.chain = mnl_attr_get_u32(&attribute);
        if (mnl_attr_get_type(&attribute) != TCA_OPTIONS || filter.kind != "bpf") return;
        bpf::for_each_nested(attribute, [&filter](const nlattr& option) {
            if (mnl_attr_get_type(&option) == TCA_BPF_NAME) filter.name = mnl_attr_get_str(&option);
        });
    });
    return filter;
}

}  // namespace

std::string Filter::text() const
{
    std::ostringstream out;
    out << kind << " filter " << (name.empty() ? "" : name + " ") << "pref " << pref << " handle 0x" << std::hex
        << handle;
    return out.str();
}

std::vector<Filter> list_filters(int ifindex, Direction direction)
{
    const auto minor = direction == Direction::in ? TC_H_MIN_INGRESS : TC_H_MIN_EGRESS;
    std::vector<char> buffer(MNL_SOCKET_BUFFER_SIZE);
    auto* request = make_request(buffer, RTM_GETTFILTER, ifindex, TC_H_MAKE(TC_H_CLSACT, minor));
    std::vector<Filter> filters;
    bpf::Netlink().dump(*request, [&filters](const nlmsghdr& message) {
        auto filter = filter_of(message);
        // Handle 0 stands for the classifier, before its filters.
        if (filter.handle != 0) filters.push_back(std::move(filter));
    });
    std::stable_sort(filters.begin(), filters.end(), [](const auto& a, const auto& b) {
        return std::tie(a.chain, a.pref) < std::tie(b.chain, b.pref);
    });
    return filters;
}

std::vector<std::uint32_t> list_clsact_interfaces()
{
    std::vector<char> buffer(MNL_SOCKET_BUFFER_SIZE);
    auto* request = make_request(buffer, RTM_GETQDISC, 0, 0);
    std::vector<std::uint32_t> found;
    bpf::Netlink().dump(*request, [&found](const nlmsghdr& message) {
        bpf::for_each_attribute(message, sizeof(tcmsg), [&](const nlattr& attribute) {
            if (mnl_attr_get_type(&attribute) == TCA_KIND && std::string_view(mnl_attr_get_str(&attribute)) == "clsact")
                found.push_back(static_cast<std::uint32_t>(body_of(message).tcm_ifindex));
        });
    });
    return found;
}

}  // namespace hookline::tc
