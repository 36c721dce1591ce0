// SPDX-License-Identifier: MIT
// Has the full program become dearer, beside bare parsing, than it was in a saved result?
#pragma once

#include <string>
#include <vector>

#include "result.hpp"

namespace hookline::bench {

struct Change {
    std::string hook;
    std::string packets;
    double before = 0;  // full : bare parsing
    double now = 0;

    [[nodiscard]] double percent() const { return (now / before - 1) * 100; }
    // From 3 to 4 is a third, whatever the last bit of a double says.
    [[nodiscard]] bool reaches(double limit) const { return percent() >= limit - 1e-9; }
};

// Two measurements of the same: the lower ratio of each case.
void keep_lower(std::vector<Row>& rows, const std::vector<Row>& again);

// Every case that both have a ratio for. Throws Error when there is none, and when one was drained and the other not.
std::vector<Change> compare(const std::vector<Row>& before, const std::vector<Row>& now);

std::string to_string(const Change& change, double limit);

}  // namespace hookline::bench
