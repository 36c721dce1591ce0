// SPDX-License-Identifier: MIT
// Is this file whole enough to be handed to dlopen()? The dynamic loader maps what the headers promise and touches it: a
// file that was cut short ends the process with SIGBUS, before any error could be returned.
#pragma once

#include <filesystem>

#include "result.hpp"

namespace hookline::loader {

// A regular ELF file, a shared library of our own machine, with every header, segment and section inside of the file.
// What is inside of the segments is not looked at: that much trust the one who named the file has given it.
Result<void> check_elf(const std::filesystem::path& file);

}  // namespace hookline::loader
