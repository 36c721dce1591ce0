// SPDX-License-Identifier: MIT
// How the loader says no: always the file first.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "result.hpp"

namespace hookline::loader {

// What is wrong with a part, if anything.
using Problem = std::optional<std::string>;

inline Failure refusal(const std::filesystem::path& file, const std::string& why)
{
    return {"plugin " + file.string() + ": " + why};
}

}  // namespace hookline::loader
