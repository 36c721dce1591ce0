// SPDX-License-Identifier: MIT
#include "common/times.hpp"

#include <chrono>
#include <ctime>

#include "common/numbers.hpp"

namespace hookline::sink_common {

namespace {

constexpr std::int64_t kSecond = 1'000'000'000;
constexpr std::int64_t kDay = 86'400;

std::int64_t floor_div(std::int64_t value, std::int64_t by)
{
    return value / by - (value % by < 0 ? 1 : 0);
}

char* write_digits(char* at, std::uint64_t value, int digits)
{
    for (int i = digits; i > 0; --i, value /= 10)
        at[i - 1] = static_cast<char>('0' + value % 10);
    return at + digits;
}

void put_date(Text& out, std::int64_t seconds)
{
    const std::chrono::sys_days day{std::chrono::days(floor_div(seconds, kDay))};
    const std::chrono::year_month_day date(day);
    char* at = out.room(10);
    at = write_digits(at, static_cast<std::uint64_t>(static_cast<int>(date.year())), 4);
    *at++ = '-';
    at = write_digits(at, static_cast<unsigned>(date.month()), 2);
    *at++ = '-';
    out.take(write_digits(at, static_cast<unsigned>(date.day()), 2));
}

void put_clock(Text& out, std::int64_t seconds)
{
    const auto of_day = static_cast<std::uint64_t>(seconds - floor_div(seconds, kDay) * kDay);
    char* at = out.room(8);
    at = write_digits(at, of_day / 3600, 2);
    *at++ = ':';
    at = write_digits(at, of_day / 60 % 60, 2);
    *at++ = ':';
    out.take(write_digits(at, of_day % 60, 2));
}

// `unit`: nanoseconds in one step of the last of `digits` digits.
void put_fraction(Text& out, std::int64_t ns, std::uint64_t unit, int digits)
{
    const auto fraction = static_cast<std::uint64_t>(ns % kSecond + (ns % kSecond < 0 ? kSecond : 0));
    char* const at = out.room(10);
    *at = '.';
    out.take(write_digits(at + 1, fraction / unit, digits));
}

}  // namespace

void put_rfc3339(Text& out, std::int64_t ns)
{
    const std::int64_t seconds = floor_div(ns, kSecond);
    put_date(out, seconds);
    out.put('T');
    put_clock(out, seconds);
    put_fraction(out, ns, 1, 9);
    out.put('Z');
}

void put_duration(Text& out, std::uint64_t ns)
{
    constexpr std::uint64_t kNsPerSecond = kSecond;
    const auto part = [&](std::uint64_t unit, const char* name) {
        put_fixed(out, static_cast<double>(ns) / static_cast<double>(unit), 2);
        out.put(name);
    };
    if (ns < 1'000) return out.put_unsigned(ns), out.put("ns");
    if (ns < 1'000'000) return part(1'000, "us");
    if (ns < kNsPerSecond) return part(1'000'000, "ms");
    if (ns < 60 * kNsPerSecond) return part(kNsPerSecond, "s");
    const std::uint64_t seconds = ns / kNsPerSecond;
    if (seconds >= 3600) out.put_unsigned(seconds / 3600), out.put('h');
    out.put_unsigned(seconds / 60 % 60), out.put('m');
    out.put_unsigned(seconds % 60), out.put('s');
}

std::int64_t LocalTime::seconds(std::int64_t ns)
{
    constexpr std::int64_t kQuarter = 900;  // no zone changes its offset in between
    const std::int64_t utc = floor_div(ns, kSecond);
    if (const std::int64_t quarter = floor_div(utc, kQuarter); quarter != quarter_) {
        const std::time_t time = utc;
        std::tm local{};
        offset_ = ::localtime_r(&time, &local) != nullptr ? local.tm_gmtoff : 0;
        quarter_ = quarter;
    }
    return utc + offset_;
}

void LocalTime::set_today(std::int64_t ns)
{
    today_ = floor_div(seconds(ns), kDay);
}

void LocalTime::put_short(Text& out, std::int64_t ns)
{
    const std::int64_t local = seconds(ns);
    if (floor_div(local, kDay) != today_) {
        put_date(out, local);
        out.put(' ');
    }
    put_clock(out, local);
    put_fraction(out, ns, 1'000'000, 3);
}

void LocalTime::put_date_time(Text& out, std::int64_t ns)
{
    const std::int64_t local = seconds(ns);
    put_date(out, local);
    out.put(' ');
    put_clock(out, local);
}

}  // namespace hookline::sink_common
