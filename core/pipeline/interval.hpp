// SPDX-License-Identifier: MIT
// The time that a report covers: the wall clock's, or the packets' own when they come from the past (a capture file).
#pragma once

#include <hookline/plugin.h>

#include <algorithm>
#include <chrono>
#include <cstdint>

namespace hookline::pipeline {

inline std::int64_t wall_clock_ns()
{
    const auto now = std::chrono::system_clock::now().time_since_epoch();
    return std::chrono::duration_cast<std::chrono::nanoseconds>(now).count();
}

class Interval {
public:
    void start(std::int64_t now_ns) { started_ns_ = now_ns; }

    void add(const hookline_batch& batch)
    {
        if (batch.begin_ns == 0 && batch.end_ns == 0) {
            is_live_ = true;
            return;
        }
        begin_ns_ = has_batch_ ? std::min(begin_ns_, batch.begin_ns) : batch.begin_ns;
        end_ns_ = has_batch_ ? std::max(end_ns_, batch.end_ns) : batch.end_ns;
        has_batch_ = true;
        if (batch.end_ns >= started_ns_) is_live_ = true;
    }

    // Live traffic is silent at times, so its end is now, and not the last batch's.
    [[nodiscard]] bool is_replay() const { return has_batch_ && !is_live_; }
    [[nodiscard]] std::int64_t begin_ns() const { return is_replay() ? begin_ns_ : started_ns_; }
    [[nodiscard]] std::int64_t end_ns(std::int64_t now_ns) const { return is_replay() ? end_ns_ : now_ns; }

private:
    std::int64_t started_ns_ = 0;
    std::int64_t begin_ns_ = 0;
    std::int64_t end_ns_ = 0;
    bool has_batch_ = false;
    bool is_live_ = false;
};

}  // namespace hookline::pipeline
