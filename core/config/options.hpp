// SPDX-License-Identifier: MIT
// An instance's settings, checked against what its plugin declares, as the typed values that the plugin is handed.
#pragma once

#include <hookline/plugin.h>

#include <deque>
#include <memory>
#include <string>
#include <vector>

#include "config/model.hpp"

namespace hookline::config {

// Owns everything that the hookline_options view points to. Its address is stable: held by pointer.
class OptionValues {
public:
    // Appends a complaint for every unknown key (with a suggestion), wrong type, value out of range or not among the
    // choices, and missing required option.
    static std::unique_ptr<const OptionValues> check(const hookline_descriptor& plugin, const Instance& instance,
                                                     Complaints& complaints);
    [[nodiscard]] const hookline_options* abi() const { return &abi_; }

private:
    class Maker;
    OptionValues() = default;

    hookline_options abi_{};
    std::string instance_;
    std::vector<hookline_value> values_;
    std::deque<std::string> strings_;
    std::deque<std::vector<hookline_string>> lists_;
};

}  // namespace hookline::config
