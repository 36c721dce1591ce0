// SPDX-License-Identifier: MIT
// The translated filters in the kernel against libpcap: not one verdict may differ.
#define BOOST_TEST_MODULE packet_filter
#define BOOST_TEST_NO_MAIN
#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <iostream>
#include <span>

#include "corpus_files.hpp"
#include "expressions.hpp"
#include "packet_table.hpp"
#include "places.hpp"
#include "random_programs.hpp"
#include "reference.hpp"

namespace {

using namespace hookline;
using namespace hookline::test;
using packet_filter::ClassicProgram;
using packet_filter::Compiled;

constexpr int kEthernetLinkType = 1;  // DLT_EN10MB
constexpr std::size_t kTogether = 32;
constexpr std::uint64_t kSeed = 20260101;
constexpr std::size_t kGenerated = 300;
constexpr std::uint64_t kRandomPrograms = 400;

// Real captures where they are, and always those that are built by hand.
const std::vector<Bytes>& frames()
{
    static const std::vector<Bytes> all = [] {
        std::vector<Bytes> found;
        for (const auto& file : corpus_files(HOOKLINE_PCAPS))
            if (file.link_type == kEthernetLinkType)
                found.insert(found.end(), file.frames.begin(), file.frames.end());
            else
                std::cout << file.name << ": left out, its link type is " << file.link_type << '\n';
        if (found.empty()) std::cout << "no captures in " << HOOKLINE_PCAPS << ": only frames built by hand\n";
        for (const auto& one : packet_table())
            if (one.ethertype == 0) found.push_back(one.bytes);
        return found;
    }();
    return all;
}

struct Tried {
    std::string expression;
    Compiled compiled;
    Reference reference;
};

std::vector<Tried> compile_all(const std::vector<std::string>& expressions, packet_filter::LinkHeader link_header)
{
    std::vector<Tried> all;
    for (const auto& expression : expressions) {
        auto compiled = packet_filter::compile(expression, link_header);
        if (compiled.problem.empty())
            all.push_back({expression, std::move(compiled), Reference(expression, link_header)});
    }
    return all;
}

struct Sums {
    std::size_t verdicts = 0;
    std::size_t passed = 0;
    std::size_t different = 0;
    std::size_t not_run = 0;
};

void compare(const Place& place, std::span<const Tried> tried, Sums& sums)
{
    std::vector<packet_filter::Programs> programs;
    for (const auto& one : tried)
        programs.push_back(only(place, one.compiled));
    FilterProgram kernel(place, programs);
    for (const auto& frame : frames()) {
        const auto wire = on_the_wire(place, frame);
        if (!wire) continue;
        const auto verdicts = kernel.verdicts(frame);
        if (!verdicts) {
            ++sums.not_run;
            continue;
        }
        for (std::size_t index = 0; index < tried.size(); ++index) {
            const bool expected = tried[index].reference.passes(*wire);
            ++sums.verdicts;
            sums.passed += expected ? 1 : 0;
            if ((*verdicts)[index] == expected) continue;
            if (++sums.different <= 5)
                BOOST_ERROR(place.name << ": \"" << tried[index].expression << "\" on a frame of " << frame.size()
                                       << " bytes: libpcap says " << expected);
        }
    }
}

void compare_everywhere(const std::vector<std::string>& expressions, std::size_t least)
{
    for (const auto& place : places()) {
        const auto tried = compile_all(expressions, link_header_of(place));
        BOOST_TEST(tried.size() >= least);
        Sums sums;
        for (std::size_t from = 0; from < tried.size(); from += kTogether)
            compare(place, std::span(tried).subspan(from, std::min(kTogether, tried.size() - from)), sums);
        BOOST_TEST(sums.different == 0U);
        BOOST_TEST(sums.passed > 0U);
        BOOST_TEST(sums.not_run * tried.size() * 20 < sums.verdicts);
        std::cout << place.name << ": " << tried.size() << " expressions, " << sums.verdicts << " verdicts, "
                  << sums.passed << " passed, " << sums.different << " different (" << sums.not_run
                  << " times the kernel did not run a frame)\n";
    }
}

}  // namespace

