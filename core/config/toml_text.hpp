// SPDX-License-Identifier: MIT
// Values as TOML has them.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "config/model.hpp"

namespace hookline::config {

std::string toml_quoted(std::string_view text);
std::string key_text(std::string_view key);  // bare where TOML allows it
std::string value_text(const Scalar& scalar);
std::string value_text(const std::vector<std::string>& texts);  // always an array
// A single value stays one; several, none, or `is_array`: an array.
std::string value_text(const std::vector<Scalar>& values, bool is_array);

}  // namespace hookline::config
