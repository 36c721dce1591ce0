/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * The flow table: two banks. Programs write the bank that `hl_bank` names; user space flips it, waits until no program
 * that saw the old value runs any more (an RCU grace period), and then reads and empties the other in peace.
 *
 * A packet's flow is looked for
 *   1. in the CPU's own partition (flow_sets.bpf.h): without atomics, as programs of tc and XDP run with softirqs off, so
 *      that none interrupts another;
 *   2. where its set is full, in a second level that all CPUs share (flow_overflow.bpf.h);
 *   3. where that is full, too, it is counted by its networks and protocol, at last by its protocol alone, unless it
 *      sends so much that it takes the place of another (flow_crowd.bpf.h).
 */
#ifndef HOOKLINE_BPF_FLOW_TABLE_BPF_H
#define HOOKLINE_BPF_FLOW_TABLE_BPF_H

#include "cpu_state.bpf.h"
#include "flow_crowd.bpf.h"
#include "flow_overflow.bpf.h"
#include "flow_sets.bpf.h"
#include "packet.h"

/*
 * 0 or 1: the bank to write; with HL_BANK_CLOSED nothing is counted any more. In .bss, which user space maps; written
 * there only.
 */
volatile __u32 hl_bank;

static __always_inline void hl_sight_begin(struct hl_sight *sight, const struct hl_wire_size *wire, __u8 tcp_flags,
					   const struct hl_cpu *cpu)
{
	sight->packets = wire->packets;
	sight->bytes = wire->bytes;
	sight->first = sight->last = cpu->now;
	sight->tcp_flags = tcp_flags;
	sight->bank = hl_bank & 1;
}

static __always_inline int hl_is_time_to_replace(struct hl_cpu *cpu)
{
	return ++cpu->turned_away % HL_REPLACE_EVERY == 0;
}

/*
 * HL_ENTRY_NEW finds its set, of this number, full, or this CPU has no sets: HL_NO_PARTITION. 0: lost. Not static, as other functions that are called rarely: the
 * verifier looks at such a one once, and not once for each way that leads to it, which is most of the time that a start
 * takes. One call for all that follows, because a return costs several nanoseconds on CPUs that need SRSO's mitigation.
 */
__noinline int hl_flow_crowded(__u32 number, __u64 hash)
{
	struct hl_cpu *cpu = hl_this_cpu();
	struct hl_entry *entry;

	if (!cpu)
		return 0;
	entry = &cpu->entries[HL_ENTRY_NEW];
	if (hl_overflow_count(entry, hash))
		return 1;
	if (number == HL_NO_PARTITION)
		return 0;
	if (entry->is_short)
		return (hl_is_time_to_replace(cpu) && hl_replace4(number, hl_tag_of(hash))) ||
		       hl_network4_count(cpu, &entry->short_key, &entry->sight);
	return (hl_is_time_to_replace(cpu) && hl_replace(number, hl_tag_of(hash))) || hl_network_count(cpu, entry);
}

/*
 * The same, inline, for nearly all packets of a flood: the second level is full, does not know the flow, and it is not
 * the time to replace another. 0: it is otherwise.
 */
static __always_inline int hl_flow4_drowned(struct hl_cpu *cpu, __u64 hash, const struct hl_flow4_key *key,
					    const struct hl_sight *sight)
{
	if (!hl_overflow_full[sight->bank & 1] || (cpu->turned_away + 1) % HL_REPLACE_EVERY == 0 ||
	    !hl_overflow_refuses(sight->bank, hash))
		return 0;
	cpu->turned_away++;
	return hl_network4_count(cpu, key, sight);
}

/* 0: there is no place for it, not even among what has no network. */
static __always_inline int hl_flow4_count(struct hl_cpu *cpu, const struct hl_flow4_key *key,
					  const struct hl_sight *sight)
{
	const __u64 hash = hl_flow4_hash(key);
	const __u32 start = cpu->starts4[sight->bank & 1];
	const __u32 number = hl_set_of(HL_ROOM_FLOWS, hl_flow4_bits, start, hash);
	struct hl_entry *entry = &cpu->entries[HL_ENTRY_NEW];

	if (start != HL_NO_PARTITION &&
	    (hl_count_in4(number, hl_tag_of(hash), key, sight) || hl_flow4_drowned(cpu, hash, key, sight)))
		return 1;
	entry->sight = *sight;
	entry->short_key = *key;
	entry->is_short = 1;
	return hl_flow_crowded(start != HL_NO_PARTITION ? number : HL_NO_PARTITION, hash);
}

static __always_inline int hl_long_flow_count(struct hl_cpu *cpu, const struct hl_flow_key *key,
					      const struct hl_sight *sight)
{
	const __u64 hash = hl_flow_hash(key);
	const __u32 start = cpu->starts[sight->bank & 1];
	const __u32 number = hl_set_of(HL_ROOM_FLOWS, hl_flow_bits, start, hash);
	struct hl_entry *entry = &cpu->entries[HL_ENTRY_NEW];

	if (start != HL_NO_PARTITION && hl_count_in(number, hl_tag_of(hash), key, sight))
		return 1;
	entry->sight = *sight;
	entry->key = *key;
	entry->is_short = 0;
	return hl_flow_crowded(start != HL_NO_PARTITION ? number : HL_NO_PARTITION, hash);
}

static __always_inline int hl_is_short(const struct hl_flow_key *key)
{
	return key->marks == HL_MARK_IPV4 && key->proto < 256 && !key->vlan_id && !key->inner_vlan_id &&
	       key->ifindex < HL_WHERE_IFINDEX_LIMIT;
}

/* The CPU's HL_ENTRY_NEW, whatever its key. */
__noinline int hl_entry_count(void)
{
	struct hl_cpu *cpu = hl_this_cpu();
	struct hl_entry *entry;

	if (!cpu)
		return 0;
	entry = &cpu->entries[HL_ENTRY_NEW];
	if (!hl_is_short(&entry->key))
		return hl_long_flow_count(cpu, &entry->key, &entry->sight);
	__builtin_memcpy(&entry->short_key.src_addr, entry->key.src_addr + 12, 4);
	__builtin_memcpy(&entry->short_key.dst_addr, entry->key.dst_addr + 12, 4);
	entry->short_key.src_port = hl_swap16(entry->key.src_port);
	entry->short_key.dst_port = hl_swap16(entry->key.dst_port);
	entry->short_key.where = hl_flow4_where((__u8)entry->key.proto, entry->key.direction, entry->key.ifindex);
	return hl_flow4_count(cpu, &entry->short_key, &entry->sight);
}

#endif
