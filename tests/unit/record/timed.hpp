// SPDX-License-Identifier: MIT
// Flows and reports at moments of one run, for the tests of time-outs.
#pragma once

#include "sample.hpp"

namespace sample {

inline constexpr std::uint8_t kFin = 0x01;
inline constexpr std::uint8_t kSyn = 0x02;
inline constexpr std::uint8_t kRst = 0x04;

inline std::int64_t at(double seconds)
{
    constexpr std::int64_t kStart = 1'700'000'000'000'000'000;
    return kStart + static_cast<std::int64_t>(seconds * 1e9);
}

// One packet of 100 bytes.
inline Flow udp(double when, std::uint16_t port = 1)
{
    return Flow{}.proto(17).src("10.0.0.1").ports(port, 53).traffic(1, 100).times(at(when), at(when));
}
inline Flow tcp(double when, std::uint8_t flags = 0x10)
{
    return tcp().times(at(when), at(when)).tcp_flags(flags);
}

// Rows that began last come first.
inline hookline::config::Pipeline with(hookline::config::Timeouts timeouts,
                                       std::vector<hookline::config::ProtoTimeouts> protos = {})
{
    hookline::config::Pipeline pipeline{.sort_by = "first"};
    pipeline.timeouts = timeouts;
    pipeline.proto_timeouts = std::move(protos);
    return pipeline;
}

inline Report at_end(hookline::record::Table& table, double when)
{
    return report(table, at(0), at(when), true);
}
inline Report so_far(hookline::record::Table& table, double when)
{
    return report(table, at(0), at(when));
}

// "idle", or "" for a row that lives.
inline std::string reason(const Report& got, std::size_t row)
{
    if (!got.has(row, "end_reason")) return "";
    return std::string(hookline::name_of(got.column("end_reason"), got.integer(row, "end_reason")));
}

}  // namespace sample
