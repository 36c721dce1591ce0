// SPDX-License-Identifier: MIT
#include "bpf_support/hash_reader.hpp"

#include <bpf/bpf.h>

#include <algorithm>
#include <cerrno>
#include <hookline/plugin.hpp>
#include <span>

#include "bpf_support/errors.hpp"

namespace hookline::bpf {
namespace {

// A bucket that does not fit is refused: many times what a bucket of a hash map holds.
constexpr std::uint32_t kBatch = 1024;
constexpr std::uint64_t kNearBytes = HL_NEAR_FLOWS * sizeof(hl_near_flow);  // whole pages

}  // namespace

HashReader::HashReader(const FlowTable& table) : BankReader(table), maps_(table.hashes), ids_(kBatch), flows_(kBatch)
{
    for (std::uint64_t bank = 0; bank < near_.size(); ++bank)
        near_[bank] = MappedArray(maps_.near, bank * kNearBytes, kNearBytes);
}

void HashReader::begin(std::uint32_t bank)
{
    bank_ = bank;
    is_at_end_ = false;
    is_first_ = true;
}

// Linux 5.6 (commit 057996380a42). What is read is gone from the map.
std::uint32_t HashReader::read_batch(std::uint32_t wanted)
{
    auto count = std::clamp(wanted, std::uint32_t{256}, kBatch);
    auto* before = is_first_ ? nullptr : &position_;
    const int error = bpf_map_lookup_and_delete_batch(maps_.banks[bank_], before, &position_, ids_.data(),
                                                      flows_.data(), &count, nullptr);
    is_first_ = false;
    is_at_end_ = error == -ENOENT;
    if (error != 0 && !is_at_end_) throw Error("cannot read the flow table: " + kernel_words(-error));
    return count;
}

void HashReader::read_near(const Visit& visit)
{
    for (auto& near : std::span(near_[bank_].as<hl_near_flow>(), HL_NEAR_FLOWS)) {
        if (near.id == 0) continue;
        visit(near.flow.key, near.flow.slot);
        near = {};
    }
}

bool HashReader::next(std::size_t wanted, const Visit& visit)
{
    if (is_first_) read_near(visit);
    for (std::size_t taken = 0; !is_at_end_;) {
        if (taken >= wanted) return true;
        const auto count = read_batch(static_cast<std::uint32_t>(std::min<std::size_t>(wanted - taken, kBatch)));
        for (std::uint32_t i = 0; i < count; ++i)
            visit(flows_[i].key, flows_[i].slot);
        taken += count;
    }
    read_rest(bank_, visit);
    return false;
}

}  // namespace hookline::bpf
