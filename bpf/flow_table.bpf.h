/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * The flow table: two banks. Programs write the bank that `hl_bank` names; user space flips it, waits until no program
 * that saw the old value runs any more (an RCU grace period), and then reads and empties the other in peace.
 */
#ifndef HOOKLINE_BPF_FLOW_TABLE_BPF_H
#define HOOKLINE_BPF_FLOW_TABLE_BPF_H

#include "capture_stats.bpf.h"
#include "flow_key.h"
#include "wire_size.h"

#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

#define HL_E2BIG 7
#define HL_ENOMEM 12
#define HL_EEXIST 17

/*
 * Key: hl_flow_key. Value: hl_flow_counters, shared by all CPUs, so that counters are added to atomically. Written by
 * the programs, read and deleted by user space, which also sets max_entries before load. Full: the packets of new
 * flows are counted in hl_stats as HL_LOST_MAP_FULL, known flows go on. No LRU, which would drop rows in silence.
 *
 * Elements are allocated when the map is made. Without that (BPF_F_NO_PREALLOC) a burst of new flows outruns the
 * kernel's refilling of its free lists, and per CPU values are the slowest to refill: of 100,000 new flows in half a
 * second some hundred found no memory, and each insertion took 12 us instead of 0.8 us (Linux 6.18).
 */
struct hl_flow_bank {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 262144);
	__type(key, struct hl_flow_key);
	__type(value, struct hl_flow_counters);
};

struct hl_flow_bank hl_flows_0 SEC(".maps");
struct hl_flow_bank hl_flows_1 SEC(".maps");

/* 0 or 1: the bank to write. In .bss, which user space maps; written there only. */
volatile __u32 hl_bank;

/*
 * Only additions must not be lost. The time is one of two that differ by less than a packet's way through here. A flag
 * can be missed when two CPUs bring a flow its first packets with different flags in the same few nanoseconds:
 * fetching atomics are for Linux 5.12.
 */
static __always_inline void hl_flow_add(struct hl_flow_counters *counters, const struct hl_wire_size *wire,
					__u8 tcp_flags, __u64 now_ns)
{
	__sync_fetch_and_add(&counters->packets, wire->packets);
	__sync_fetch_and_add(&counters->bytes, wire->bytes);
	counters->last_ns = now_ns;
	if (tcp_flags & ~counters->tcp_flags)
		counters->tcp_flags |= tcp_flags;
}

static __always_inline void hl_flow_lost(int error, const struct hl_wire_size *wire)
{
	if (error == -HL_E2BIG)
		hl_count(HL_LOST_MAP_FULL, wire);
	else if (error == -HL_ENOMEM)
		hl_count(HL_LOST_NO_MEMORY, wire);
	else
		hl_count(HL_LOST_MAP_BUSY, wire);
}

static __always_inline void hl_flow_count_in(void *bank, const struct hl_flow_key *key, const struct hl_wire_size *wire,
					     __u8 tcp_flags, __u64 now_ns)
{
	struct hl_flow_counters *counters = bpf_map_lookup_elem(bank, key);
	const struct hl_flow_counters fresh = {
		.packets = wire->packets,
		.bytes = wire->bytes,
		.first_ns = now_ns,
		.last_ns = now_ns,
		.tcp_flags = tcp_flags,
	};
	int error; /* not long: up to 6.1 at least the call behind the helper returns an int, upper half zero */

	if (counters) {
		hl_flow_add(counters, wire, tcp_flags, now_ns);
		return;
	}
	error = bpf_map_update_elem(bank, key, &fresh, BPF_NOEXIST);
	if (!error)
		return;
	/* Another CPU was first with this flow: its element has our place in it. */
	counters = error == -HL_EEXIST ? bpf_map_lookup_elem(bank, key) : 0;
	if (counters)
		hl_flow_add(counters, wire, tcp_flags, now_ns);
	else
		hl_flow_lost(error, wire);
}

static __always_inline void hl_flow_count(const struct hl_flow_key *key, const struct hl_wire_size *wire,
					  __u8 tcp_flags, __u64 now_ns)
{
	/* A branch on constants, not a map chosen at run time: the lookup of a known map is inlined. */
	if (hl_bank)
		hl_flow_count_in(&hl_flows_1, key, wire, tcp_flags, now_ns);
	else
		hl_flow_count_in(&hl_flows_0, key, wire, tcp_flags, now_ns);
}

#endif
