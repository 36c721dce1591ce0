// SPDX-License-Identifier: MIT
#pragma once

#include <vector>

namespace hookline::bench {

struct Summary {
    double median = 0;
    double min = 0;
    double max = 0;
};

double median(std::vector<double> values);  // of at least one
Summary summarize(const std::vector<double>& values);

// Pair by pair: what the machine did to both of a round cancels out.
std::vector<double> differences(const std::vector<double>& values, const std::vector<double>& base);

}  // namespace hookline::bench
