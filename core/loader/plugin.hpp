// SPDX-License-Identifier: MIT
// One loaded plugin library. Alone with loader/plugin.cpp in naming Boost.DLL.
#pragma once

#include <hookline/plugin.h>

#include <filesystem>
#include <memory>
#include <string>

#include "result.hpp"

namespace hookline::loader {

class Plugin;
// Whoever holds one keeps the library mapped: an object of the plugin stores it as its first member, so that it goes last.
using PluginPtr = std::shared_ptr<const Plugin>;

class Plugin {
public:
    // Checks the file (loader/elf_check), loads it (RTLD_NOW | RTLD_LOCAL), checks the descriptor
    // (loader/descriptor_check). Runs the library's constructors: only for files that a configuration names.
    static Result<PluginPtr> load(const std::filesystem::path& file);

    virtual ~Plugin() = default;
    [[nodiscard]] virtual const hookline_descriptor& descriptor() const = 0;
    [[nodiscard]] virtual const std::filesystem::path& file() const = 0;

protected:
    Plugin() = default;
};

}  // namespace hookline::loader
