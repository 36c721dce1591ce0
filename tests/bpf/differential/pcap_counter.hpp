// SPDX-License-Identifier: MIT
// Rows of frames by what the pcap capture is made of: its parser, its fragment table, its flow table.
#pragma once

#include "flow_table.hpp"
#include "fragment_table.hpp"
#include "frame_counter.hpp"

namespace hookline::test {

class PcapCounter final : public FrameCounter {
public:
    void count(const Bytes& frame) override;
    std::vector<FrameRow> rows() override;
    void forget_fragments() override { fragments_ = pcap::FragmentTable(kHeads); }

    // Later fragments that found their head, so far.
    [[nodiscard]] std::uint64_t joined() const { return joined_; }

private:
    static constexpr std::size_t kHeads = 16'384;
    static constexpr std::size_t kFlows = 131'072;

    pcap::FlowTable flows_{kFlows};
    pcap::FragmentTable fragments_{kHeads};
    std::uint64_t joined_ = 0;
};

}  // namespace hookline::test
