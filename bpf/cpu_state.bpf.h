/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* The kernel side of capture_stats.h. */
#ifndef HOOKLINE_BPF_CPU_STATE_BPF_H
#define HOOKLINE_BPF_CPU_STATE_BPF_H

#include "capture_stats.h"
#include "flow_match.bpf.h"
#include "packet.h"
#include "wire_size.h"

#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

/*
 * Key: CPU number. Value: hl_cpu, written on that CPU only. Not BPF_MAP_TYPE_PERCPU_ARRAY, whose lookup is inlined from
 * 6.10 on only, and which user space cannot map. As many as the kernel can have CPUs (NR_CPUS of the distributions).
 */
struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(map_flags, BPF_F_MMAPABLE);
	__uint(max_entries, 8192);
	__type(key, __u32);
	__type(value, struct hl_cpu);
} hl_cpus SEC(".maps");

/*
 * 0 or 1: the bank to write; with HL_BANK_CLOSED nothing is counted any more. In .bss, which user space maps; written
 * there only.
 */
volatile __u32 hl_bank;

static __always_inline struct hl_cpu *hl_this_cpu(void)
{
	const __u32 number = bpf_get_smp_processor_id();

	return bpf_map_lookup_elem(&hl_cpus, &number);
}

static __always_inline void hl_sight_begin(struct hl_sight *sight, const struct hl_wire_size *wire, __u8 tcp_flags,
					   const struct hl_cpu *cpu)
{
	sight->packets = wire->packets;
	sight->bytes = wire->bytes;
	sight->first = sight->last = cpu->now;
	sight->tcp_flags = tcp_flags;
	sight->bank = hl_bank & 1;
}

static __always_inline void hl_count(struct hl_cpu *cpu, enum hl_stat stat, const struct hl_wire_size *wire)
{
	cpu->stats[stat].packets += wire->packets;
	cpu->stats[stat].bytes += wire->bytes;
}

/* Not even its protocol has a place: this one cannot be full. */
static __always_inline void hl_count_rest(struct hl_cpu *cpu, const struct hl_sight *sight)
{
	struct hl_slot *slot = &cpu->rest[sight->bank & 1];

	if (slot->packets)
		hl_slot_add(slot, sight);
	else
		hl_slot_begin(slot, sight);
}

static __always_inline void hl_complete_key(struct hl_entry *entry)
{
	if (entry->is_short)
		hl_flow_key_of4(&entry->short_key, &entry->key);
}

#endif
