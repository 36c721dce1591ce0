// SPDX-License-Identifier: MIT
// The time stamps of the flow table (bpf/flow_slot.h), which are short, made whole.
#pragma once

#include <cstdint>
#include <ctime>

#include "flow_key.h"
#include "flow_slot.h"

namespace hookline::bpf {

struct SlotClock {
    std::int64_t monotonic_ns;
    std::int64_t to_realtime_ns;  // what to add; asked for anew at each drain, as it moves when the clock is set

    static SlotClock now()
    {
        const auto monotonic = read(CLOCK_MONOTONIC);
        return {monotonic, read(CLOCK_REALTIME) - monotonic};
    }

    // CLOCK_MONOTONIC. The nearest time to `monotonic_ns`, before or after, that the 32 bits can mean.
    [[nodiscard]] std::uint64_t whole(std::uint32_t stamp) const
    {
        const auto units = monotonic_ns >> HL_TIME_SHIFT;
        const auto age = static_cast<std::int32_t>(static_cast<std::uint32_t>(units) - stamp);
        return static_cast<std::uint64_t>(units - age) << HL_TIME_SHIFT;
    }

private:
    static std::int64_t read(clockid_t clock)
    {
        timespec time{};
        ::clock_gettime(clock, &time);
        return time.tv_sec * std::int64_t{1'000'000'000} + time.tv_nsec;
    }
};

inline hl_flow_counters counters_of(const hl_slot& slot, const SlotClock& clock)
{
    hl_flow_counters counters{};
    counters.packets = slot.packets;
    counters.bytes = slot.bytes;
    counters.first_ns = clock.whole(slot.first);
    counters.last_ns = clock.whole(slot.last);
    counters.tcp_flags = slot.tcp_flags;
    counters.label = slot.label;
    counters.state = slot.state;
    return counters;
}

}  // namespace hookline::bpf
