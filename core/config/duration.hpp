// SPDX-License-Identifier: MIT
// Durations as people write them: "90s", "1h30m", "500ms", "1.5h", "0".
#pragma once

#include <chrono>
#include <string>
#include <string_view>

#include "result.hpp"

namespace hookline::config {

// Units: h, m, s, ms, us (or µs), ns. Fractions are exact to the nanosecond; what is finer is cut off.
Result<std::chrono::nanoseconds> parse_duration(std::string_view text);

// The shortest text of whole units that parse_duration reads back: "1h30m", "1s500ms", "0s".
std::string format_duration(std::chrono::nanoseconds duration);

}  // namespace hookline::config
