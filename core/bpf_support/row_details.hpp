// SPDX-License-Identifier: MIT
// What a capture knows of a flow beside what stands in the flow table.
#pragma once

#include <hookline/flow.h>

#include "flow_key.h"
#include "flow_slot.h"

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

    // Is there something to read, even if no packet was counted?
    [[nodiscard]] virtual bool has_news() const { return false; }
    // Right before the programs begin to write the other bank, and the grace period.
    virtual void flip() {}
    // Before the first row of a bank.
    virtual void begin_round() {}
    // Text that it puts into the row must live until this part of the drain has returned. `slot` is the table's own: what a
    // capture keeps behind it is there, too.
    virtual void add_to(hookline_flow& row, const hl_flow_key& key, const hl_slot& slot) = 0;
};

}  // namespace hookline::bpf
