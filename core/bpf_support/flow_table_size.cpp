// SPDX-License-Identifier: MIT
#include "bpf_support/flow_table_size.hpp"

#include <bit>
#include <fstream>
#include <string>
#include <thread>

#include <algorithm>

#include "flow_slot.h"

namespace hookline::bpf {
namespace {

// What the parts of all CPUs take together at most: with 262,144 entries, 124 MiB with the second level.
constexpr std::uint64_t kFlow4Budget = std::uint64_t{36} << 20;
constexpr std::uint64_t kFlowBudget = std::uint64_t{14} << 20;

constexpr std::uint64_t kFlow4Bytes = sizeof(hl_set4) + sizeof(hl_tag_word);
constexpr std::uint64_t kFlowBytes = sizeof(hl_set) + sizeof(hl_tag_word);

// Long keys (IPv6, VLANs, tunnels) get a quarter of the places.
constexpr std::uint32_t kShareOfFlow4 = 2;
constexpr std::uint32_t kShareOfFlow = 8;

constexpr std::uint32_t kMinBits = 6;  // a room is never smaller
constexpr std::uint32_t kMaxFlow4Bits = 15;
constexpr std::uint32_t kMaxFlowBits = 13;
constexpr std::uint32_t kMaxNetworkBits = 10;
constexpr std::uint32_t kFewerNetworkBits = 3;  // one network for 8 flows

// Flows crowd into some sets while others have room: two thirds of the places can be relied on.
constexpr std::uint64_t kPlacesForTwoFlows = 3;
constexpr std::uint32_t kSetsOfWholePages = 4;

std::uint32_t bits_for(std::uint32_t flows, std::uint32_t flows_a_set, std::uint32_t least, std::uint32_t most)
{
    const auto sets = std::max((flows + flows_a_set - 1) / flows_a_set, std::uint32_t{1});
    return std::clamp(static_cast<std::uint32_t>(std::bit_width(std::bit_ceil(sets)) - 1), least, most);
}

std::uint32_t overflow_bank_sets(std::uint64_t flows)
{
    constexpr auto kWays = sizeof(hl_overflow_set) / sizeof(hl_flow);
    constexpr std::uint64_t kUnit = 2 * kWays * kSetsOfWholePages;
    return static_cast<std::uint32_t>((flows * kPlacesForTwoFlows + kUnit - 1) / kUnit * kSetsOfWholePages);
}

std::uint32_t sets_of(std::uint32_t partitions, std::uint32_t bits, std::uint32_t network_bits)
{
    return 2 * partitions * HL_PARTITION_SETS(bits, network_bits);
}

// One more than the highest number of the CPUs that are online, or possible. The list may have gaps ("0-3,8-11"), so that
// their count is not enough.
std::uint32_t cpu_limit(const std::string& which)
{
    std::string list;
    std::ifstream file("/sys/devices/system/cpu/" + which);
    std::getline(file, list);
    const auto last = list.find_last_of(",-");
    try {
        return static_cast<std::uint32_t>(std::stoul(list.substr(last == std::string::npos ? 0 : last + 1))) + 1;
    } catch (const std::exception&) {
        return std::max(std::thread::hardware_concurrency(), 1u);
    }
}

}  // namespace

std::uint32_t FlowTableSize::flow4_sets() const
{
    return sets_of(partitions, flow4_bits, network_bits);
}

std::uint32_t FlowTableSize::flow_sets() const
{
    return sets_of(partitions, flow_bits, network_bits);
}

std::uint64_t FlowTableSize::bytes() const
{
    return flow4_sets() * kFlow4Bytes + flow_sets() * kFlowBytes +
           overflow_sets() * (sizeof(hl_overflow_set) + sizeof(hl_overflow_tags));
}

FlowTableSize flow_table_size(std::uint32_t max_entries, std::uint32_t cpus)
{
    FlowTableSize size{};
    size.cpus = std::max(cpus, 1u);
    size.partitions = size.cpus;
    size.flow4_bits = bits_for(max_entries / kShareOfFlow4, HL_WAYS, kMinBits, kMaxFlow4Bits);
    size.flow_bits = bits_for(max_entries / kShareOfFlow, HL_WAYS, kMinBits, kMaxFlowBits);
    size.overflow_bank_sets = overflow_bank_sets(max_entries);

    const auto flow4_fits = [&] { return size.flow4_sets() * kFlow4Bytes <= kFlow4Budget; };
    const auto flow_fits = [&] { return size.flow_sets() * kFlowBytes <= kFlowBudget; };
    const auto set_networks = [&] {
        size.network_bits = std::clamp(size.flow_bits - kFewerNetworkBits, kMinBits, kMaxNetworkBits);
    };
    set_networks();
    for (; !flow_fits() && size.flow_bits > kMinBits; set_networks())
        --size.flow_bits;
    while (!flow4_fits() && size.flow4_bits > kMinBits)
        --size.flow4_bits;
    // CPUs without a partition use the second level alone: slower, and right.
    while (size.partitions > 1 && !(flow4_fits() && flow_fits()))
        --size.partitions;
    return size;
}

FlowTableSize flow_table_size(std::uint32_t max_entries)
{
    auto size = flow_table_size(max_entries, cpu_limit("online"));
    size.cpus = std::max(cpu_limit("possible"), size.partitions);
    return size;
}

}  // namespace hookline::bpf
