// SPDX-License-Identifier: MIT
// What user space computes about the flow table, without a kernel.
#define BOOST_TEST_MODULE flow_table_size
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include "bpf_support/flow_table_memory.hpp"
#include "bpf_support/flow_table_size.hpp"
#include "bpf_support/slot_clock.hpp"

namespace {

using hookline::bpf::flow_table_size;
using hookline::bpf::SlotClock;
namespace data = boost::unit_test::data;

constexpr std::uint32_t kDefaultEntries = 262'144;
constexpr std::uint64_t kMiB = std::uint64_t{1} << 20;

// A host that keeps the last line of the log.
struct Log {
    hookline_log_level level{};
    std::string text;

    hookline_host abi()
    {
        hookline_host host{};
        host.size = sizeof host;
        host.context = this;
        host.log = [](void* self, hookline_log_level level, const char* text, size_t size) {
            *static_cast<Log*>(self) = {level, {text, size}};
        };
        return host;
    }
};

}  // namespace

BOOST_DATA_TEST_CASE(memory_at_defaults_is_bounded,
                     data::make({1u, 2u, 3u, 4u, 8u, 16u, 64u, 128u, 384u, 1024u, 8192u}), cpus)
{
    const auto size = flow_table_size(kDefaultEntries, cpus);
    // The rest: what each CPU keeps for itself, link kinds, fragments.
    const auto rest = cpus * std::uint64_t{512 + 2048} + 4 * kMiB;
    BOOST_TEST_MESSAGE(cpus << " CPUs: " << size.bytes() / kMiB << " MiB, " << size.partitions << " partitions, "
                            << size.flow4_bits << ", " << size.flow_bits << ", " << size.network_bits << " bits");
    BOOST_TEST(size.bytes() + (cpus > 4096 ? 0 : rest) <= 128 * kMiB);
    BOOST_TEST(size.partitions >= std::min(cpus, 96u));
    BOOST_TEST(size.partitions <= cpus);
}

// Whatever the CPUs' own parts have room for, the part that all share can hold them all.
BOOST_DATA_TEST_CASE(the_shared_part_holds_max_entries,
                     data::make({1u, 2u, 31u, 1'000u, 65'536u, 262'144u, 262'145u, 3'000'000u, 67'108'864u}), entries)
{
    for (const std::uint32_t cpus : {1u, 2u, 64u}) {
        const auto size = flow_table_size(entries, cpus);
        BOOST_TEST(std::uint64_t{size.overflow_sets()} / 2 * HL_OVERFLOW_WAYS * 2 / 3 >= entries);
    }
}

BOOST_AUTO_TEST_CASE(little_is_asked_little_is_taken)
{
    BOOST_TEST(flow_table_size(1'000, 2).bytes() < 2 * kMiB);
}

// A bank begins on a page, or it could not be mapped by itself.
BOOST_DATA_TEST_CASE(banks_begin_on_pages, data::make({1u, 100u, 5'000u, 262'144u}), entries)
{
    for (const std::uint32_t cpus : {1u, 3u, 64u}) {
        const auto size = flow_table_size(entries, cpus);
        BOOST_TEST(size.flow4_sets() / 2 * sizeof(hl_set4) % 4096 == 0U);
        BOOST_TEST(size.flow_sets() / 2 * sizeof(hl_set) % 4096 == 0U);
        BOOST_TEST(size.overflow_sets() / 2 * sizeof(hl_overflow_set) % 4096 == 0U);
    }
}

BOOST_AUTO_TEST_CASE(what_it_takes_is_said)
{
    const auto size = flow_table_size(kDefaultEntries, 2);
    const auto words = hookline::bpf::flow_table_memory(size, kDefaultEntries);
    BOOST_TEST(words == "flow table: " + std::to_string((size.bytes() + kMiB - 1) / kMiB) +
                            " MiB of kernel memory at max_entries = 262144");
}

BOOST_AUTO_TEST_CASE(much_memory_is_warned_of)
{
    Log log;
    const auto abi = log.abi();
    const hookline::Host host(&abi);
    for (const std::uint32_t entries : {1'000u, kDefaultEntries, 16'777'216u}) {
        const auto size = flow_table_size(entries, 2);
        hookline::bpf::log_flow_table_memory(host, size, entries);
        const bool is_much = size.bytes() > 1024 * kMiB;
        BOOST_TEST(is_much == (entries > kDefaultEntries));
        BOOST_TEST(log.level == (is_much ? HOOKLINE_LOG_WARNING : HOOKLINE_LOG_DEBUG));
        BOOST_TEST(log.text.find("max_entries = " + std::to_string(entries)) != std::string::npos);
        BOOST_TEST((log.text.find("lower max_entries") != std::string::npos) == is_much);
    }
}

BOOST_AUTO_TEST_CASE(short_time_stamps_are_made_whole)
{
    constexpr std::int64_t kUnit = std::int64_t{1} << HL_TIME_SHIFT;
    for (const std::int64_t now : {kUnit, kUnit << 20, (kUnit << 32) - kUnit, kUnit << 32, (kUnit << 32) + 5 * kUnit}) {
        const SlotClock clock{now, 0};
        for (const std::int64_t age : {std::int64_t{0}, kUnit, 1000 * kUnit, -3 * kUnit}) {
            const auto then = now - age;
            if (then < 0) continue;
            const auto stamp = static_cast<std::uint32_t>(then >> HL_TIME_SHIFT);
            BOOST_TEST(clock.whole(stamp) == static_cast<std::uint64_t>(then));
        }
    }
}
