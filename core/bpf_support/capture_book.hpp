// SPDX-License-Identifier: MIT
// The kernel programs' account of what they saw (bpf/capture_stats.h), entered into the host's ledger.
#pragma once

#include <hookline/plugin.hpp>

#include <array>
#include <cstdint>

#include "bpf_support/flow_table.hpp"
#include "bpf_support/mapped_array.hpp"
#include "capture_stats.h"

namespace hookline::bpf {

class CaptureBook {
public:
    CaptureBook(const Host& host, const FlowTable& table);  // throws Error

    // Adds what is new since the last call.
    void update();

    // How many packets were meant to become rows, up to the last update.
    [[nodiscard]] std::uint64_t packets_for_rows() const;

private:
    [[nodiscard]] hl_stat_counters read(std::uint32_t stat) const;

    Host host_;
    std::size_t cpu_count_;
    MappedArray cpus_;
    std::array<hl_stat_counters, HL_STAT_COUNT> totals_{};
};

}  // namespace hookline::bpf
