/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* Looking at payload where programs interleave on one CPU. */
#ifndef HOOKLINE_CGROUP_PACKET_PAYLOAD_BPF_H
#define HOOKLINE_CGROUP_PACKET_PAYLOAD_BPF_H

#include "labels.h"

typedef struct __sk_buff hl_context;

static __always_inline long hl_load_payload(hl_context *skb, __u32 offset, void *to, __u32 size)
{
	return bpf_skb_load_bytes(skb, offset, to, size);
}

/* Not static: the verifier looks at such a function once. */
__noinline int hl_label_of_window(const struct hl_payload *payload)
{
	return payload ? hl_label_of(payload) : HL_LABEL_NONE;
}

#include "first_packets.bpf.h"

/* A window that one run of a program has for itself; too large for the stack. */
struct hl_desk {
	__u64 is_taken;
	struct hl_payload payload;
};

#define HL_DESKS 4 /* a process, what interrupts it, and who preempts it. Whoever finds all taken looks another time */

/* One element: the verifier of 6.1 forgets a loop's count that is a map's key, and takes the loop for endless. */
struct hl_desk_row {
	struct hl_desk desks[HL_DESKS];
};

/* Key: 0. Value: hl_desk_row, of this CPU. Written by the programs. */
struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, struct hl_desk_row);
} hl_desks SEC(".maps");

static __always_inline struct hl_desk *hl_take_desk(void)
{
	const __u32 only = 0;
	struct hl_desk_row *row = bpf_map_lookup_elem(&hl_desks, &only);

	if (!row)
		return 0;
#pragma unroll
	for (int i = 0; i < HL_DESKS; i++)
		if (!__sync_val_compare_and_swap(&row->desks[i].is_taken, 0, 1))
			return &row->desks[i];
	return 0;
}

/* As hl_look_at_connection(). */
__noinline int hl_look_at_packet(hl_context *skb, const struct hl_flow_key *key, const struct hl_transport *transport)
{
	struct hl_looker looker;
	struct hl_desk *desk;
	int seen;

	if (!key || !transport)
		return 0;
	looker.cpu = hl_this_cpu();
	desk = looker.cpu ? hl_take_desk() : 0;
	if (!desk)
		return 0;
	looker.payload = &desk->payload;
	looker.key = key;
	seen = hl_look_at_connection(skb, &looker, transport);
	*(volatile __u64 *)&desk->is_taken = 0;
	return seen;
}

#endif
