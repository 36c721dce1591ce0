// SPDX-License-Identifier: MIT
// In the kernel: what the drivers draw, which programs they take, and what is said of those that they do not.
#define BOOST_TEST_MODULE bench_driver
#define BOOST_TEST_NO_MAIN
#include <boost/test/unit_test.hpp>

#include <bpf/bpf.h>

#include <filesystem>
#include <iostream>
#include <map>

#include "driver.hpp"
#include "error.hpp"
#include "hook_bench.hpp"

using namespace hookline::bench;

namespace {

const std::string kObjects = HOOKLINE_BUILD_DIR "/bpf";
const std::string kSamples = kObjects + "/bench_samples.bpf.o";

using Flow = std::vector<std::uint8_t>;  // source address and port

Flow flow_of(const std::vector<std::uint8_t>& packet, bool is_ipv6)
{
    const auto* address = packet.data() + (is_ipv6 ? 22 : 26);
    const auto* port = packet.data() + (is_ipv6 ? 54 : 34);
    Flow flow(address, address + (is_ipv6 ? 16 : 4));
    flow.insert(flow.end(), port, port + 2);
    return flow;
}

// How often each flow came.
std::map<Flow, int> draw(Driver& driver, const Case& packets, int count)
{
    std::map<Flow, int> seen;
    driver.set_case(packets);
    driver.run("empty", driver.empty_fd(), 1, 1);
    for (int i = 0; i < count; ++i)
        ++seen[flow_of(driver.next_packet(), packets.family == Family::ipv6)];
    return seen;
}

int most(const std::map<Flow, int>& seen)
{
    int most = 0;
    for (const auto& [flow, times] : seen)
        most = std::max(most, times);
    return most;
}

Driver driver_for(const TestedProgram& program)
{
    return {program.hook(), program.shape()};
}

Driver usual_driver(const char* hook)
{
    return driver_for(TestedProgram(kObjects + "/bench_parser.bpf.o", "parse_" + std::string(hook)));
}

auto saying(const std::string& words)
{
    return [words](const Error& error) {
        BOOST_TEST_MESSAGE(error.what());
        return std::string(error.what()).find(words) != std::string::npos;
    };
}

void run_sample(const char* name)
{
    TestedProgram program(kSamples, name);
    auto driver = driver_for(program);
    program.load();
    driver.set_case({});
    BOOST_TEST(driver.run(name, program.fd(), 1000, 1) > 0);
}

}  // namespace

BOOST_AUTO_TEST_CASE(each_draw_gives_the_flows_it_says)
{
    for (const char* hook : {"tc", "xdp"}) {
        auto driver = usual_driver(hook);
        for (const auto family : {Family::ipv4, Family::ipv6}) {
            const auto seen = [&](Draw kind, std::uint32_t flows, int count) {
                return draw(driver, {family, Transport::udp, kind, flows}, count);
            };
            BOOST_TEST(seen(Draw::hot, 1, 100).size() == 1U);
            const auto in_turn = seen(Draw::round_robin, 500, 1000);
            BOOST_TEST(in_turn.size() == 500U);
            BOOST_TEST(most(in_turn) == 2);
            const auto random = seen(Draw::random, 500, 5000);
            BOOST_TEST(random.size() == 500U);
            BOOST_TEST(most(random) > 12);  // of ten on average: it is no round-robin
            BOOST_TEST(most(random) < 35);
            const auto zipf = seen(Draw::zipf, 1000, 5000);
            BOOST_TEST(most(zipf) > 500);  // 13 %
            BOOST_TEST(most(zipf) < 850);
            BOOST_TEST(zipf.size() > 450U);
            BOOST_TEST(seen(Draw::spoofed, 1U << 28, 5000).size() > 4998U);
        }
    }
}

BOOST_AUTO_TEST_CASE(equal_seeds_draw_equal_flows)
{
    auto driver = usual_driver("tc");
    const Case packets{Family::ipv4, Transport::udp, Draw::random, 100'000};
    BOOST_TEST((draw(driver, packets, 100) == draw(driver, packets, 100)));
}

BOOST_AUTO_TEST_CASE(programs_of_any_shape_find_their_driver)
{
    run_sample("count_tc");
    run_sample("attach_type_tc");
    run_sample("frags_xdp");
}

BOOST_AUTO_TEST_CASE(a_program_gets_all_packets)
{
    TestedProgram program(kSamples, "count_tc");
    auto driver = driver_for(program);
    program.load();
    driver.set_case({});
    driver.run("count_tc", program.fd(), 12'345, 1);
    const std::uint32_t slot = 0;
    std::uint64_t packets = 0;
    BOOST_REQUIRE_EQUAL(bpf_map_lookup_elem(program.map_fd("hl_bench_pin"), &slot, &packets), 0);
    BOOST_TEST(packets == 12'345U);
    program.load();
    BOOST_REQUIRE_EQUAL(bpf_map_lookup_elem(program.map_fd("hl_bench_pin"), &slot, &packets), 0);
    BOOST_TEST(packets == 0U);  // loaded anew, the maps are
}

BOOST_AUTO_TEST_CASE(nothing_stays_pinned)
{
    TestedProgram program(kSamples, "count_tc");
    program.load();
    BOOST_TEST(!std::filesystem::exists("/sys/fs/bpf/hl_bench_pin"));
}

BOOST_AUTO_TEST_CASE(a_program_of_another_shape_is_refused)
{
    TestedProgram program(kSamples, "attach_type_tc");
    program.load();
    auto driver = usual_driver("tc");
    driver.set_case({});
    BOOST_CHECK_EXCEPTION(driver.run("it", program.fd(), 1, 1), Error,
                          saying("it: the driver cannot tail-call it: Invalid argument (22)"));
    TestedProgram frags(kSamples, "frags_xdp");
    frags.load();
    BOOST_CHECK_EXCEPTION(usual_driver("xdp").run("it", frags.fd(), 1, 1), Error, saying("a prog array takes only"));
}

BOOST_AUTO_TEST_CASE(the_verifier_has_its_say)
{
    TestedProgram program(kSamples, "unverified_tc");
    BOOST_CHECK_EXCEPTION(program.load(), Error, saying("invalid access to packet"));
}

BOOST_AUTO_TEST_CASE(each_hook_is_measured)
{
    for (const Hook& hook : hooks()) {
        HookBench bench(hook, kObjects);
        if (std::filesystem::exists(kObjects + "/" + hook.object))
            bench.add(kFull, TestedProgram(kObjects + "/" + hook.object, hook.program));
        if (hook.name == "tc") bench.add("other", TestedProgram(kSamples, "attach_type_tc"));
        auto rows = bench.measure({}, {3, 20'000, true});
        set_ratios(rows);
        BOOST_REQUIRE(rows.size() >= 2);
        BOOST_TEST(rows[0].program == kEmpty);
        BOOST_TEST(rows[0].ns.median > 0);
        BOOST_TEST(rows[1].program == kBareParsing);
    }
}

int main(int argc, char** argv)
{
    try {
        usual_driver("tc");
    } catch (const NotPermitted& reason) {
        std::cout << "skipped: " << reason.what() << '\n';
        return 77;
    }
    return boost::unit_test::unit_test_main([] { return true; }, argc, argv);
}
