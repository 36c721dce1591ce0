// SPDX-License-Identifier: MIT
// The kernel programs' account of what they saw (bpf/capture_stats.h), entered into the host's ledger.
#pragma once

#include <hookline/plugin.hpp>

#include <array>
#include <cstdint>
#include <vector>

#include "capture_stats.h"

namespace hookline::bpf {

class CaptureBook {
public:
    // `stats_fd`: the per-CPU array hl_stats.
    CaptureBook(const Host& host, int stats_fd);

    // Adds what is new since the last call. Throws Error.
    void update();

    // How many packets were meant to become rows, up to the last update.
    [[nodiscard]] std::uint64_t packets_for_rows() const;

private:
    [[nodiscard]] hl_stat_counters read(std::uint32_t stat);

    Host host_;
    int fd_;
    std::vector<hl_stat_counters> per_cpu_;
    std::array<hl_stat_counters, HL_STAT_COUNT> totals_{};
};

}  // namespace hookline::bpf
