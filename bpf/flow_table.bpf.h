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
#include "overflow_entry.bpf.h"
#include "flow_sets.bpf.h"
#include "packet.h"

/*
 * What stays the same for a jiffy is found out once. bpf_ktime_get_ns() takes up to 30 ns; bpf_jiffies64() is a load from
 * memory.
 */
static __always_inline void hl_begin(struct hl_cpu *cpu)
{
	const __u64 jiffies = bpf_jiffies64();
	__u32 number;

	if (jiffies == cpu->jiffies)
		return;
	number = bpf_get_smp_processor_id();
	cpu->jiffies = jiffies;
	cpu->now = (__u32)(bpf_ktime_get_ns() >> HL_TIME_SHIFT);
	for (__u32 bank = 0; bank < 2; bank++) {
		cpu->starts4[bank] = hl_partition_start(hl_flow4_bits, bank, number);
		cpu->starts[bank] = hl_partition_start(hl_flow_bits, bank, number);
	}
}

/* What became of a packet. */
enum hl_counted {
	HL_NOT_COUNTED,      /* there is no place for it, not even among what has no network */
	HL_COUNTED_AS_OTHER, /* with its network, or its protocol */
	HL_COUNTED,          /* with its flow */
};

static __always_inline int hl_is_time_to_replace(struct hl_cpu *cpu)
{
	return ++cpu->turned_away % HL_REPLACE_EVERY == 0;
}

/*
 * HL_ENTRY_NEW finds its set, of this number, full, or this CPU has no sets: HL_NO_PARTITION. Returns enum hl_counted.
 *
 * Not static, as other functions that are called rarely: the verifier looks at such a one once, and not once for each way
 * that leads to it, which is most of the time that a start takes. One call for all that follows, because a return costs
 * several nanoseconds on CPUs that need SRSO's mitigation.
 */
__noinline int hl_flow_crowded(__u32 number, __u64 hash)
{
	struct hl_cpu *cpu = hl_this_cpu();
	struct hl_entry *entry;

	if (!cpu)
		return 0;
	entry = &cpu->entries[HL_ENTRY_NEW];
	if (hl_overflow_count(entry, hash))
		return HL_COUNTED;
	if (number == HL_NO_PARTITION)
		return HL_NOT_COUNTED;
	if (hl_is_time_to_replace(cpu) &&
	    (entry->is_short ? hl_replace4(number, hl_tag_of(hash)) : hl_replace(number, hl_tag_of(hash))))
		return HL_COUNTED;
	return hl_entry_count_as_other(HL_ENTRY_NEW) ? HL_COUNTED_AS_OTHER : HL_NOT_COUNTED;
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

/* `slot`: the flow's, where it is in this CPU's own sets, else null. Returns enum hl_counted. */
static __always_inline int hl_flow4_count(struct hl_cpu *cpu, const struct hl_flow4_key *key, struct hl_slot **slot)
{
	struct hl_entry *entry = &cpu->entries[HL_ENTRY_NEW];
	const struct hl_sight *sight = &entry->sight;
	const __u64 hash = hl_flow4_hash(key);
	const __u32 start = cpu->starts4[sight->bank & 1];
	const __u32 number = hl_set_of(HL_ROOM_FLOWS, hl_flow4_bits, start, hash);

	*slot = start != HL_NO_PARTITION ? hl_count_in4(number, hl_tag_of(hash), key, sight) : 0;
	if (*slot)
		return HL_COUNTED;
	if (start != HL_NO_PARTITION && hl_flow4_drowned(cpu, hash, key, sight))
		return HL_COUNTED_AS_OTHER;
	entry->short_key = *key;
	entry->is_short = 1;
	return hl_flow_crowded(start != HL_NO_PARTITION ? number : HL_NO_PARTITION, hash);
}

/* The same for the key that stands in HL_ENTRY_NEW. */
static __always_inline int hl_long_flow_count(struct hl_cpu *cpu, struct hl_slot **slot)
{
	struct hl_entry *entry = &cpu->entries[HL_ENTRY_NEW];
	const struct hl_sight *sight = &entry->sight;
	const __u64 hash = hl_flow_hash(&entry->key);
	const __u32 start = cpu->starts[sight->bank & 1];
	const __u32 number = hl_set_of(HL_ROOM_FLOWS, hl_flow_bits, start, hash);

	*slot = start != HL_NO_PARTITION ? hl_count_in(number, hl_tag_of(hash), &entry->key, sight) : 0;
	if (*slot)
		return HL_COUNTED;
	entry->is_short = 0;
	return hl_flow_crowded(start != HL_NO_PARTITION ? number : HL_NO_PARTITION, hash);
}

static __always_inline int hl_is_short(const struct hl_flow_key *key)
{
	return key->marks == HL_MARK_IPV4 && key->proto < 256 && !key->vlan_id && !key->inner_vlan_id &&
	       key->ifindex < HL_WHERE_IFINDEX_LIMIT;
}

/* The same for HL_ENTRY_NEW, whatever its key. */
static __always_inline int hl_entry_count(struct hl_cpu *cpu, struct hl_slot **slot)
{
	struct hl_entry *entry = &cpu->entries[HL_ENTRY_NEW];

	if (!hl_is_short(&entry->key))
		return hl_long_flow_count(cpu, slot);
	__builtin_memcpy(&entry->short_key.src_addr, entry->key.src_addr + 12, 4);
	__builtin_memcpy(&entry->short_key.dst_addr, entry->key.dst_addr + 12, 4);
	entry->short_key.src_port = hl_swap16(entry->key.src_port);
	entry->short_key.dst_port = hl_swap16(entry->key.dst_port);
	entry->short_key.where = hl_flow4_where((__u8)entry->key.proto, entry->key.direction, entry->key.ifindex);
	return hl_flow4_count(cpu, &entry->short_key, slot);
}

#endif
