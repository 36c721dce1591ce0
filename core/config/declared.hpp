// SPDX-License-Identifier: MIT
// What a plugin declares, whatever size its structs had when it was built.
#pragma once

#include <hookline/plugin.h>

#include <cstdint>
#include <string>
#include <vector>

namespace hookline::config {

std::vector<const hookline_option*> declared_options(const hookline_descriptor& plugin);

std::vector<std::string> choices_of(const hookline_option& option);
bool has_limits(const hookline_option& option);
// A value of this option as a file has it: durations as "1s".
std::string written(const hookline_option& option, std::int64_t value);

std::string type_name(const hookline_option& option);    // "integer"
std::string type_phrase(const hookline_option& option);  // "an integer"

}  // namespace hookline::config
