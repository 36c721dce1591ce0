// SPDX-License-Identifier: MIT
#include "bpf_support/flow_reader.hpp"

#include <algorithm>

#include "packet.h"

namespace hookline::bpf {
namespace {

constexpr std::uint64_t kWindowWords = 4096;  // 1 or 1.5 MiB of flows, whole pages

}  // namespace

FlowReader::FlowReader(const FlowTable& table) : BankReader(table), overflow_full_(table.overflow_full)
{
    const auto add = [this](const FlowMaps& maps, bool is_short, std::size_t flow_size, std::uint64_t words) {
        if (words == 0) return;
        levels_.push_back(
            {MappedArray(maps.tags, 0, words * sizeof(hl_tag_word)), maps.flows, is_short, flow_size, words});
    };
    add(table.short_flows, true, sizeof(hl_flow4), table.size.flow4_sets());
    add(table.long_flows, false, sizeof(hl_flow), table.size.flow_sets());
    add(table.overflow, false, sizeof(hl_flow), std::uint64_t{table.size.overflow_sets()} * HL_OVERFLOW_WORDS);
    level_ = levels_.size();
}

void FlowReader::begin(std::uint32_t bank)
{
    close_window();
    bank_ = bank;
    level_ = 0;
    word_ = levels_.front().words / 2 * bank;
}

bool FlowReader::next(std::size_t wanted, const Visit& visit)
{
    for (std::size_t taken = 0; seek();) {
        if (taken >= wanted) return true;
        auto& tags = levels_[level_].tags.as<hl_tag_word>()[word_];
        for (unsigned way = 0; way < HL_WAYS; ++way) {
            if ((tags >> 16 * way & 0xffff) == 0) continue;
            read(way, visit);
            ++taken;
        }
        tags = 0;
        ++word_;
    }
    read_rest(bank_, visit);
    overflow_full_[bank_] = 0;
    return false;
}

void FlowReader::read(unsigned way, const Visit& visit)
{
    char* at = flow(way);
    if (levels_[level_].is_short) {
        const auto* flow = reinterpret_cast<const hl_flow4*>(at);
        visit(long_key(flow->key), flow->slot);
    } else {
        auto* flow = reinterpret_cast<hl_flow*>(at);
        visit(flow->key, flow->slot);
        *flow = {};  // as the programs want it in the second level
    }
}

// To the next word of tags that has a flow.
bool FlowReader::seek()
{
    for (; level_ < levels_.size(); ++level_) {
        const auto& level = levels_[level_];
        const auto* tags = level.tags.as<hl_tag_word>();
        const auto end = level.words / 2 * (bank_ + 1);
        word_ = std::max(word_, level.words / 2 * bank_);
        word_ = static_cast<std::uint64_t>(
            std::find_if(tags + word_, tags + end, [](hl_tag_word word) { return word != 0; }) - tags);
        if (word_ < end) return true;
        word_ = 0;
        close_window();
    }
    return false;
}

void FlowReader::close_window()
{
    window_ = {};
    window_begin_ = window_end_ = 0;
}

char* FlowReader::flow(unsigned way)
{
    const auto& level = levels_[level_];
    const auto set_size = level.flow_size * HL_WAYS;
    if (word_ < window_begin_ || word_ >= window_end_) {
        close_window();  // never two at once
        const auto begin = word_ / kWindowWords * kWindowWords;
        const auto end = std::min(begin + kWindowWords, level.words);
        window_ = MappedArray(level.flows_fd, begin * set_size, (end - begin) * set_size);
        window_begin_ = begin;
        window_end_ = end;
    }
    return window_.as<char>() + (word_ - window_begin_) * set_size + way * level.flow_size;
}

hl_flow_key FlowReader::long_key(const hl_flow4_key& key)
{
    hl_flow_key result{};
    hl_flow_key_of4(&key, &result);
    return result;
}

}  // namespace hookline::bpf
