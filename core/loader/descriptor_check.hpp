// SPDX-License-Identifier: MIT
// Does a descriptor keep the contract of <hookline/plugin.h>? All that can be told without a call into the plugin.
#pragma once

#include <hookline/plugin.h>

#include <cstddef>
#include <filesystem>

#include "result.hpp"

namespace hookline::loader {

// Looks at every field, in the order that makes the next one readable: magic, versions and size first. `extent`: bytes
// that may be read at `descriptor`. The failure names file, field, and where versions are at odds both of them.
Result<void> check_descriptor(const hookline_descriptor& descriptor, std::size_t extent,
                              const std::filesystem::path& file);

}  // namespace hookline::loader
