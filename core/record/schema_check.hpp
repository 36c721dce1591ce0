// SPDX-License-Identifier: MIT
// Is a schema what the SDK demands? Reads no further than the sizes that the schema states.
#pragma once

#include <hookline/plugin.h>

#include "result.hpp"

namespace hookline::record {

inline constexpr std::uint32_t kMaxColumns = 1024;
inline constexpr std::uint32_t kMaxRowSize = 65'536;
inline constexpr std::uint32_t kMaxCharsWidth = 4096;

// The failure names schema, column and field.
Result<void> check_schema(const hookline_schema& schema);

}  // namespace hookline::record
