// SPDX-License-Identifier: MIT
// What a capture knows of a flow beside what stands in the flow table.
#pragma once

#include <hookline/flow.h>

#include "flow_key.h"

namespace hookline::bpf {

// All functions run on the loop's thread.
class RowDetails {
public:
    RowDetails() = default;
    virtual ~RowDetails() = default;
    RowDetails(const RowDetails&) = delete;
    RowDetails& operator=(const RowDetails&) = delete;
    RowDetails(RowDetails&&) = delete;
    RowDetails& operator=(RowDetails&&) = delete;

    // Before the first row of a bank.
    virtual void begin_round() {}
    // Text that it puts into the row must live until this part of the drain has returned.
    virtual void add_to(hookline_flow& row, const hl_flow_key& key) = 0;
};

}  // namespace hookline::bpf
