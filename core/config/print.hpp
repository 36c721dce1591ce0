// SPDX-License-Identifier: MIT
// A Config as the TOML that stands for it: `hookline --print-config`.
#pragma once

#include <string>

#include "config/model.hpp"

namespace hookline::config {

// Reads back as the same Config. What has its default value is left out, except where a comment is worth it.
std::string to_toml(const Config& config);

}  // namespace hookline::config
