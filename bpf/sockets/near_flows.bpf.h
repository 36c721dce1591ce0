/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * A level before the hash maps (socket_flows.bpf.h): one place for each flow, which it may share, and whoever comes second
 * goes on to the maps. A call into those costs 40 ns where returns are guarded against speculation (retbleed, SRSO), a
 * third of all. For programs of Linux 5.12 and later, which can compare and swap.
 */
#ifndef HOOKLINE_BPF_NEAR_FLOWS_BPF_H
#define HOOKLINE_BPF_NEAR_FLOWS_BPF_H

#include "sockets/socket_flows.bpf.h"

/*
 * Key: a bank's number times HL_NEAR_FLOWS, plus the lower bits of hl_socket_flow_id(). Value: hl_near_flow. Written by the
 * programs, on any CPU; emptied by user space, which maps it.
 */
struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(map_flags, BPF_F_MMAPABLE);
	__uint(max_entries, 2 * HL_NEAR_FLOWS);
	__type(key, __u32);
	__type(value, struct hl_near_flow);
} hl_near_flows SEC(".maps");

/* Its upper bits are the better ones. */
static __always_inline struct hl_near_flow *hl_near_flow_at(__u32 bank, __u64 id)
{
	const __u32 place = (bank & 1) * HL_NEAR_FLOWS + (id >> 32 & (HL_NEAR_FLOWS - 1));

	return bpf_map_lookup_elem(&hl_near_flows, &place);
}

/* Null: another flow has the place, or is just taking it. */
static __always_inline struct hl_socket_flow *hl_near_flow_find(__u32 bank, __u64 id, const struct hl_flow_key *key)
{
	struct hl_near_flow *near = hl_near_flow_at(bank, id);

	return near && near->id == id && hl_same_flow(&near->flow.key, key) ? &near->flow : 0;
}

/*
 * Null: there is no place. The key comes last: until it is there nobody takes the place for the flow's, and counts in the
 * maps instead.
 */
static __noinline struct hl_socket_flow *hl_near_flow_make(__u32 bank, const struct hl_flow_key *key, __u32 now)
{
	const __u64 id = hl_socket_flow_id(key);
	struct hl_near_flow *near = hl_near_flow_at(bank, id);

	if (!near || !id || __sync_val_compare_and_swap(&near->id, 0, id))
		return 0;
	near->flow.slot.first = near->flow.slot.last = now;
	near->flow.key = *key;
	hl_changed[bank & 1] = 1;
	return &near->flow;
}

#endif
