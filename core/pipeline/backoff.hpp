// SPDX-License-Identifier: MIT
// How long to wait before the next try: twice as long each time, with jitter, so that many do not try in step.
#pragma once

#include <algorithm>
#include <chrono>
#include <random>

namespace hookline::pipeline {

class Backoff {
public:
    using Duration = std::chrono::milliseconds;

    explicit Backoff(Duration first = Duration(50), Duration longest = Duration(5'000))
        : first_(first), longest_(longest), next_(first)
    {
    }

    // Between 75 and 125 % of the current step.
    Duration next()
    {
        const auto step = next_;
        next_ = std::min(longest_, next_ * 2);
        std::uniform_int_distribution<Duration::rep> jitter(step.count() * 3 / 4, step.count() * 5 / 4);
        return Duration(jitter(random_));
    }
    void reset() { next_ = first_; }

private:
    Duration first_;
    Duration longest_;
    Duration next_;
    std::minstd_rand random_{std::random_device{}()};
};

}  // namespace hookline::pipeline
