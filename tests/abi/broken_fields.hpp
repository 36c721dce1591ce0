// SPDX-License-Identifier: MIT
// A table of ways to break a descriptor, each with the words that its refusal must have.
#pragma once

#include <boost/test/unit_test.hpp>

#include <functional>
#include <string>
#include <vector>

#include "abi/sound_plugin.hpp"

namespace tests {

struct BrokenField {
    const char* words;
    std::function<void(SoundPlugin&)> break_it;
};

// The plugin is sound before, refused after, by the file's name and in one line with these words.
inline void check_each(SoundPlugin (*make)(), const std::vector<BrokenField>& cases)
{
    for (const auto& broken : cases) {
        auto plugin = make();
        BOOST_TEST_CONTEXT(broken.words)
        {
            BOOST_TEST(plugin.refusal() == "");
            broken.break_it(plugin);
            const auto text = plugin.refusal();
            BOOST_TEST(text.starts_with("plugin ./acme.so: "), "refusal: " << text);
            BOOST_TEST(text.find(broken.words) != std::string::npos, "refusal: " << text);
            BOOST_TEST(text.find('\n') == std::string::npos, "refusal: " << text);
        }
    }
}

}  // namespace tests
