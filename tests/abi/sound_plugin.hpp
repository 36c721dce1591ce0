// SPDX-License-Identifier: MIT
// A descriptor that passes every check, with every part writable: a test breaks one field of it.
#pragma once

#include <hookline/plugin.hpp>

#include <string>
#include <vector>

#include "loader/descriptor_check.hpp"

namespace tests {

class SoundPlugin {
public:
    SoundPlugin(const SoundPlugin&) = delete;
    SoundPlugin& operator=(const SoundPlugin&) = delete;

    static SoundPlugin capture() { return SoundPlugin(HOOKLINE_CAPTURE); }
    static SoundPlugin sink() { return SoundPlugin(HOOKLINE_SINK); }

    // What the loader says of it as ./acme.so; empty: nothing against it.
    [[nodiscard]] std::string refusal(std::size_t extent = sizeof(hookline_descriptor)) const
    {
        const auto checked = hookline::loader::check_descriptor(descriptor, extent, "./acme.so");
        return checked ? "" : checked.error().text;
    }
    hookline_column& column(std::size_t index) { return columns[index]; }

    // The last of each is what has one of everything.
    std::vector<hookline_option> options;
    std::vector<hookline_name> names{{1, "one"}, {2, "two"}};
    std::vector<hookline_column> columns;
    hookline_schema schema{};
    hookline_schema second_schema{};
    std::vector<const hookline_schema*> streams;
    hookline_capture_ops capture_ops{};
    hookline_sink_ops sink_ops{};
    hookline_descriptor descriptor{};

private:
    explicit SoundPlugin(hookline_kind kind);
};

}  // namespace tests
