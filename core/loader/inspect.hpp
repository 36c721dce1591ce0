// SPDX-License-Identifier: MIT
// What is in a file that no configuration named? Asked in a child process: a library's constructors run before any check.
#pragma once

#include <chrono>
#include <filesystem>

#include "loader/search.hpp"

namespace hookline::loader {

// Loads `file` in a forked child. One that crashes, exits or takes longer than `limit` is not usable, and named so.
// For a process with one thread: the child of one with several could inherit a lock that nobody will release.
Listing inspect(const std::filesystem::path& file, std::chrono::milliseconds limit);

}  // namespace hookline::loader
