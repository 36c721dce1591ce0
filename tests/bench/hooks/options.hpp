// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "case.hpp"
#include "hook_bench.hpp"

namespace hookline::bench {

struct Options {
    std::vector<const Hook*> hooks;  // empty: each that the build tree has a program for, or --against gives
    std::vector<std::string> against;
    std::vector<std::string> filters;
    std::vector<Case> cases;
    Effort effort;
    int cpu = -1;
    std::string json;     // a file, "-" for stdout, empty for none
    std::string compare;  // a saved result
    double limit = 100.0 / 3;
    std::string objects;  // the folder with what the build has made
    bool help = false;
};

// Throws Error.
Options parse_options(int argc, const char* const* argv);

std::string usage();

}  // namespace hookline::bench
