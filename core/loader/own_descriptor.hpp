// SPDX-License-Identifier: MIT
// A checked descriptor in this host's own shape, so that nobody after the loader need think of sizes.
#pragma once

#include <hookline/plugin.h>

#include <vector>

namespace hookline::loader {

// Of each struct as many bytes as the plugin's SDK gave it, the rest zero: a field that is newer than the plugin reads
// as "not there". Strings, schemas and functions stay the plugin's.
class OwnDescriptor {
public:
    // `foreign` has passed check_descriptor().
    explicit OwnDescriptor(const hookline_descriptor& foreign);
    ~OwnDescriptor() = default;
    OwnDescriptor(const OwnDescriptor&) = delete;
    OwnDescriptor& operator=(const OwnDescriptor&) = delete;

    [[nodiscard]] const hookline_descriptor& abi() const { return abi_; }

private:
    hookline_descriptor abi_;
    hookline_capture_ops capture_{};
    hookline_sink_ops sink_{};
    std::vector<hookline_option> options_;
};

}  // namespace hookline::loader
