// SPDX-License-Identifier: MIT
// The defaults of options, which are written as they would stand in a configuration file.
#pragma once

#include <hookline/plugin.h>

#include "loader/refusal.hpp"

namespace hookline::loader {

// `option` has a known type, sound choices and limits, and a default of one line.
Problem check_default(const hookline_option& option);

}  // namespace hookline::loader
