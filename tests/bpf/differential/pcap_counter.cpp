// SPDX-License-Identifier: MIT
#include "pcap_counter.hpp"

#include <pcap/dlt.h>

#include <stdexcept>

#include "link_type.hpp"

namespace hookline::test {

void PcapCounter::count(const Bytes& frame)
{
    static const auto parse = pcap::parser_for(DLT_EN10MB);
    constexpr std::uint64_t kNow = 1;  // all within the time that a head is good for, as they are in the kernel
    hl_packet packet;
    parse(frame.data(), static_cast<std::uint32_t>(frame.size()), packet);
    if (packet.fragment != HL_FRAGMENT_NONE) fragments_.join(packet, kNow);
    if (packet.fragment == HL_FRAGMENT_LATER && (packet.key.marks & HL_MARK_FRAGMENT) == 0) ++joined_;
    auto* flow = flows_.find_or_insert(packet.key, pcap::FlowTable::hash(packet.key));
    if (flow == nullptr) throw std::runtime_error("more flows between two drains than the table of pcap has room for");
    flow->packets += 1;
    flow->bytes += frame.size();
    flow->tcp_flags |= packet.tcp_flags;
}

std::vector<FrameRow> PcapCounter::rows()
{
    std::vector<FrameRow> rows;
    for (const auto& flow : flows_.flows())
        rows.push_back({flow.key, flow.counters.packets, flow.counters.bytes, flow.counters.tcp_flags});
    flows_.clear();
    return rows;
}

}  // namespace hookline::test
