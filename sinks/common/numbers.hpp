// SPDX-License-Identifier: MIT
// Numbers as text: exact for programs, in human units for people.
#pragma once

#include <cstdint>

#include "common/text.hpp"

namespace hookline::sink_common {

// 0x..., at least `digits` digits.
void put_hex(Text& out, std::uint64_t value, unsigned digits);
// The shortest text that reads back as the same number; JSON has no infinities and no NaN: null.
void put_exact(Text& out, double value);
// `decimals` (at most 9) digits after the point, rounded. Negative and NaN count as 0.
void put_fixed(Text& out, double value, unsigned decimals);

// The units that a value is scaled to, smallest first, 1000 apart.
struct Scale {
    const char* units[6];
    unsigned decimals;
    unsigned decimals_of_first;
};
inline constexpr Scale kByteScale = {{" B", " kB", " MB", " GB", " TB", " PB"}, 1, 0};
inline constexpr Scale kBitRateScale = {{" bit/s", " kbit/s", " Mbit/s", " Gbit/s", " Tbit/s", " Pbit/s"}, 2, 2};
inline constexpr Scale kPacketRateScale = {{" /s", " k/s", " M/s", " G/s", " T/s", " P/s"}, 1, 1};
void put_scaled(Text& out, double value, const Scale& scale);

}  // namespace hookline::sink_common
