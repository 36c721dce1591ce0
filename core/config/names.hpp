// SPDX-License-Identifier: MIT
// `names` and `abbreviations` of a pipeline.
#pragma once

#include "config/section.hpp"

namespace hookline::config {

void read_names(Section& pipeline, Pipeline& out, Complaints& complaints);
void read_abbreviations(Section& pipeline, Pipeline& out, Complaints& complaints);

}  // namespace hookline::config
