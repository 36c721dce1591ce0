// SPDX-License-Identifier: MIT
// The strings of a descriptor.
#pragma once

#include <string>

#include "loader/refusal.hpp"

namespace hookline::loader {

// There, not empty, one line, of sane length. `what` names the field.
Problem check_text(const char* text, const std::string& what);
// The same, and snake_case.
Problem check_snake_case(const char* text, const std::string& what);
// The same, and fit for a file's name: lower case, digits, '_' and '-'.
Problem check_plugin_name(const char* text, const std::string& what);

}  // namespace hookline::loader
