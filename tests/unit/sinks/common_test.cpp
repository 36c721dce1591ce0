// SPDX-License-Identifier: MIT
#define BOOST_TEST_MODULE sink_common
#include <arpa/inet.h>
#include <boost/test/unit_test.hpp>

#include <cmath>
#include <cstdlib>
#include <limits>
#include <random>

#include "common/address.hpp"
#include "common/field.hpp"
#include "common/numbers.hpp"
#include "common/times.hpp"
#include "common/utf8.hpp"

using namespace hookline::sink_common;

namespace {

template <class Put>
std::string text_of(Put&& put)
{
    Text text;
    put(text);
    return std::string(text.view());
}

std::string exact(double value)
{
    return text_of([&](Text& text) { put_exact(text, value); });
}
std::string fixed(double value, unsigned decimals)
{
    return text_of([&](Text& text) { put_fixed(text, value, decimals); });
}
std::string scaled(double value, const Scale& scale)
{
    return text_of([&](Text& text) { put_scaled(text, value, scale); });
}
std::string ip(std::string_view bytes)
{
    return text_of([&](Text& text) { put_ip(text, bytes); });
}
std::string rfc3339(std::int64_t ns)
{
    return text_of([&](Text& text) { put_rfc3339(text, ns); });
}
std::string duration(std::uint64_t ns)
{
    return text_of([&](Text& text) { put_duration(text, ns); });
}

}  // namespace

BOOST_AUTO_TEST_CASE(text_grows_and_spills_whole_rows)
{
    std::string out;
    std::size_t spills = 0;
    Text text([&](std::string_view all) { out += all, ++spills; });
    for (int i = 0; i < 40'000; ++i) {
        text.put("row "), text.put_unsigned(static_cast<unsigned>(i)), text.put('\n');
        if (text.row_done()) BOOST_TEST(out.back() == '\n');
    }
    BOOST_TEST(spills > 3u);
    BOOST_TEST(text.size() < Text::kSpillAt);
    text.spill();
    BOOST_TEST(out.size() == 40'000 * 5 + 10 + 90 * 2 + 900 * 3 + 9000 * 4 + 30'000 * 5);
    BOOST_TEST(text.size() == 0u);
}

BOOST_AUTO_TEST_CASE(text_drops_what_could_not_be_spilled)
{
    Text text([](std::string_view) { throw std::runtime_error("full"); });
    text.put("lost");
    BOOST_CHECK_THROW(text.spill(), std::runtime_error);
    BOOST_TEST(text.size() == 0u);
}

BOOST_AUTO_TEST_CASE(exact_numbers)
{
    BOOST_TEST(exact(0) == "0");
    BOOST_TEST(exact(-1.5) == "-1.5");
    BOOST_TEST(exact(1e6) == "1000000");
    BOOST_TEST(exact(558.97) == "558.97");
    BOOST_TEST(exact(1e300) == "1e+300");
    BOOST_TEST(exact(1e-9) == "1e-09");
    BOOST_TEST(exact(std::nan("")) == "null");
    BOOST_TEST(exact(std::numeric_limits<double>::infinity()) == "null");
    std::mt19937_64 random(1);
    for (int i = 0; i < 100'000; ++i) {
        const std::uint64_t bits = random();
        double value = 0;
        std::memcpy(&value, &bits, sizeof value);
        if (std::isfinite(value)) BOOST_REQUIRE_EQUAL(std::strtod(exact(value).c_str(), nullptr), value);
        const double rate = static_cast<double>(bits >> 20) / 37.0;
        BOOST_REQUIRE_EQUAL(std::strtod(exact(rate).c_str(), nullptr), rate);
    }
}

