// SPDX-License-Identifier: MIT
#include "config/duration.hpp"

#include <array>
#include <cstdint>

namespace hookline::config {
namespace {

struct Unit {
    std::string_view name;
    std::int64_t nanoseconds;
};
// A name that begins another one comes after it.
constexpr std::array kUnits = {
    Unit{"h", 3'600'000'000'000}, Unit{"ms", 1'000'000}, Unit{"m", 60'000'000'000},
    Unit{"s", 1'000'000'000},     Unit{"us", 1'000},     Unit{"µs", 1'000},
    Unit{"\u03bcs", 1'000},       Unit{"ns", 1},
};
constexpr std::array kLargestFirst = {Unit{"h", 3'600'000'000'000}, Unit{"m", 60'000'000'000}, Unit{"s", 1'000'000'000},
                                      Unit{"ms", 1'000'000},        Unit{"us", 1'000},         Unit{"ns", 1}};

bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

__extension__ using Wide = __int128;

// "1.5": 1 and 5 tenths.
struct Number {
    std::int64_t whole = 0;
    std::int64_t part = 0;
    std::int64_t scale = 1;
    bool seen = false;
    bool overflow = false;
};

// Below a nanosecond in any unit
constexpr std::int64_t kFinestScale = 10'000'000'000'000;

Number take_number(std::string_view& text)
{
    Number number;
    for (; !text.empty() && is_digit(text[0]); text.remove_prefix(1)) {
        number.seen = true;
        number.overflow |= __builtin_mul_overflow(number.whole, 10, &number.whole) ||
                           __builtin_add_overflow(number.whole, text[0] - '0', &number.whole);
    }
    if (text.empty() || text[0] != '.') return number;
    for (text.remove_prefix(1); !text.empty() && is_digit(text[0]); text.remove_prefix(1)) {
        number.seen = true;
        if (number.scale == kFinestScale) continue;
        number.part = number.part * 10 + (text[0] - '0');
        number.scale *= 10;
    }
    return number;
}

const Unit* take_unit(std::string_view& text)
{
    for (const auto& unit : kUnits)
        if (text.starts_with(unit.name)) {
            text.remove_prefix(unit.name.size());
            return &unit;
        }
    return nullptr;
}

bool add(std::int64_t& total, const Number& number, const Unit& unit)
{
    const auto part = static_cast<std::int64_t>(Wide{number.part} * unit.nanoseconds / number.scale);
    std::int64_t whole = 0;
    return !number.overflow && !__builtin_mul_overflow(number.whole, unit.nanoseconds, &whole) &&
           !__builtin_add_overflow(whole, part, &whole) && !__builtin_add_overflow(total, whole, &total);
}

Failure wrong(std::string_view text, const char* why)
{
    return {"\"" + std::string(text) + "\" is no duration: " + why + "; write it like \"90s\", \"1h30m\" or \"500ms\""};
}

}  // namespace

Result<std::chrono::nanoseconds> parse_duration(std::string_view text)
{
    if (text == "0") return std::chrono::nanoseconds(0);
    if (text.empty()) return wrong(text, "it is empty");
    if (text[0] == '-') return wrong(text, "it is negative");
    std::int64_t total = 0;
    for (auto rest = text; !rest.empty();) {
        const auto number = take_number(rest);
        if (!number.seen) return wrong(text, "a number is missing");
        const auto* unit = take_unit(rest);
        if (unit == nullptr)
            return wrong(text, rest.empty() ? "its unit is missing" : "units are h, m, s, ms, us and ns");
        if (!add(total, number, *unit)) return wrong(text, "it is longer than 292 years");
    }
    return std::chrono::nanoseconds(total);
}

std::string format_duration(std::chrono::nanoseconds duration)
{
    auto rest = duration.count();
    if (rest == 0) return "0s";
    std::string text;
    for (const auto& unit : kLargestFirst) {
        if (rest >= unit.nanoseconds) text += std::to_string(rest / unit.nanoseconds).append(unit.name);
        rest %= unit.nanoseconds;
    }
    return text;
}

}  // namespace hookline::config
