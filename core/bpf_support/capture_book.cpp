// SPDX-License-Identifier: MIT
#include "bpf_support/capture_book.hpp"

#include <bpf/bpf.h>
#include <bpf/libbpf.h>

#include "bpf_support/errors.hpp"

namespace hookline::bpf {
namespace {

struct Account {
    hookline_account account;
    const char* name;
};

constexpr std::array<Account, HL_STAT_COUNT> kAccounts = {{
    {HOOKLINE_SEEN, nullptr},           // HL_SEEN
    {HOOKLINE_FILTERED, "no_arp"},      // HL_FILTERED_NO_ARP
    {HOOKLINE_LOST, "map_full"},        // HL_LOST_MAP_FULL
    {HOOKLINE_LOST, "map_no_memory"},   // HL_LOST_NO_MEMORY
    {HOOKLINE_LOST, "map_busy"},        // HL_LOST_MAP_BUSY
}};

}  // namespace

CaptureBook::CaptureBook(const Host& host, int stats_fd)
    : host_(host), fd_(stats_fd), per_cpu_(static_cast<std::size_t>(libbpf_num_possible_cpus()))
{
}

hl_stat_counters CaptureBook::read(std::uint32_t stat)
{
    if (const int error = bpf_map_lookup_elem(fd_, &stat, per_cpu_.data()); error != 0)
        throw Error("cannot read the programs' counters: " + kernel_words(error));
    hl_stat_counters sum{};
    for (const auto& counters : per_cpu_) {
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
    std::uint64_t packets = totals_[HL_SEEN].packets;
    for (std::size_t stat = HL_SEEN + 1; stat < totals_.size(); ++stat)
        packets -= totals_[stat].packets;
    return packets;
}

}  // namespace hookline::bpf
