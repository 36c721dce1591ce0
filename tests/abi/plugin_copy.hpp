// SPDX-License-Identifier: MIT
// A copy of a real plugin, to be cut and patched.
#pragma once

#include <cstddef>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <string>

#include "abi/temp_folder.hpp"
#include "loader/plugin.hpp"

namespace tests {

inline std::filesystem::path test_plugin(const std::string& name)
{
    return std::filesystem::path(HOOKLINE_TEST_PLUGIN_DIR) / (name + ".so");
}

class PluginCopy {
public:
    explicit PluginCopy(const char* name) : PluginCopy(test_plugin(name)) {}
    explicit PluginCopy(const std::filesystem::path& original) : file_(folder_ / original.filename().string())
    {
        std::filesystem::copy_file(original, file_);
    }

    [[nodiscard]] const std::filesystem::path& file() const { return file_; }
    [[nodiscard]] std::size_t size() const { return std::filesystem::file_size(file_); }
    void cut(std::size_t size) const { std::filesystem::resize_file(file_, size); }

    template <class Value>
    [[nodiscard]] Value read(std::size_t offset) const
    {
        std::ifstream stream(file_, std::ios::binary);
        stream.seekg(static_cast<std::streamoff>(offset));
        Value value{};
        stream.read(reinterpret_cast<char*>(&value), sizeof value);
        return value;
    }
    template <class Value>
    void patch(std::size_t offset, const Value& value) const
    {
        std::fstream stream(file_, std::ios::binary | std::ios::in | std::ios::out);
        stream.seekp(static_cast<std::streamoff>(offset));
        stream.write(reinterpret_cast<const char*>(&value), sizeof value);
    }

    // Why the loader refuses it; empty: it does not.
    [[nodiscard]] std::string refusal() const
    {
        const auto plugin = hookline::loader::Plugin::load(file_);
        return plugin ? "" : plugin.error().text;
    }
    // What a refusal of this file begins with.
    [[nodiscard]] std::string prefix() const { return "plugin " + file_.string() + ": "; }

private:
    TempFolder folder_;
    std::filesystem::path file_;
};

}  // namespace tests
