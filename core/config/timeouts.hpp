// SPDX-License-Identifier: MIT
// `timeouts` of a [[pipeline]]: for all rows, and by protocol.
#pragma once

#include "config/section.hpp"

namespace hookline::config {

// Which protocols there are is for the table to say, which knows the column.
void read_timeouts(Section& pipeline, Pipeline& out, Complaints& complaints);

}  // namespace hookline::config
