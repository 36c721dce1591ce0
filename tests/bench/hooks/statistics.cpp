// SPDX-License-Identifier: MIT
#include "statistics.hpp"

#include <algorithm>
#include <functional>

namespace hookline::bench {

double median(std::vector<double> values)
{
    std::ranges::sort(values);
    const auto half = values.size() / 2;
    return values.size() % 2 == 1 ? values[half] : (values[half - 1] + values[half]) / 2;
}

Summary summarize(const std::vector<double>& values)
{
    return {median(values), std::ranges::min(values), std::ranges::max(values)};
}

std::vector<double> differences(const std::vector<double>& values, const std::vector<double>& base)
{
    std::vector<double> result;
    std::ranges::transform(values, base, std::back_inserter(result), std::minus());
    return result;
}

}  // namespace hookline::bench
