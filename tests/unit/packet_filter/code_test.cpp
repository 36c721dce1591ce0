// SPDX-License-Identifier: MIT
// What is known of a program before it runs.
#include <boost/test/unit_test.hpp>

#include "packet_filter/checked_bytes.hpp"
#include "packet_filter/expression.hpp"
#include "packet_filter/unroll.hpp"

namespace {

using namespace hookline::packet_filter;

constexpr std::uint16_t kLoadByte = BPF_LD | BPF_B | BPF_ABS;
constexpr std::uint16_t kLoadHalf = BPF_LD | BPF_H | BPF_ABS;
constexpr std::uint16_t kIfEqual = BPF_JMP | BPF_JEQ | BPF_K;
constexpr std::uint16_t kReturn = BPF_RET | BPF_K;
constexpr std::uint16_t kJump = BPF_JMP | BPF_JA;

std::vector<std::uint32_t> checks_of(const ClassicProgram& program, Frame frame)
{
    const CheckedBytes checked(program, frame);
    std::vector<std::uint32_t> all;
    for (std::size_t index = 0; index < program.size(); ++index)
        all.push_back(checked.to_check(index));
    return all;
}

using Numbers = std::vector<std::uint32_t>;

}  // namespace

BOOST_AUTO_TEST_CASE(a_run_of_loads_is_checked_once)
{
    const ClassicProgram program = {
        {kLoadHalf, 0, 0, 12}, {kLoadByte, 0, 0, 30}, {kLoadByte, 0, 0, 20}, {kReturn, 0, 0, 1}};
    BOOST_TEST(checks_of(program, Frame::ethernet) == (Numbers{31, 0, 0, 0}), boost::test_tools::per_element());
    BOOST_TEST(checks_of(program, Frame::tagged) == (Numbers{0, 27, 0, 0}), boost::test_tools::per_element());
}

// Only where both ways want more is more asked for, and only what both ways know is known.
BOOST_AUTO_TEST_CASE(ways_that_part_and_meet)
{
    const ClassicProgram program = {
        {kLoadHalf, 0, 0, 12}, {kIfEqual, 0, 1, 5}, {kLoadByte, 0, 0, 40}, {kLoadByte, 0, 0, 20}, {kReturn, 0, 0, 1}};
    BOOST_TEST(checks_of(program, Frame::ethernet) == (Numbers{21, 0, 41, 0, 0}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(code_that_no_way_leads_to)
{
    const ClassicProgram program = {{kJump, 0, 0, 1}, {kLoadByte, 0, 0, 1}, {kJump, 0, 0, 0}, {kReturn, 0, 0, 1}};
    BOOST_TEST(find_reachable(program) == (std::vector<bool>{false, false, false, true}),
               boost::test_tools::per_element());
    BOOST_TEST(target_of(program, 0) == 3U);
}

BOOST_AUTO_TEST_CASE(a_loop_is_written_out)
{
    const auto back = static_cast<std::uint32_t>(-3);
    const ClassicProgram program = {{BPF_LD | BPF_IMM, 0, 0, 1},
                                    {kIfEqual, 2, 0, 9},
                                    {BPF_ALU | BPF_ADD | BPF_K, 0, 0, 1},
                                    {kJump, 0, 0, back},
                                    {kReturn, 0, 0, 7}};
    const auto flat = unroll(program, 3);
    BOOST_TEST_REQUIRE(flat.size() == 1U + 3 * 3 + 1 + 1);
    for (const std::size_t step : {1U, 4U, 7U})
        BOOST_TEST(flat[step + 1 + flat[step].jump_true].k == 7U);
    BOOST_TEST(target_of(flat, 3) == 4U);
    BOOST_TEST(target_of(flat, 6) == 7U);
    BOOST_TEST(flat[target_of(flat, 9)].k == 0U, "no further step: rejected");
    BOOST_TEST(unroll(flat).size() == flat.size());
}

BOOST_AUTO_TEST_CASE(loops_of_libpcap_end)
{
    for (const auto* expression : {"ip6 protochain 6", "protochain 17", "ip protochain 6 or ip6 protochain 17"}) {
        const auto compiled = compile(expression, LinkHeader::ethernet);
        BOOST_TEST(compiled.problem == "");
        for (const auto& instruction : compiled.program)
            if (instruction.code == kJump) BOOST_TEST(instruction.k < compiled.program.size());
    }
}