BOOST_AUTO_TEST_CASE(fixed_and_scaled_numbers)
{
    BOOST_TEST(fixed(1.005, 1) == "1.0");
    BOOST_TEST(fixed(12.345, 2) == "12.35");
    BOOST_TEST(fixed(-3, 2) == "0.00");
    BOOST_TEST(fixed(std::nan(""), 2) == "0.00");
    BOOST_TEST(fixed(1e30, 2) == "1e+30");
    BOOST_TEST(scaled(0, kByteScale) == "0 B");
    BOOST_TEST(scaled(999, kByteScale) == "999 B");
    BOOST_TEST(scaled(1000, kByteScale) == "1.0 kB");
    BOOST_TEST(scaled(999'949, kByteScale) == "999.9 kB");
    BOOST_TEST(scaled(999'951, kByteScale) == "1.0 MB");
    BOOST_TEST(scaled(6'700'000, kByteScale) == "6.7 MB");
    BOOST_TEST(scaled(18e18, kByteScale) == "18000.0 PB");
    BOOST_TEST(scaled(1'090'000, kBitRateScale) == "1.09 Mbit/s");
    BOOST_TEST(scaled(558.97, kBitRateScale) == "558.97 bit/s");
    BOOST_TEST(scaled(999.996, kBitRateScale) == "1.00 kbit/s");
}

BOOST_AUTO_TEST_CASE(addresses_as_inet_ntop_writes_them)
{
    std::mt19937 random(2);
    for (int i = 0; i < 100'000; ++i) {
        char bytes[16];
        // Mostly zero groups, so that runs of every length and place occur.
        for (int group = 0; group < 8; ++group) {
            const unsigned value = random() % 3 == 0 ? random() % 0x10000 : random() % 2;
            bytes[2 * group] = static_cast<char>(value >> 8), bytes[2 * group + 1] = static_cast<char>(value);
        }
        bytes[0] |= 0x20;  // inet_ntop writes ::1.2.3.4 for addresses that RFC 4291 has deprecated
        char expected[INET6_ADDRSTRLEN];
        ::inet_ntop(AF_INET6, bytes, expected, sizeof expected);
        BOOST_REQUIRE_EQUAL(ip({bytes, 16}), expected);

        char mapped[16] = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, '\xff', '\xff'};
        const auto address = static_cast<std::uint32_t>(random());
        std::memcpy(mapped + 12, &address, 4);
        ::inet_ntop(AF_INET, mapped + 12, expected, sizeof expected);
        BOOST_REQUIRE_EQUAL(ip({mapped, 16}), expected);
    }
    BOOST_TEST(ip(std::string(16, '\0')) == "::");
    BOOST_TEST(ip(std::string(15, '\0') + '\1') == "::1");
    BOOST_TEST(text_of([](Text& text) { put_mac(text, {"\x02\0\xff\x10\0\1", 6}); }) == "02:00:ff:10:00:01");
}

BOOST_AUTO_TEST_CASE(times)
{
    BOOST_TEST(rfc3339(0) == "1970-01-01T00:00:00.000000000Z");
    BOOST_TEST(rfc3339(1'777'636'800'123'456'789) == "2026-05-01T12:00:00.123456789Z");
    BOOST_TEST(rfc3339(-1) == "1969-12-31T23:59:59.999999999Z");
    BOOST_TEST(rfc3339(INT64_MIN) == "1677-09-21T00:12:43.145224192Z");
    BOOST_TEST(rfc3339(INT64_MAX) == "2262-04-11T23:47:16.854775807Z");
    BOOST_TEST(duration(7) == "7ns");
    BOOST_TEST(duration(3'200) == "3.20us");
    BOOST_TEST(duration(12'500'000) == "12.50ms");
    BOOST_TEST(duration(59'500'000'000) == "59.50s");
    BOOST_TEST(duration(3'723'000'000'000) == "1h2m3s");
    ::setenv("TZ", "Asia/Kolkata", 1);
    ::tzset();
    LocalTime clock;
    clock.set_today(1'777'636'800'000'000'000);
    const auto shown = [&](std::int64_t ns) { return text_of([&](Text& text) { clock.put_short(text, ns); }); };
    BOOST_TEST(shown(1'777'636'800'123'456'789) == "17:30:00.123");
    BOOST_TEST(shown(1'777'636'800'000'000'000 + 6 * 3600 * 1'000'000'000LL) == "23:30:00.000");
    BOOST_TEST(shown(1'777'636'800'000'000'000 + 7 * 3600 * 1'000'000'000LL) == "2026-05-02 00:30:00.000");
    BOOST_TEST(text_of([&](Text& text) { clock.put_date_time(text, 1'777'636'800'123'456'789); }) ==
               "2026-05-01 17:30:00");
}

BOOST_AUTO_TEST_CASE(utf8)
{
    const auto is_valid = [](std::string_view text) { return first_character(text).valid; };
    BOOST_TEST(is_valid("a"));
    BOOST_TEST(is_valid("\xc3\xa4"));
    BOOST_TEST(is_valid("\xe2\x82\xac"));
    BOOST_TEST(is_valid("\xf0\x9f\x98\x80"));
    BOOST_TEST(first_character("\xf0\x9f\x98\x80").code == 0x1f600u);
    BOOST_TEST(!is_valid("\xc0\x80"));          // overlong
    BOOST_TEST(!is_valid("\xe0\x80\xaf"));      // overlong
    BOOST_TEST(!is_valid("\xed\xa0\x80"));      // surrogate
    BOOST_TEST(!is_valid("\xf4\x90\x80\x80"));  // beyond U+10FFFF
    BOOST_TEST(!is_valid("\xe2\x82"));          // cut
    BOOST_TEST(!is_valid("\x80"));
    BOOST_TEST(!is_valid("\xff"));
}

BOOST_AUTO_TEST_CASE(integers_without_a_name)
{
    hookline_column column{};
    column.width = 2;
    column.name = "proto";
    const auto shown = [&](std::uint64_t value) {
        return text_of([&](Text& text) { put_nameless(text, column, value); });
    };
    BOOST_TEST(shown(0x88cc) == "35020");
    column.flags = HOOKLINE_COLUMN_HEX;
    BOOST_TEST(shown(0x88cc) == "0x88cc");
    BOOST_TEST(shown(253) == "253");
    column.name = "gre_flags";
    BOOST_TEST(shown(0) == "0x0000");
    column.width = 4;
    BOOST_TEST(shown(0x1234) == "0x1234");
}
