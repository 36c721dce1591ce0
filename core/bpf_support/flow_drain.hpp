// SPDX-License-Identifier: MIT
// From the kernel's flow table (bpf/flow_table.bpf.h) to rows: flip the banks, wait until no program writes the old one
// any more, read and empty it. Nothing is torn, lost or read twice.
#pragma once

#include <hookline/plugin.hpp>

#include <cstdint>
#include <functional>
#include <vector>

#include "bpf_support/bank_reader.hpp"
#include "bpf_support/capture_book.hpp"
#include "bpf_support/flow_rows.hpp"
#include "bpf_support/flow_table.hpp"
#include "bpf_support/grace_period.hpp"
#include "bpf_support/pressure.hpp"
#include "bpf_support/row_details.hpp"
#include "bpf_support/slot_clock.hpp"

namespace hookline::bpf {

class FlowDrain {
public:
    using InterfaceName = std::function<hookline_string(std::uint32_t ifindex)>;

    // `name` gives text that lives until the next drain at least. Throws Error.
    FlowDrain(const Host& host, const FlowTable& table, FlowRows rows, InterfaceName name);
    FlowDrain(const FlowDrain&) = delete;
    FlowDrain& operator=(const FlowDrain&) = delete;
    FlowDrain(FlowDrain&&) = delete;
    FlowDrain& operator=(FlowDrain&&) = delete;
    ~FlowDrain() = default;

    // What rows are to say beside. Must outlive the drains.
    void add_details(RowDetails& details) { details_.push_back(&details); }

    // As the capture's drain().
    hookline_status drain(std::size_t budget);

    // Before detaching: the programs count nothing from now on. One that is run by its id goes on after it is detached.
    void close();
    // The programs are detached: what both banks hold is read by the next drains. wait: sleep until none of the
    // programs runs any more, where detaching has not done so.
    void finish(bool wait);

    [[nodiscard]] bool is_idle() const { return state_ == State::idle; }

private:
    enum class State { idle, waiting, reading, last_old, last_new, done };

    void begin_round();
    void begin_bank(std::uint32_t bank);
    void start_waiting();
    void wait_or_say() const;
    hookline_status read_on(std::size_t budget);
    void finish_bank();
    bool read(std::size_t budget);
    [[nodiscard]] bool has_news() const;
    void add(const hl_flow_key& key, const hl_slot& slot);
    [[nodiscard]] hookline_string interface(std::uint32_t ifindex);

    Host host_;
    volatile __u32* bank_;  // where the programs read which one to write
    std::uint32_t written_ = 0;  // that one
    volatile __u32* changed_;  // null: packets tell it
    std::unique_ptr<BankReader> reader_;
    CaptureBook book_;
    FlowRows rows_;
    InterfaceName name_;
    std::vector<RowDetails*> details_;
    GracePeriod grace_;
    Pressure pressure_;
    State state_ = State::idle;
    std::uint64_t delivered_ = 0;  // packets in rows
    std::int64_t period_begin_ns_;
    SlotClock clock_{};
    std::uint32_t last_ifindex_ = 0;  // most rows have the interface of the one before
    hookline_string last_name_{};
};

}  // namespace hookline::bpf
