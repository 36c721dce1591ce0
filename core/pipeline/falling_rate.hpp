// SPDX-License-Identifier: MIT
// When to say again what keeps happening: at once, then after 1 s, 2 s, 4 s, ... up to once a minute.
#pragma once

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <optional>

namespace hookline::pipeline {

class FallingRate {
public:
    using Clock = std::chrono::steady_clock;

    // Adds `amount`; the sum of what was not said yet, when it is time to say it.
    std::optional<std::uint64_t> add(std::uint64_t amount, Clock::time_point now = Clock::now())
    {
        unsaid_ += amount;
        if (now < next_) return std::nullopt;
        // After a quiet minute it is news again.
        if (now > next_ + kLongest) pause_ = kShortest;
        next_ = now + pause_;
        pause_ = std::min(kLongest, pause_ * 2);
        const auto said = unsaid_;
        unsaid_ = 0;
        return said;
    }

private:
    static constexpr Clock::duration kShortest = std::chrono::seconds(1);
    static constexpr Clock::duration kLongest = std::chrono::minutes(1);

    Clock::duration pause_ = kShortest;
    Clock::time_point next_{};
    std::uint64_t unsaid_ = 0;
};

}  // namespace hookline::pipeline
