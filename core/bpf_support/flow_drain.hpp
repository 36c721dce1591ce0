// SPDX-License-Identifier: MIT
// From the kernel's flow table (bpf/flow_table.bpf.h) to rows: flip the banks, wait until no program writes the old one
// any more, read and empty it. Nothing is torn, lost or read twice.
#pragma once

#include <hookline/plugin.hpp>

#include <array>
#include <cstdint>
#include <functional>

#include "bpf_support/capture_book.hpp"
#include "bpf_support/flow_rows.hpp"
#include "bpf_support/grace_period.hpp"
#include "bpf_support/map_reader.hpp"

namespace hookline::bpf {

struct FlowTable {
    int banks[2];  // descriptors of hl_flows_0 and hl_flows_1
    int stats;  // of hl_stats
    volatile __u32* bank;  // hl_bank, mapped
};

class FlowDrain {
public:
    using InterfaceName = std::function<hookline_string(std::uint32_t ifindex)>;

    // `name` gives text that lives until the next drain at least.
    FlowDrain(const Host& host, const FlowTable& table, FlowRows rows, InterfaceName name);
    FlowDrain(const FlowDrain&) = delete;
    FlowDrain& operator=(const FlowDrain&) = delete;
    FlowDrain(FlowDrain&&) = delete;
    FlowDrain& operator=(FlowDrain&&) = delete;
    ~FlowDrain() = default;

    // As the capture's drain().
    hookline_status drain(std::size_t budget);

    // The programs are detached: what both banks hold is read by the next drains, and stays in them. wait: sleep until
    // none of the programs runs any more, where detaching has not done so.
    void finish(bool wait);

    [[nodiscard]] bool is_idle() const { return state_ == State::idle; }

private:
    enum class State { idle, waiting, reading, last_old, last_new, done };

    void begin_round();
    void start_waiting();
    void wait_or_say() const;
    hookline_status read_old(std::size_t budget);
    hookline_status read_last(std::size_t budget);
    bool read(MapReader& reader, std::size_t budget, MapReader::After after);

    Host host_;
    volatile __u32* bank_;
    std::array<MapReader, 2> readers_;
    CaptureBook book_;
    FlowRows rows_;
    InterfaceName name_;
    GracePeriod grace_;
    State state_ = State::idle;
    std::uint64_t delivered_ = 0;  // packets in rows
    std::int64_t period_begin_ns_;
    std::int64_t clock_offset_ = 0;
};

}  // namespace hookline::bpf
