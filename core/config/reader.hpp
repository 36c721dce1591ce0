// SPDX-License-Identifier: MIT
// A pipeline file as a Config. What plugins declare is checked later, by options; everything else here.
#pragma once

#include <string>
#include <string_view>

#include "config/model.hpp"

namespace hookline::config {

// What is wrong is left out of the result and appended to the complaints, each with its place; nothing is thrown.
Config read_text(std::string_view text, const std::string& source, Complaints& complaints);
Config read_file(const std::string& file, Complaints& complaints);

// The levels of `log_level`, in rising order of silence.
const std::vector<std::string>& log_levels();

}  // namespace hookline::config
