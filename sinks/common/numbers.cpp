// SPDX-License-Identifier: MIT
#include "common/numbers.hpp"

#include <cmath>

namespace hookline::sink_common {

namespace {

constexpr double kLargestExactInteger = 9007199254740992.0;  // 2^53
constexpr std::uint64_t kPowersOfTen[] = {1,       10,        100,        1'000,       10'000,
                                          100'000, 1'000'000, 10'000'000, 100'000'000, 1'000'000'000};

// `scaled` is the value times ten to the power of `decimals`.
void put_decimal(Text& out, std::uint64_t scaled, unsigned decimals)
{
    const std::uint64_t one = kPowersOfTen[decimals];
    out.put_unsigned(scaled / one);
    if (decimals == 0) return;
    std::uint64_t rest = scaled % one;
    char* const begin = out.room(decimals + 1);
    *begin = '.';
    for (unsigned i = decimals; i > 0; --i, rest /= 10)
        begin[i] = static_cast<char>('0' + rest % 10);
    out.take(begin + decimals + 1);
}

}  // namespace

void put_hex(Text& out, std::uint64_t value, unsigned digits)
{
    char text[16];
    const auto* const end = std::to_chars(text, text + sizeof text, value, 16).ptr;
    const auto length = static_cast<std::size_t>(end - text);
    out.put("0x");
    if (length < digits) out.pad(digits - length, '0');
    out.put({text, length});
}

void put_exact(Text& out, double value)
{
    if (!std::isfinite(value)) return out.put("null");
    const double size = std::fabs(value);
    if (size < kLargestExactInteger && value == std::trunc(value))
        return out.put_signed(static_cast<std::int64_t>(value));
    // As JavaScript and Go write them: an exponent only for the very small and the very large.
    const auto format = size >= 1e-6 && size < 1e21 ? std::chars_format::fixed : std::chars_format::scientific;
    constexpr std::size_t kLongest = 40;
    char* const begin = out.room(kLongest);
    out.take(std::to_chars(begin, begin + kLongest, value, format).ptr);
}

void put_fixed(Text& out, double value, unsigned decimals)
{
    constexpr double kTooLarge = 1e18;
    const double scaled = value * static_cast<double>(kPowersOfTen[decimals]) + 0.5;
    if (!(value > 0)) return put_decimal(out, 0, decimals);
    if (!(scaled < kTooLarge)) return put_exact(out, value);
    put_decimal(out, static_cast<std::uint64_t>(scaled), decimals);
}

void put_scaled(Text& out, double value, const Scale& scale)
{
    unsigned unit = 0;
    const auto decimals = [&] { return unit == 0 ? scale.decimals_of_first : scale.decimals; };
    // What rounds up to 1000 belongs to the next unit.
    const auto full = [&] { return 1000 - 0.5 / static_cast<double>(kPowersOfTen[decimals()]); };
    while (unit + 1 < std::size(scale.units) && value >= full()) {
        value /= 1000;
        ++unit;
    }
    put_fixed(out, value, decimals());
    out.put(scale.units[unit]);
}

}  // namespace hookline::sink_common
