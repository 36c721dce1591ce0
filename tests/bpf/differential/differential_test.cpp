// SPDX-License-Identifier: MIT
// The programs in the kernel and the pcap capture make the same rows of the same frames.
// usage: bpf_differential_tc -- [FRAMES [SEED]]     SEED may be "random"; it is printed
#define BOOST_TEST_MODULE differential
#define BOOST_TEST_NO_MAIN
#include <boost/test/unit_test.hpp>

#include "base_frames.hpp"
#include "comparison.hpp"
#include "mutator.hpp"
#include "pcap_counter.hpp"
#include "programs.hpp"
#include "variety.hpp"

#include <bpf/bpf.h>
#include <bpf/libbpf.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <iostream>
#include <random>

using namespace hookline::test;

namespace {

// Rows are compared after so many frames, and everything is forgotten: fewer than the programs' tables of fragments and
// of flows have room for (4096, 8192), so that no table has to choose what to drop, there or here.
constexpr std::size_t kBatch = 1000;
constexpr std::size_t kMostOfBase = 1514;
// The programs parse rare headers on a copy of so many bytes, and say that a longer chain is cut (bpf/README.md).
constexpr std::size_t kMostOfChanged = 2048;

struct Settings {
    std::uint64_t frames = 1'000'000;
    std::uint64_t seed = 1;
};

Settings settings()
{
    const auto& suite = boost::unit_test::framework::master_test_suite();
    Settings settings;
    if (suite.argc > 1) settings.frames = std::strtoull(suite.argv[1], nullptr, 0);
    if (suite.argc > 2)
        settings.seed =
            std::string(suite.argv[2]) == "random" ? std::random_device{}() : std::strtoull(suite.argv[2], nullptr, 0);
    return settings;
}

// The next frames that can be compared; counts those that can not.
std::vector<Bytes> next_batch(Mutator& mutator, std::uint64_t size, std::uint64_t& left_out)
{
    std::vector<Bytes> batch;
    while (batch.size() < size) {
        auto frame = mutator.next();
        if (can_run(frame) && frame.size() <= kMostOfChanged)
            batch.push_back(std::move(frame));
        else
            ++left_out;
    }
    return batch;
}

void require_variety(const Variety& variety, std::uint64_t joined, std::uint64_t frames)
{
    auto kinds = variety.kinds();
    kinds["later fragment with its head"] = joined;
    for (const auto& [kind, count] : kinds) {
        std::cout << "  " << count << ' ' << kind << '\n';
        BOOST_TEST(count * 1000 >= frames, "only " << count << " frames of " << frames << " are of the kind: " << kind);
    }
}

}  // namespace

BOOST_AUTO_TEST_CASE(frames_as_they_are)
{
    const auto base = base_frames(HOOKLINE_PCAPS, kMostBytes);
    std::cout << base.summary << '\n';
    PcapCounter pcap;
    for (const auto& [name, counter] : programs()) {
        for (std::span<const Bytes> group : base.groups)
            for (; !group.empty(); group = group.subspan(std::min(kBatch, group.size()))) {
                const auto batch = group.first(std::min(kBatch, group.size()));
                const auto difference = compare({name, *counter}, {"pcap", pcap}, batch);
                BOOST_REQUIRE_MESSAGE(difference.empty(), name << ": " << difference);
            }
    }
}

BOOST_AUTO_TEST_CASE(frames_with_changes)
{
    const auto [frames, seed] = settings();
    const auto base = base_frames(HOOKLINE_PCAPS, kMostOfBase);
    const auto all_programs = programs();
    Mutator mutator(base.groups, seed);
    PcapCounter pcap;
    Variety variety;
    std::uint64_t left_out = 0;
    for (std::uint64_t done = 0; done < frames; done += kBatch) {
        const auto batch = next_batch(mutator, std::min<std::uint64_t>(kBatch, frames - done), left_out);
        for (const auto& frame : batch)
            variety.add(frame);
        for (const auto& [name, counter] : all_programs) {
            const auto difference = compare({name, *counter}, {"pcap", pcap}, batch);
            BOOST_REQUIRE_MESSAGE(difference.empty(),
                                  name << ", seed " << seed << ", after " << done << " frames: " << difference);
        }
    }
    std::cout << frames << " frames, seed " << seed << "; " << left_out
              << " more left out (too short for bpf_prog_test_run, or longer than " << kMostOfChanged << " bytes)\n";
    require_variety(variety, pcap.joined() / all_programs.size(), frames);
}

int main(int argc, char** argv)
{
    libbpf_set_print(nullptr);
    const int map = bpf_map_create(BPF_MAP_TYPE_HASH, "hl_probe", 4, 8, 1, nullptr);
    if (map < 0) {
        std::cout << "skipped: BPF is not permitted here: " << std::strerror(errno) << '\n';
        return 77;
    }
    close(map);
    return boost::unit_test::unit_test_main([] { return true; }, argc, argv);
}
