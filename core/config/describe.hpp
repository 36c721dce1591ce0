// SPDX-License-Identifier: MIT
// Reference documentation of a plugin from what it declares: `hookline plugins show NAME`.
#pragma once

#include <hookline/plugin.h>

#include <string>

namespace hookline::config {

// Options, streams with their columns, and a sample section.
std::string describe(const hookline_descriptor& plugin);

// A TOML section with every option commented out at its default; required ones are left to be filled in.
std::string sample_section(const hookline_descriptor& plugin);

}  // namespace hookline::config
