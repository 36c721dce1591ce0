// SPDX-License-Identifier: MIT
// The loaded eBPF object: programs, flow table, knobs.
#pragma once

#include <hookline/plugin.hpp>

#include <cstdint>

#include "bpf_support/flow_table.hpp"
#include "bpf_support/interfaces.hpp"
#include "bpf_support/link_kinds.hpp"
#include "bpf_support/objects.hpp"
#include "bpf_support/payload_details.hpp"
#include "hook.hpp"
#include "packet_filter/packet_filter.hpp"

struct tc_bpf;
void destroy_tc_skeleton(tc_bpf* skeleton);

namespace hookline::tc {

struct Knobs {
    bool no_arp = false;
    std::uint32_t max_entries = 262'144;
    bpf::PayloadKnobs payload{};
    packet_filter::PacketFilter filter;
    bool attribution = false;
};

class TcProgram {
public:
    // Loads it into the kernel. Throws Error.
    TcProgram(const Host& host, const Knobs& knobs);

    [[nodiscard]] int program_fd(Direction direction) const;
    [[nodiscard]] bpf::FlowTable flow_table() const;
    [[nodiscard]] bpf::PayloadMaps payload_maps() const;

    [[nodiscard]] bpf::LinkKinds link_kinds() const;
    [[nodiscard]] const packet_filter::PacketFilter& filter() const { return filter_; }

private:
    packet_filter::PacketFilter filter_;
    bpf::Skeleton<tc_bpf, &destroy_tc_skeleton> skeleton_;
    bpf::FlowTableSize size_{};
};

}  // namespace hookline::tc
