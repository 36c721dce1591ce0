// SPDX-License-Identifier: MIT
// What needs no kernel: statistics, results as JSON and table, comparison, cases, options.
#define BOOST_TEST_MODULE bench_hooks
#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <cmath>
#include <memory>
#include <set>

#include "compare.hpp"
#include "error.hpp"
#include "options.hpp"
#include "traffic.h"

using namespace hookline::bench;

namespace {

Row full_row(double ratio, const std::string& packets = "ipv4 udp, hot")
{
    return {"tc", packets, kFull, {ratio * 5, ratio * 5 - 1, ratio * 5 + 1.25}, 9, 1000, false, ratio, "6.18", "a CPU"};
}

Row empty_row()
{
    return {"tc", "ipv4 udp, hot", kEmpty, {30, 29.5, 31}, 9, 1000, false, {}, "6.18", "a CPU"};
}

bool says(const Error& error, const std::string& words)
{
    BOOST_TEST_MESSAGE(error.what());
    return std::string(error.what()).find(words) != std::string::npos;
}

auto saying(const std::string& words)
{
    return [words](const Error& error) { return says(error, words); };
}

Options parse(std::vector<const char*> arguments)
{
    arguments.insert(arguments.begin(), "hook_bench");
    return parse_options(static_cast<int>(arguments.size()), arguments.data());
}

// What the driver makes of one random number.
std::uint32_t flow_at(const bench_traffic& traffic, std::uint32_t random)
{
    const auto entry = random >> (32 - BENCH_QUANTILE_BITS);
    const std::uint64_t within = std::uint32_t(random << BENCH_QUANTILE_BITS);
    const auto low = traffic.quantiles[entry];
    return low + static_cast<std::uint32_t>((traffic.quantiles[entry + 1] - low) * within >> 32);
}

}  // namespace

BOOST_AUTO_TEST_CASE(the_median_is_the_middle_or_between_the_two)
{
    BOOST_TEST(median({9, 1, 5}) == 5);
    BOOST_TEST(median({9, 1, 5, 7}) == 6);
    const auto summary = summarize({9, 1, 5});
    BOOST_TEST(summary.min == 1);
    BOOST_TEST(summary.max == 9);
}

