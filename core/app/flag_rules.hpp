// SPDX-License-Identifier: MIT
// Which flags go together.
#pragma once

#include "app/flags.hpp"

namespace hookline::app {

// The failure is one line that names both flags.
Result<void> check_combination(const Flags& flags);

}  // namespace hookline::app
