/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* Packets that one member sends to another pass both programs: which flows come in that have gone out before. */
#ifndef HOOKLINE_CGROUP_REPEATS_BPF_H
#define HOOKLINE_CGROUP_REPEATS_BPF_H

#include "flow_match.bpf.h"

#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

/*
 * Key: hash of addresses, ports and protocol. Value: when a flow of these went out, as in hl_slot.first. Written with the
 * first packet of each such flow in a bank. Full: the one that was used longest ago goes, and what is received of that
 * flow counts twice in totals.
 */
struct {
	__uint(type, BPF_MAP_TYPE_LRU_HASH);
	__uint(max_entries, 65536);
	__type(key, __u64);
	__type(value, __u32);
} hl_repeats SEC(".maps");

/* A flow that goes on is written again with each bank. What is older (5 s) may be of others with the same ports. */
#define HL_REPEAT_AGE (5000000000ull >> HL_TIME_SHIFT)

#define HL_ENDPOINT_WORDS 6 /* of hl_flow_key: addresses, ports, protocol; there are no interfaces and VLANs here */

static __always_inline __u64 hl_repeat_key(const struct hl_flow_key *key)
{
	__u64 sum = 0;

#pragma unroll
	for (int i = 0; i < HL_ENDPOINT_WORDS; i++)
		sum += hl_flow_word(key, i) * hl_hash_seeds[i];
	return hl_hash_again(sum);
}

/* Of a packet that has no flow, as the filter rejects it: each one asks, so what is written already is left alone. */
static __always_inline int hl_is_repeated_reject(const struct hl_flow_key *flow, __u32 now)
{
	const __u64 key = hl_repeat_key(flow);
	const __u32 *sent = bpf_map_lookup_elem(&hl_repeats, &key);

	if (flow->direction == HL_DIRECTION_IN)
		return sent && now - *sent <= HL_REPEAT_AGE;
	if (!sent || now - *sent > HL_REPEAT_AGE / 2)
		bpf_map_update_elem(&hl_repeats, &key, &now, BPF_ANY);
	return 0;
}

/* With the first packet of a flow in a bank. */
static __always_inline int hl_is_repeated(const struct hl_flow_key *flow, __u32 now)
{
	const __u64 key = hl_repeat_key(flow);
	const __u32 *sent;

	if (flow->direction == HL_DIRECTION_OUT) {
		bpf_map_update_elem(&hl_repeats, &key, &now, BPF_ANY);
		return 0;
	}
	sent = bpf_map_lookup_elem(&hl_repeats, &key);
	return sent && now - *sent <= HL_REPEAT_AGE;
}

#endif
