// SPDX-License-Identifier: MIT
#include "table_view.hpp"

#include <algorithm>
#include <cstring>

#include "bpf_support/slot_clock.hpp"

namespace hookline::test {
namespace {

void merge(hl_flow_counters& into, const hl_flow_counters& more)
{
    into.packets += more.packets;
    into.bytes += more.bytes;
    into.first_ns = std::min(into.first_ns, more.first_ns);
    into.last_ns = std::max(into.last_ns, more.last_ns);
    into.tcp_flags |= more.tcp_flags;
}

}  // namespace

TableView::TableView(const bpf::FlowTable& table)
    : reader_(table), cpu_count_(table.size.cpus), cpus_(table.cpus, 0, cpu_count_ * sizeof(hl_cpu))
{
}

const std::vector<Row>& TableView::rows(int bank)
{
    auto& rows = rows_.at(static_cast<std::size_t>(bank));
    reader_.begin(static_cast<std::uint32_t>(bank));
    reader_.next(SIZE_MAX, [&](const hl_flow_key& key, const hl_slot& slot) {
        const auto counters = bpf::counters_of(slot, bpf::SlotClock::now());
        const auto same = std::find_if(rows.begin(), rows.end(),
                                       [&](const Row& row) { return std::memcmp(&row.key, &key, sizeof key) == 0; });
        if (same != rows.end())
            merge(same->counters, counters);
        else
            rows.push_back({key, counters});
    });
    return rows;
}

Stats TableView::stats() const
{
    Stats stats{};
    for (std::size_t cpu = 0; cpu < cpu_count_; ++cpu)
        for (std::uint32_t stat = 0; stat < HL_STAT_COUNT; ++stat) {
            const auto& counters = cpus_.as<const hl_cpu>()[cpu].stats[stat];
            stats.at(stat).packets += counters.packets;
            stats.at(stat).bytes += counters.bytes;
        }
    return stats;
}

void TableView::clear()
{
    for (const int bank : {0, 1})
        static_cast<void>(rows(bank));
    rows_ = {};
}

}  // namespace hookline::test
