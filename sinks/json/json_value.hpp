// SPDX-License-Identifier: MIT
// Values of any column as JSON.
#pragma once

#include <string>
#include <string_view>

#include "common/field.hpp"

namespace hookline::json_sink {

using sink_common::Field;
using sink_common::Text;

// With quotes and escapes; what is no UTF-8 becomes U+FFFD.
void put_string(Text& out, std::string_view text);
[[nodiscard]] std::string quoted(std::string_view text);

// Numbers are numbers, and so are durations (nanoseconds). A value that has a name is that name, a bitmask an array of
// them. Addresses and times (RFC 3339) are strings; bytes are hex.
void put_value(Text& out, const Row& row, const Field& field);

}  // namespace hookline::json_sink
