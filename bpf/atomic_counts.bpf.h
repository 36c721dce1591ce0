/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * Counting where programs interleave on one CPU: a process's is interrupted by softirqs, and by other processes on a
 * kernel with preemption. So all counters are added to atomically.
 */
#ifndef HOOKLINE_BPF_ATOMIC_COUNTS_BPF_H
#define HOOKLINE_BPF_ATOMIC_COUNTS_BPF_H

#include "cpu_state.bpf.h"

/* The order matters to who interrupts: with the new jiffy comes its time. */
static __always_inline void hl_shared_clock(struct hl_cpu *cpu)
{
	const __u64 jiffies = bpf_jiffies64();

	if (jiffies == cpu->jiffies)
		return;
	cpu->now = (__u32)(bpf_ktime_get_ns() >> HL_TIME_SHIFT);
	cpu->jiffies = jiffies;
}

/* Only additions must not be lost. The time is one of two that differ by less than a packet's way through here. */
static __always_inline void hl_slot_add_shared(struct hl_slot *slot, const struct hl_sight *sight)
{
	__sync_fetch_and_add(&slot->packets, sight->packets);
	__sync_fetch_and_add(&slot->bytes, sight->bytes);
	slot->last = sight->last;
	if (sight->tcp_flags & ~slot->tcp_flags)
		slot->tcp_flags |= sight->tcp_flags; /* may miss a flag that two CPUs bring in the same nanoseconds */
}

/* No place was left for it. */
static __always_inline void hl_shared_rest(struct hl_cpu *cpu, const struct hl_sight *sight)
{
	struct hl_slot *slot = &cpu->rest[sight->bank & 1];

	if (!slot->first)
		slot->first = sight->first;
	hl_slot_add_shared(slot, sight);
}

#endif
