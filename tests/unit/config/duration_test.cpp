// SPDX-License-Identifier: MIT
#include "config/duration.hpp"

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

namespace {

using namespace hookline::config;
using namespace std::chrono_literals;
namespace data = boost::unit_test::data;

BOOST_AUTO_TEST_SUITE(duration)

BOOST_AUTO_TEST_CASE(reads_what_go_reads)
{
    const std::vector<std::pair<const char*, std::chrono::nanoseconds>> cases = {
        {"0", 0ns},
        {"0s", 0ns},
        {"90s", 90s},
        {"1h30m", 90min},
        {"500ms", 500ms},
        {"1.5h", 90min},
        {".5s", 500ms},
        {"1.s", 1s},
        {"2m3.5s", 123s + 500ms},
        {"7us", 7us},
        {"7µs", 7us},
        {"7\u03bcs", 7us},
        {"1ns", 1ns},
        {"0.000000001s", 1ns},
        {"0.0000000019999s", 1ns},
        {"0.333333333333333333333h", 1'199'999'999'999ns},
        {"2562047h47m16.854775807s", std::chrono::nanoseconds::max()},
    };
    for (const auto& [text, expected] : cases) {
        const auto parsed = parse_duration(text);
        BOOST_TEST_CONTEXT(text) BOOST_TEST((parsed && *parsed == expected));
    }
}

BOOST_DATA_TEST_CASE(refuses_the_rest,
                     data::make({"",
                                 "s",
                                 "5",
                                 "1h5",
                                 "-1s",
                                 "+1s",
                                 "1 s",
                                 " 1s",
                                 "1d",
                                 "1S",
                                 "one",
                                 ".",
                                 ".s",
                                 "1..5s",
                                 "0x5s",
                                 "1e3s",
                                 "1h-5m",
                                 "2562048h",
                                 "9223372036854775808ns",
                                 "2562047h47m16.854775808s",
                                 "99999999999999999999h"}),
                     text)
{
    const auto parsed = parse_duration(text);
    BOOST_TEST(!parsed);
    BOOST_TEST((!parsed && parsed.error().text.find(text) != std::string::npos));
}

BOOST_AUTO_TEST_CASE(says_why)
{
    BOOST_TEST(parse_duration("5").error().text.find("its unit is missing") != std::string::npos);
    BOOST_TEST(parse_duration("-5s").error().text.find("negative") != std::string::npos);
    BOOST_TEST(parse_duration("2562048h").error().text.find("292 years") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(prints_what_it_reads)
{
    BOOST_TEST(format_duration(0ns) == "0s");
    BOOST_TEST(format_duration(90min) == "1h30m");
    BOOST_TEST(format_duration(1500ms) == "1s500ms");
    for (const auto value : {1ns, 999ns, std::chrono::nanoseconds(90s), std::chrono::nanoseconds(26h + 7us),
                             std::chrono::nanoseconds::max()})
        BOOST_TEST((parse_duration(format_duration(value)).value() == value));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