BOOST_AUTO_TEST_CASE(differences_are_taken_round_by_round)
{
    const auto cost = differences({35, 80, 36}, {30, 70, 31});
    BOOST_TEST(median(cost) == 5);  // and not 36 - 31 or 80 - 31
    BOOST_TEST(cost == std::vector<double>({5, 10, 5}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(json_comes_back_as_it_was)
{
    const auto rows = from_json(to_json({empty_row(), full_row(2.5)}));
    BOOST_REQUIRE_EQUAL(rows.size(), 2U);
    BOOST_TEST(!rows[0].ratio);
    BOOST_TEST(rows[0].program == kEmpty);
    BOOST_TEST(rows[0].ns.min == 29.5);
    BOOST_TEST(rows[1].ratio.value() == 2.5);
    BOOST_TEST(rows[1].ns.max == 13.75);
    BOOST_TEST(rows[1].packets == "ipv4 udp, hot");
    BOOST_TEST(rows[1].runs == 9U);
    BOOST_TEST(rows[1].packets_a_run == 1000U);
    BOOST_TEST(rows[1].cpu == "a CPU");
}

BOOST_AUTO_TEST_CASE(json_has_what_the_other_parts_have)
{
    const auto text = to_json({full_row(2.5)});
    for (const char* name : {"name", "unit", "median", "min", "max", "runs", "yardstick", "ratio"})
        BOOST_TEST(text.find('"' + std::string(name) + "\":") != std::string::npos, name);
}

BOOST_AUTO_TEST_CASE(rows_of_other_parts_are_passed_over)
{
    auto text = to_json({full_row(2.5)});
    text.insert(1, R"({"name":"start to attached","unit":"ms","median":80,"min":79,"max":81,"runs":9},)");
    BOOST_TEST(from_json(text).size() == 1U);
}

BOOST_AUTO_TEST_CASE(what_is_no_result_is_refused)
{
    BOOST_CHECK_EXCEPTION(from_json("[{"), Error, saying("is no result of this bench"));
    BOOST_CHECK_EXCEPTION(from_json("{}"), Error, saying("is no result of this bench"));
    BOOST_CHECK_EXCEPTION(from_json(R"([{"hook":"tc"}])"), Error, saying("is no result of this bench"));
    BOOST_CHECK_EXCEPTION(from_json("[]"), Error, saying("has no result of a hook"));
}

BOOST_AUTO_TEST_CASE(the_table_names_case_program_and_yardstick)
{
    const auto text = to_table({empty_row(), full_row(2.5)});
    BOOST_TEST(text.find("tc: ipv4 udp, hot\n") == text.rfind("tc: ipv4 udp, hot\n"));
    BOOST_TEST(text.find("12.5  (11.5 to 13.8)") != std::string::npos);
    BOOST_TEST(text.find("2.50 x bare parsing") != std::string::npos);
    BOOST_TEST(heading({full_row(2)}, 1).find("Linux 6.18, a CPU, pinned to CPU 1") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(the_yardstick_is_the_median_over_all_cases_of_a_kind)
{
    const auto row = [](const char* packets, const char* program, double ns) {
        return Row{"tc", packets, program, {ns, ns, ns}};
    };
    std::vector<Row> rows{row("ipv4 udp, hot", kEmpty, 30),         row("ipv4 udp, hot", kBareParsing, 2),
                          row("ipv4 udp, hot", kFull, 9),           row("ipv4 udp, spoofed", kBareParsing, 3),
                          row("ipv4 udp, zipf", kBareParsing, 100), row("ipv6 udp, hot", kBareParsing, 4),
                          row("ipv6 udp, hot", kFull, 10),          row("ipv4 tcp, hot", kFull, 10),
                          row("ipv4 udp, hot", "other.o:p", 90)};
    set_ratios(rows);
    BOOST_TEST(rows[2].ratio.value() == 3);
    BOOST_TEST(rows[6].ratio.value() == 2.5);
    BOOST_TEST(rows[8].ratio.value() == 30);
    for (const int none : {0, 1, 3, 4, 5, 7})
        BOOST_TEST(!rows[none].ratio);
    rows[5].ns.median = -0.1;
    set_ratios(rows);
    BOOST_TEST(!rows[6].ratio);
}

BOOST_AUTO_TEST_CASE(of_two_measurements_the_better_counts)
{
    std::vector<Row> rows{empty_row(), full_row(5), full_row(2, "ipv6 udp, hot")};
    keep_lower(rows, {full_row(4), full_row(3, "ipv6 udp, hot"), empty_row()});
    BOOST_TEST(!rows[0].ratio);
    BOOST_TEST(rows[1].ratio.value() == 4);
    BOOST_TEST(rows[2].ratio.value() == 2);
}

BOOST_AUTO_TEST_CASE(growth_by_a_third_is_too_much)
{
    constexpr double kThird = 100.0 / 3;
    const auto change = [](double before, double now) { return compare({full_row(before)}, {full_row(now)}).at(0); };
    BOOST_TEST(change(3, 4).reaches(kThird));
    BOOST_TEST(change(0.9, 1.2).reaches(kThird));
    BOOST_TEST(!change(3, 3.99).reaches(kThird));
    BOOST_TEST(!change(3, 1).reaches(kThird));
    BOOST_TEST(to_string(change(3, 4), kThird).find("full is 4.00 x bare parsing, saved 3.00 x: +33 %, TOO MUCH") !=
               std::string::npos);
}

BOOST_AUTO_TEST_CASE(only_what_both_have_is_compared)
{
    const auto other = full_row(2, "ipv6 udp, hot");
    const auto changes = compare({other, full_row(2)}, {empty_row(), full_row(4), full_row(9, "ipv4 tcp, hot")});
    BOOST_REQUIRE_EQUAL(changes.size(), 1U);
    BOOST_TEST(changes[0].before == 2);
    BOOST_TEST(changes[0].now == 4);
    BOOST_CHECK_EXCEPTION(compare({other}, {full_row(2)}), Error, saying("nothing was compared"));
    auto in_the_noise = full_row(2);
    in_the_noise.ratio.reset();
    BOOST_CHECK_EXCEPTION(compare({full_row(2)}, {in_the_noise}), Error, saying("lost in the noise"));
    auto drained = full_row(2);
    drained.drained = true;
    BOOST_CHECK_EXCEPTION(compare({drained}, {full_row(2)}), Error, saying("with --drain"));
    BOOST_CHECK_EXCEPTION(compare({full_row(2)}, {drained}), Error, saying("without --drain"));
}

BOOST_AUTO_TEST_CASE(the_quoted_cases_have_names_of_their_own)
{
    std::set<std::string> names;
    for (const auto& packets : quoted_cases())
        names.insert(to_string(packets));
    BOOST_TEST(names.size() == 8U);
    BOOST_TEST(names.count("ipv4 udp, random over 100000 flows") == 1U);
    BOOST_TEST(names.count("ipv4 udp, spoofed") == 1U);
}

BOOST_AUTO_TEST_CASE(packets_are_of_their_family_and_transport)
{
    const auto ipv4 = packet_of({Family::ipv4, Transport::tcp, Draw::hot, 1});
    const auto ipv6 = packet_of({Family::ipv6, Transport::udp, Draw::hot, 1});
    BOOST_TEST(ipv4.size() == 128U);
    BOOST_TEST(ipv6.size() == 128U);
    BOOST_TEST(int{ipv4[14]} == 0x45);
    BOOST_TEST(int{ipv4[23]} == 6);
    BOOST_TEST(int{ipv6[12]} == 0x86);
    BOOST_TEST(int{ipv6[20]} == 17);
}

// Shares of the first ranks and of the first tenth, by the harmonic numbers.
BOOST_AUTO_TEST_CASE(zipf_gives_each_rank_its_share)
{
    constexpr std::uint32_t kFlows = 100'000;
    constexpr std::uint32_t kDraws = 1U << 22;
    const auto traffic = std::make_unique<bench_traffic>();
    set_traffic(*traffic, {Family::ipv4, Transport::udp, Draw::zipf, kFlows});
    BOOST_TEST(std::ranges::is_sorted(traffic->quantiles));
    std::vector<double> seen(kFlows);
    for (std::uint32_t i = 0; i < kDraws; ++i)
        seen.at(flow_at(*traffic, i << 10)) += 1.0 / kDraws;
    const double all = std::log(kFlows) + 0.57722;
    for (const std::uint32_t rank : {0, 1, 2, 9})
        BOOST_TEST(std::abs(seen[rank] - 1 / (all * (rank + 1))) < 1.0 / BENCH_QUANTILES,
                   "rank " << rank << ": " << seen[rank]);
    double tenth = 0;
    for (std::uint32_t rank = 0; rank < kFlows / 10; ++rank)
        tenth += seen[rank];
    BOOST_TEST(tenth == (std::log(kFlows / 10.0) + 0.57722) / all, boost::test_tools::tolerance(0.001));
    BOOST_TEST(seen[kFlows - 1] < 1.0 / kFlows);
}

BOOST_AUTO_TEST_CASE(options_choose_cases)
{
    BOOST_TEST(parse({}).cases.size() == quoted_cases().size());
    BOOST_TEST(parse({}).effort.rounds == 9U);
    const auto cases = parse({"--draw", "hot,zipf,spoofed", "--flows", "10,20", "--family", "ipv4,ipv6"}).cases;
    BOOST_REQUIRE_EQUAL(cases.size(), 8U);
    BOOST_TEST((cases[0] == Case{Family::ipv4, Transport::udp, Draw::hot, 1}));
    BOOST_TEST((cases[2] == Case{Family::ipv4, Transport::udp, Draw::zipf, 20}));
    BOOST_TEST((cases[7] == Case{Family::ipv6, Transport::udp, Draw::spoofed, 1U << 28}));
    BOOST_TEST(parse({"--hook", "xdp"}).hooks.at(0)->name == "xdp");
    BOOST_TEST(parse({"--against", "a.o:b", "--against", "c.o:d"}).against.size() == 2U);
}

BOOST_AUTO_TEST_CASE(options_that_make_no_sense_are_refused)
{
    BOOST_CHECK_EXCEPTION(parse({"--draw", "warm"}), Error, saying("--draw: unknown value \"warm\""));
    BOOST_CHECK_EXCEPTION(parse({"--flows", "0"}), Error, saying("--flows: unknown value \"0\""));
    BOOST_CHECK_EXCEPTION(parse({"--flows", "-1"}), Error, saying("--flows"));
    BOOST_CHECK_EXCEPTION(parse({"--flows", "268435457"}), Error, saying("--flows"));
    BOOST_CHECK_EXCEPTION(parse({"--hook", "kprobe"}), Error, saying("there are tc, xdp"));
    BOOST_CHECK_EXCEPTION(parse({"--rounds", "0"}), Error, saying("--rounds"));
    BOOST_CHECK_EXCEPTION(parse({"--loads", "0"}), Error, saying("--loads"));
    BOOST_CHECK_EXCEPTION(parse({"--packets", "2147483648"}), Error, saying("--packets"));
    BOOST_CHECK_EXCEPTION(parse({"--nonsense"}), Error, saying("see --help"));
    BOOST_CHECK_EXCEPTION(parse({"stray"}), Error, saying("see --help"));
}
