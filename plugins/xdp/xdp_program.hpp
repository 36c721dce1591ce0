// SPDX-License-Identifier: MIT
// The loaded eBPF object: program, flow table, knobs.
#pragma once

#include <hookline/plugin.hpp>

#include <cstdint>
#include <string>

#include "bpf_support/flow_table.hpp"
#include "bpf_support/link_kinds.hpp"
#include "bpf_support/objects.hpp"
#include "bpf_support/payload_details.hpp"
#include "packet_filter/packet_filter.hpp"

struct xdp_bpf;
void destroy_xdp_skeleton(xdp_bpf* skeleton);

namespace hookline::xdp {

struct Knobs {
    bool no_arp = false;
    std::uint32_t max_entries = 262'144;
    bpf::PayloadKnobs payload{};
    bool multi_buffer = true;  // where the kernel can
    packet_filter::PacketFilter filter;
};

class XdpProgram {
public:
    // Loads it into the kernel. Throws Error.
    XdpProgram(const Host& host, const Knobs& knobs);

    [[nodiscard]] int fd() const;
    [[nodiscard]] bool has_multi_buffer() const;
    [[nodiscard]] bpf::FlowTable flow_table() const;
    [[nodiscard]] bpf::PayloadMaps payload_maps() const;

    [[nodiscard]] bpf::LinkKinds link_kinds() const;
    [[nodiscard]] const packet_filter::PacketFilter& filter() const { return filter_; }

    // The program once more, not loaded yet, on the same maps: for libxdp, which makes it a part of its dispatcher.
    // Throws Error.
    [[nodiscard]] bpf::BpfObject reopen() const;

    // Empty: the kernel lets a program replace a function of another one (freplace), as that dispatcher needs. Else why
    // not.
    [[nodiscard]] std::string why_no_extension() const;

    static constexpr const char* kName = "hl_xdp";

private:
    void set_payload_knobs(const Knobs& knobs);

    Host host_;
    packet_filter::PacketFilter filter_;
    bpf::Skeleton<xdp_bpf, &destroy_xdp_skeleton> skeleton_;
    bpf::FlowTableSize size_{};
};

}  // namespace hookline::xdp
