// SPDX-License-Identifier: MIT
// The option table of a descriptor.
#pragma once

#include <hookline/plugin.h>

#include "loader/refusal.hpp"

namespace hookline::loader {

// Names, types, flags, limits and choices make sense, and every default is a value that the option itself allows.
Problem check_options(const hookline_descriptor& descriptor);

}  // namespace hookline::loader
