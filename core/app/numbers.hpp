// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string>

#include "result.hpp"

namespace hookline::app {

// A decimal number from 1 to `max`, and nothing else.
Result<std::uint64_t> parse_count(const std::string& text, std::uint64_t max);

}  // namespace hookline::app
