// SPDX-License-Identifier: MIT
// More flows than the table has room for: said in the log when it begins and when it is over, and counted in the ledger.
#pragma once

#include <hookline/plugin.hpp>

#include <cstdint>

#include "flow_slot.h"

namespace hookline::bpf {

class Pressure {
public:
    explicit Pressure(const Host& host) : host_(host) {}

    // A row that stands for many flows.
    void add(const hl_flow_key& key, const hl_slot& slot);
    // After the last row of a drain.
    void tick();

private:
    void say_begin() const;

    Host host_;
    std::uint64_t by_network_ = 0;  // packets since the last tick
    std::uint64_t by_protocol_ = 0;
    std::uint64_t total_ = 0;  // since it began
    int calm_ticks_ = 0;
    bool is_on_ = false;
};

}  // namespace hookline::bpf
