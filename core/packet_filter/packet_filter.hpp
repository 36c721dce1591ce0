// SPDX-License-Identifier: MIT
// The option `filter` of a capture whose eBPF programs include bpf/packet_filter.bpf.h:
//
//   filter_(options.string("filter"))                                       in the constructor
//   filter.install(skeleton.progs.hl_tc_ingress, packet_filter::tc_hook(false));  between open and load
//   skeleton.rodata->hl_filter_on = filter.is_on() ? 1 : 0;
//   filter.check(interface);                                                before attaching to one
#pragma once

#include <bpf/libbpf.h>

#include <string>

#include "bpf_support/interfaces.hpp"
#include "packet_filter/filter_code.hpp"

namespace hookline::packet_filter {

constexpr Hook tc_hook(bool sends)
{
    return {.context = Context::skb, .sends = sends};
}

// `has_fragments`: frames may have several buffers.
constexpr Hook xdp_hook(bool has_fragments)
{
    return {.context = Context::xdp, .has_far_bytes = has_fragments};
}

constexpr Hook cgroup_hook(bool sends)
{
    return {.context = Context::skb, .sends = sends, .has_link_header = false};
}

class PacketFilter {
public:
    // Empty: no filter. Throws invalid_option when it makes no sense, with libpcap's words.
    PacketFilter() = default;
    explicit PacketFilter(const std::string& expression);
    // For a hook whose packets all start with the network layer.
    static PacketFilter for_ip_packets(const std::string& expression);

    [[nodiscard]] bool is_on() const { return !expression_.empty(); }

    // Puts it in its place in a program that is not loaded yet. Throws Error.
    void install(bpf_program* program, const Hook& hook) const;
    // Throws Error when it cannot be applied to what the interface's packets start with.
    void check(const bpf::Interface& interface) const;

private:
    PacketFilter(std::string expression, Programs programs)
        : expression_(std::move(expression)), programs_(std::move(programs))
    {
    }

    std::string expression_;
    Programs programs_;
};

}  // namespace hookline::packet_filter
