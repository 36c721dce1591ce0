// SPDX-License-Identifier: MIT
#include "bpf_support/bank_reader.hpp"

#include "bpf_support/flow_reader.hpp"
#include "bpf_support/hash_reader.hpp"
#include "capture_stats.h"

namespace hookline::bpf {

std::unique_ptr<BankReader> BankReader::make(const FlowTable& table)
{
    if (table.hashes.entries != 0) return std::make_unique<HashReader>(table);
    return std::make_unique<FlowReader>(table);
}

BankReader::BankReader(const FlowTable& table)
    : cpu_count_(table.size.cpus), cpus_(table.cpus, 0, cpu_count_ * sizeof(hl_cpu))
{
}

void BankReader::read_rest(std::uint32_t bank, const Visit& visit)
{
    for (std::size_t cpu = 0; cpu < cpu_count_; ++cpu) {
        auto& slot = cpus_.as<hl_cpu>()[cpu].rest[bank];
        if (slot.packets == 0) continue;
        hl_flow_key key{};
        key.proto = HL_PROTO_ANY;
        key.marks = HL_MARK_OTHER;
        visit(key, slot);
        slot = {};
    }
}

}  // namespace hookline::bpf