BOOST_AUTO_TEST_CASE(picked_expressions_as_libpcap_has_them)
{
    const auto expressions = picked_expressions();
    for (const auto& expression : expressions)
        BOOST_TEST(packet_filter::compile(expression, packet_filter::LinkHeader::ethernet).problem == "", expression);
    compare_everywhere(expressions, 90);
}

BOOST_AUTO_TEST_CASE(generated_expressions_as_libpcap_has_them)
{
    compare_everywhere(generated_expressions(kSeed, kGenerated), 100);
}

BOOST_AUTO_TEST_CASE(random_programs_as_libpcap_interprets_them)
{
    std::vector<Bytes> some;
    for (std::size_t index = 0; index < frames().size() && some.size() < 40; index += 1 + frames().size() / 40)
        some.push_back(frames()[index]);
    for (const auto& place : places()) {
        std::size_t answers = 0;
        std::size_t not_zero = 0;
        for (std::uint64_t number = 0; number < kRandomPrograms; ++number) {
            const auto program = random_program(kSeed + number);
            BOOST_TEST_REQUIRE(is_valid(program));
            std::vector<packet_filter::Programs> bits;
            for (unsigned bit = 0; bit < 32; ++bit)
                bits.push_back(only(place, {with_bit(program, bit), ""}));
            FilterProgram kernel(place, bits);
            for (const auto& frame : some) {
                const auto wire = on_the_wire(place, frame);
                if (!wire) continue;
                std::uint32_t answer = 0;
                const auto verdicts = kernel.verdicts(frame);
                if (!verdicts) continue;
                for (unsigned bit = 0; bit < 32; ++bit)
                    answer |= ((*verdicts)[bit] ? 1U : 0U) << bit;
                const auto expected = interpret(program, *wire);
                ++answers;
                not_zero += expected != 0 ? 1 : 0;
                BOOST_TEST_REQUIRE(answer == expected, place.name << ", program " << number << ", " << frame.size()
                                                                  << " bytes: " << answer << ", libpcap " << expected);
            }
        }
        std::cout << place.name << ": " << kRandomPrograms << " random programs, " << answers << " answers, "
                  << not_zero << " not 0, all as libpcap's\n";
        BOOST_TEST(not_zero * 4 > answers);
    }
}

// What the kernel says beside the bytes, of an IPv4 frame; bpf_prog_test_run() has it come in by loopback.
BOOST_AUTO_TEST_CASE(what_the_kernel_knows_of_a_packet)
{
    struct Known {
        int field;
        std::uint32_t untagged;
        std::uint32_t tagged;
    };
    const auto frame = packet().eth().ipv4("10.0.0.1", "10.0.0.2").udp(5, 6).payload(30).bytes();
    for (const auto& place : places()) {
        if (place.type != BPF_PROG_TYPE_SCHED_CLS) continue;
        const auto [tpid, tci] = place.tag;
        for (const auto& known :
             {Known{SKF_AD_PROTOCOL, 0x0800, 0x0800}, Known{SKF_AD_IFINDEX, 1, 1}, Known{SKF_AD_VLAN_TAG_PRESENT, 0, 1},
              Known{SKF_AD_VLAN_TAG, 0, tci}, Known{SKF_AD_VLAN_TPID, 0, tpid}, Known{SKF_AD_MARK, 0, 0}}) {
            const bool is_tagged = place.frame == packet_filter::Frame::tagged;
            const ClassicProgram program = {
                {BPF_LD | BPF_W | BPF_ABS, 0, 0, static_cast<std::uint32_t>(SKF_AD_OFF + known.field)},
                {BPF_JMP | BPF_JEQ | BPF_K, 0, 1, is_tagged ? known.tagged : known.untagged},
                {BPF_RET | BPF_K, 0, 0, 1},
                {BPF_RET | BPF_K, 0, 0, 0}};
            const auto verdicts = FilterProgram(place, {only(place, {program, ""})}).verdicts(frame);
            BOOST_TEST_REQUIRE(verdicts.has_value());
            BOOST_TEST(verdicts->front(), place.name << ", SKF_AD_OFF + " << known.field);
        }
    }
}

int main(int argc, char** argv)
{
    const auto why_not = FilterProgram::why_not();
    if (!why_not.empty()) {
        std::cout << "skipped: " << why_not << '\n';
        return 77;
    }
    return boost::unit_test::unit_test_main([] { return true; }, argc, argv);
}
