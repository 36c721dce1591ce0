// SPDX-License-Identifier: MIT
// What a loaded program has counted, for tests: read as the captures read it, but kept until it is cleared.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "bpf_support/flow_reader.hpp"
#include "bpf_support/flow_table.hpp"
#include "capture_stats.h"
#include "flow_key.h"

namespace hookline::test {

struct Row {
    hl_flow_key key;
    hl_flow_counters counters;
};

using Stats = std::array<hl_stat_counters, HL_STAT_COUNT>;

class TableView {
public:
    explicit TableView(const bpf::FlowTable& table);

    // One for each key, though two CPUs may have counted it.
    [[nodiscard]] const std::vector<Row>& rows(int bank);
    [[nodiscard]] Stats stats() const;
    void clear();  // rows of both banks; stats only grow

private:
    bpf::FlowReader reader_;
    std::size_t cpu_count_;
    bpf::MappedArray cpus_;
    std::array<std::vector<Row>, 2> rows_;
};

}  // namespace hookline::test
