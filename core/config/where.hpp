// SPDX-License-Identifier: MIT
// `where`, of a pipeline or of an abbreviation.
#pragma once

#include <vector>

#include "config/section.hpp"

namespace hookline::config {

void read_where(Section& section, std::vector<Condition>& out);

}  // namespace hookline::config
