// SPDX-License-Identifier: MIT
// The function tables of a descriptor.
#pragma once

#include <hookline/plugin.h>

#include "loader/refusal.hpp"

namespace hookline::loader {

// The table of the descriptor's kind is there and no other, and every required function is in it. Reads no further than
// the size that the table states.
Problem check_operations(const hookline_descriptor& descriptor);

}  // namespace hookline::loader
