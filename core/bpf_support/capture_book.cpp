// SPDX-License-Identifier: MIT
#include "bpf_support/capture_book.hpp"

namespace hookline::bpf {
namespace {

struct Account {
    hookline_account account;
    const char* name;
};

constexpr std::array<Account, HL_STAT_COUNT> kAccounts = {{
    {HOOKLINE_SEEN, nullptr},  // HL_SEEN
    {HOOKLINE_FILTERED, "no_arp"},  // HL_FILTERED_NO_ARP
    {HOOKLINE_NOTED, "repeated"},  // HL_REPEATED
    {HOOKLINE_FILTERED, "filter"},  // HL_FILTERED_EXPRESSION
}};

}  // namespace

CaptureBook::CaptureBook(const Host& host, const FlowTable& table)
    : host_(host), cpu_count_(table.size.cpus), cpus_(table.cpus, 0, cpu_count_ * sizeof(hl_cpu))
{
}

// The programs go on counting meanwhile: each number is read once.
hl_stat_counters CaptureBook::read(std::uint32_t stat) const
{
    hl_stat_counters sum{};
    for (std::size_t cpu = 0; cpu < cpu_count_; ++cpu) {
        const volatile auto& counters = cpus_.as<const hl_cpu>()[cpu].stats[stat];
        sum.packets += counters.packets;
        sum.bytes += counters.bytes;
    }
    return sum;
}

void CaptureBook::update()
{
    for (std::uint32_t stat = 0; stat < HL_STAT_COUNT; ++stat) {
        const auto now = read(stat);
        auto& before = totals_[stat];
        if (now.packets != before.packets || now.bytes != before.bytes)
            host_.count(kAccounts[stat].account, kAccounts[stat].name, now.packets - before.packets,
                        now.bytes - before.bytes);
        before = now;
    }
}

std::uint64_t CaptureBook::packets_for_rows() const
{
    std::uint64_t packets = totals_[HL_SEEN].packets + totals_[HL_REPEATED].packets;
    for (std::size_t stat = 0; stat < totals_.size(); ++stat)
        if (kAccounts[stat].account == HOOKLINE_FILTERED) packets -= totals_[stat].packets;
    return packets;
}

}  // namespace hookline::bpf
