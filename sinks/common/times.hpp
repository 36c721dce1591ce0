// SPDX-License-Identifier: MIT
// Points in time and durations as text.
#pragma once

#include <cstdint>

#include "common/text.hpp"

namespace hookline::sink_common {

// RFC 3339 in UTC, always nine digits, so that text sorts as time does: 2026-05-01T12:00:00.123456789Z
void put_rfc3339(Text& out, std::int64_t ns);

// 1h2m3s, 59.50s, 12.50ms, 3.20us, 7ns
void put_duration(Text& out, std::uint64_t ns);

// Local time for people. Asks the C library for the zone's offset once a quarter of an hour of time, not once a value.
class LocalTime {
public:
    // The day whose times need no date.
    void set_today(std::int64_t ns);
    // 12:00:00.123, or 2026-05-01 12:00:00.123 on another day
    void put_short(Text& out, std::int64_t ns);
    // 2026-05-01 12:00:00
    void put_date_time(Text& out, std::int64_t ns);

private:
    [[nodiscard]] std::int64_t seconds(std::int64_t ns);

    std::int64_t quarter_ = INT64_MIN;
    std::int64_t offset_ = 0;
    std::int64_t today_ = INT64_MIN;
};

}  // namespace hookline::sink_common
