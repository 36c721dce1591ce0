// SPDX-License-Identifier: MIT
// "Did you mean": the known name that is closest to a mistyped one.
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace hookline::config {

// ` (did you mean "x"?)`, or nothing where no known name is close enough.
std::string suggestion(std::string_view word, std::span<const std::string> known);

}  // namespace hookline::config
