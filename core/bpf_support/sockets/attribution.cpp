// SPDX-License-Identifier: MIT
#include "bpf_support/sockets/attribution.hpp"

#include <bpf/bpf.h>
#include <sys/stat.h>

#include "bpf_support/cgroups/owner_details.hpp"
#include "bpf_support/grace_period.hpp"
#include "bpf_support/sockets/tcp_columns.hpp"
#include "protocol_numbers.h"

namespace hookline::bpf {
namespace {

SocketKnobs knobs_for_attribution()
{
    SocketKnobs knobs;
    knobs.tells_sockets = true;
    return knobs;
}

// As struct ns_common has it.
std::uint32_t own_netns()
{
    struct stat status{};
    return ::stat("/proc/self/ns/net", &status) == 0 ? static_cast<std::uint32_t>(status.st_ino) : 0;
}

}  // namespace

Attribution::Attribution(const Host& host)
    : host_(host),
      program_(host, knobs_for_attribution()),
      table_(program_.flow_table()),
      reader_(BankReader::make(table_)),
      around_(host, program_),
      names_(host),
      known_(own_netns(), [this](const KnownSockets::Address& address) { return addresses_.has(address); }),
      owners_(HL_OWNER_LIMIT),
      links_(program_.attach(host))
{
}

// With the flow table of the packets: the same grace period is waited for.
void Attribution::flip()
{
    around_.tick();
    const auto bank = *table_.bank & 1;
    __atomic_store_n(table_.bank, bank ^ 1, __ATOMIC_RELEASE);
    unread_ = bank;
    has_unread_ = true;
}

// Also while there are no packets: else the sockets of other interfaces fill the table.
bool Attribution::has_news() const
{
    return table_.hashes.changed[*table_.bank & 1] != 0;
}

void Attribution::begin_round()
{
    names_.begin_round();
    addresses_.refresh();
    if (has_unread_) read(unread_);
    has_unread_ = false;
}

void Attribution::stop()
{
    if (links_.empty()) return;
    around_.look(true);
    *table_.bank = *table_.bank | HL_BANK_CLOSED;
    links_.clear();
    GracePeriod::make().wait();
    for (const std::uint32_t bank : {(*table_.bank & 1) ^ 1, *table_.bank & 1})
        read(bank);
    has_unread_ = false;
}

void Attribution::read(std::uint32_t bank)
{
    table_.hashes.changed[bank] = 0;
    known_.begin_round();
    reader_->begin(bank);
    const auto visit = [this](const hl_flow_key& key, const hl_slot& slot) {
        if ((key.marks & HL_MARK_OTHER) != 0) return;
        known_.learn(key, reinterpret_cast<const hl_socket_flow&>(slot));
        (void)owner(key.owner);  // as long as the kernel knows it: the next packet of an idle connection may be late
    };
    while (reader_->next(~std::size_t{0}, visit)) {
    }
}

const hl_owner* Attribution::owner(std::uint64_t id)
{
    if (const auto* known = owners_.find(id)) return known;
    hl_owner owner{};
    if (id == 0 || bpf_map_lookup_elem(program_.owners_fd(), &id, &owner) != 0) return nullptr;
    return &(owners_[id] = owner);
}

void Attribution::add_to(hookline_flow& row, const hl_flow_key& key, const hl_slot& slot)
{
    constexpr std::uint8_t kAddresses = HL_MARK_IPV4 | HL_MARK_IPV6;
    if ((key.marks & HL_MARK_OTHER) != 0 || (key.marks & kAddresses) == 0) return;
    const auto finding = known_.find(key, slot.socket);
    const auto* process = owner(finding.owner);
    if (process == nullptr || process->tgid == 0) {
        host_.count(HOOKLINE_NOTED, "no_process", row.packets, row.bytes);
        return;
    }
    add_owner(row, *process, names_);
    row.attribution = finding.is_exact ? HOOKLINE_ATTRIBUTION_EXACT : HOOKLINE_ATTRIBUTION_LAST_OWNER;
    row.present |= HOOKLINE_FLOW_BIT(HOOKLINE_FLOW_ATTRIBUTION);
    if (key.proto != HL_IP_TCP || finding.health == nullptr) return;
    set_tcp_columns(row, *finding.health);
    *finding.health = {.srtt_us = finding.health->srtt_us};
}

}  // namespace hookline::bpf
