// SPDX-License-Identifier: MIT
#include "flow_table.hpp"

#include <algorithm>
#include <array>
#include <cstring>
#include <random>

namespace hookline::pcap {
namespace {

constexpr std::size_t kSmallestIndex = 1024;

// Differs from run to run, so that nobody can aim traffic at one slot.
const std::uint64_t kSeed = std::uint64_t{std::random_device{}()} << 32 | std::random_device{}();

__extension__ using Wide = unsigned __int128;

}  // namespace

FlowTable::FlowTable(std::size_t max_entries) : max_entries_(max_entries), index_(kSmallestIndex) {}

std::uint64_t FlowTable::hash(const hl_flow_key& key)
{
    std::array<std::uint64_t, sizeof(hl_flow_key) / sizeof(std::uint64_t)> words{};
    static_assert(sizeof words == sizeof key);
    std::memcpy(words.data(), &key, sizeof key);
    // Multiply and fold the 128-bit product, word by word: every bit of the key reaches every bit of the result.
    std::uint64_t mixed = kSeed;
    for (const auto word : words) {
        const auto product = static_cast<Wide>(mixed ^ word) * 0xd6e8feb86659fd93;
        mixed = static_cast<std::uint64_t>(product) ^ static_cast<std::uint64_t>(product >> 64) ^ mixed >> 29;
    }
    return mixed;
}

void FlowTable::fetch_flow(std::uint64_t hash) const
{
    const auto position = index_[hash & mask()].position;
    if (position == 0) return;
    const auto* flow = reinterpret_cast<const char*>(&flows_[position - 1]);
    constexpr std::size_t kCacheLine = 64;
    __builtin_prefetch(flow);
    __builtin_prefetch(flow + kCacheLine);
}

hl_flow_counters* FlowTable::find_or_insert(const hl_flow_key& key, std::uint64_t hash)
{
    for (auto at = hash & mask(); index_[at].position != 0; at = (at + 1) & mask()) {
        if (index_[at].tag != tag_of(hash)) continue;
        auto& flow = flows_[index_[at].position - 1];
        if (std::memcmp(&flow.key, &key, sizeof key) == 0) return &flow.counters;
    }
    if (flows_.size() >= max_entries_) return nullptr;
    if (flows_.size() * 2 >= index_.size()) grow();
    flows_.push_back({key, {}});
    place({tag_of(hash), static_cast<std::uint32_t>(flows_.size())}, hash);
    return &flows_.back().counters;
}

void FlowTable::place(Slot slot, std::uint64_t hash)
{
    auto at = hash & mask();
    while (index_[at].position != 0)
        at = (at + 1) & mask();
    index_[at] = slot;
}

void FlowTable::grow()
{
    index_.assign(index_.size() * 2, {});
    std::uint32_t position = 0;
    for (const auto& flow : flows_) {
        const auto mixed = hash(flow.key);
        place({tag_of(mixed), ++position}, mixed);
    }
}

void FlowTable::clear()
{
    flows_.clear();
    std::fill(index_.begin(), index_.end(), Slot{});
}

}  // namespace hookline::pcap
