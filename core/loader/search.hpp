// SPDX-License-Identifier: MIT
// From the name in a configuration to a file, and all plugins there are.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "loader/plugin.hpp"

namespace hookline::loader {

// Configured folders first, then plugins/ beside the running binary, then the installed place. Folders that do not
// exist are left out.
std::vector<std::filesystem::path> search_path(const std::vector<std::string>& configured);

// "tc" is tc.so in the first folder that has it; a name with a slash is the file itself. The descriptor's name must be
// the file's. The failure lists the folders that were searched and, where one is close, a similar name.
Result<PluginPtr> load_by_name(const std::string& name, hookline_kind kind,
                               const std::vector<std::filesystem::path>& path);

// What one library says of itself; made in a child process, so that a broken one harms nobody.
struct Listing {
    std::filesystem::path file;
    bool usable = false;
    std::string name, kind, version, licence, help;  // when usable
    std::string problem;                             // when not
};
std::vector<Listing> list_plugins(const std::vector<std::filesystem::path>& path);

}  // namespace hookline::loader
