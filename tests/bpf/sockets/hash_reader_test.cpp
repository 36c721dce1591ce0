// SPDX-License-Identifier: MIT
// Flows that stand in the maps are read once, and are gone. Nothing is attached: what is there is what the test has put in.
#include "bpf_support/hash_reader.hpp"

#include <bpf/bpf.h>

#include <boost/test/unit_test.hpp>

#include <map>

#include "bpf_support/sockets/socket_program.hpp"
#include "bpf_support/trial.hpp"
#include "capture_stats.h"

namespace {

using hookline::bpf::HashReader;

constexpr std::uint32_t kFlows = 10'000;  // in a hash map, several batches

hl_socket_flow flow_of(std::uint32_t number)
{
    hl_socket_flow flow{};
    flow.key.owner = number + 1;
    flow.slot.packets = number % 7 + 1;
    flow.slot.bytes = number * 3;
    return flow;
}

struct Maps {
    hookline_host abi = hookline::bpf::silent_host();
    hookline::bpf::SocketProgram program{hookline::Host(&abi), {}};
    hookline::bpf::FlowTable table = program.flow_table();
    HashReader reader{table};

    // By owner: how often it was visited, and what it had.
    struct Visits {
        int count = 0;
        std::uint64_t packets = 0;
        std::uint64_t bytes = 0;
    };
    std::map<std::uint64_t, Visits> seen;
    int others = 0;
    std::uint64_t other_bytes = 0;

    void put(std::uint32_t bank, std::uint32_t number)
    {
        const std::uint64_t id = number + 1;
        const auto flow = flow_of(number);
        BOOST_REQUIRE(bpf_map_update_elem(table.hashes.banks[bank], &id, &flow, BPF_NOEXIST) == 0);
    }
    void put_near(std::uint32_t bank, std::uint32_t number)
    {
        const std::uint32_t place = bank * HL_NEAR_FLOWS + number % HL_NEAR_FLOWS;
        const hl_near_flow near{number + 1, flow_of(number)};
        BOOST_REQUIRE(bpf_map_update_elem(table.hashes.near, &place, &near, BPF_ANY) == 0);
    }
    void put_rest(std::uint32_t bank, std::uint32_t cpu, std::uint64_t packets)
    {
        hl_cpu whole{};
        BOOST_REQUIRE(bpf_map_lookup_elem(table.cpus, &cpu, &whole) == 0);
        whole.rest[bank].packets = packets;
        whole.rest[bank].bytes = 10 * packets;
        BOOST_REQUIRE(bpf_map_update_elem(table.cpus, &cpu, &whole, BPF_ANY) == 0);
    }
    // How many calls it takes.
    int read(std::uint32_t bank, std::size_t wanted)
    {
        seen.clear();
        others = 0;
        other_bytes = 0;
        reader.begin(bank);
        int calls = 1;
        while (reader.next(wanted, [this](const auto& key, const auto& slot) { visit(key, slot); }))
            ++calls;
        return calls;
    }
    void visit(const hl_flow_key& key, const hl_slot& slot)
    {
        if ((key.marks & HL_MARK_OTHER) != 0) {
            ++others;
            other_bytes += slot.bytes;
            return;
        }
        auto& visits = seen[key.owner];
        ++visits.count;
        visits.packets += slot.packets;
        visits.bytes += slot.bytes;
    }
    // All flows from `begin` to `end`, each once, with what it had.
    void check_each(std::uint32_t begin, std::uint32_t end) const
    {
        BOOST_TEST(seen.size() == end - begin);
        std::uint32_t wrong = 0;
        for (auto number = begin; number < end; ++number) {
            const auto found = seen.find(number + 1);
            const auto flow = flow_of(number);
            wrong += found == seen.end() || found->second.count != 1 || found->second.packets != flow.slot.packets ||
                             found->second.bytes != flow.slot.bytes
                         ? 1
                         : 0;
        }
        BOOST_TEST(wrong == 0U);
    }
    [[nodiscard]] bool is_empty(std::uint32_t bank) const
    {
        std::uint64_t first = 0;
        return bpf_map_get_next_key(table.hashes.banks[bank], nullptr, &first) == -ENOENT;
    }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(hash_reader, Maps)

BOOST_AUTO_TEST_CASE(nothing)
{
    BOOST_TEST(read(0, 1000) == 1);
    BOOST_TEST(seen.empty());
    BOOST_TEST(others == 0);
}

BOOST_AUTO_TEST_CASE(all_are_read_once_and_are_gone)
{
    for (std::uint32_t number = 0; number < HL_NEAR_FLOWS; ++number)
        put_near(0, number);
    for (std::uint32_t number = HL_NEAR_FLOWS; number < HL_NEAR_FLOWS + kFlows; ++number)
        put(0, number);
    BOOST_TEST(read(0, 1000) > 5);
    check_each(0, HL_NEAR_FLOWS + kFlows);
    BOOST_TEST(is_empty(0));
    BOOST_TEST(read(0, 1000) == 1);
    BOOST_TEST(seen.empty());
}

BOOST_AUTO_TEST_CASE(in_one_go_and_in_many)
{
    for (const std::size_t wanted : {std::size_t{1}, std::size_t{257}, ~std::size_t{0}}) {
        for (std::uint32_t number = 0; number < kFlows; ++number)
            put(1, number);
        const auto calls = read(1, wanted);
        BOOST_TEST((wanted == ~std::size_t{0}) == (calls == 1), wanted << ": " << calls);
        check_each(0, kFlows);
        BOOST_TEST(is_empty(1));
    }
}

BOOST_AUTO_TEST_CASE(banks_stay_apart)
{
    put(0, 1);
    put_near(0, 2);
    put(1, 3);
    put_near(1, 4);
    put_rest(1, 0, 5);
    read(0, 1000);
    check_each(1, 3);
    BOOST_TEST(others == 0);
    read(1, 1000);
    check_each(3, 5);
    BOOST_TEST(others == 1);
}

BOOST_AUTO_TEST_CASE(the_rest_is_of_each_cpu)
{
    for (std::uint32_t cpu = 0; cpu < table.size.cpus; ++cpu)
        put_rest(0, cpu, cpu + 1);
    read(0, 1000);
    const std::uint64_t cpus = table.size.cpus;
    BOOST_TEST(others == static_cast<int>(cpus));
    BOOST_TEST(other_bytes == 10 * cpus * (cpus + 1) / 2);
    read(0, 1000);
    BOOST_TEST(others == 0);
}

// One that is begun anew goes on with what is there: nothing comes twice, nothing is left.
BOOST_AUTO_TEST_CASE(begun_again)
{
    for (std::uint32_t number = 0; number < kFlows; ++number)
        put(0, number);
    reader.begin(0);
    std::uint64_t before = 0;
    BOOST_TEST(reader.next(500, [&](const auto&, const auto&) { ++before; }));
    read(0, 1000);
    BOOST_TEST(before + seen.size() == kFlows);
    BOOST_TEST(is_empty(0));
}

BOOST_AUTO_TEST_SUITE_END()
