/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * The flows of sockets' calls, one hash map a bank: what tracing programs of every kind may use, on every kernel. They
 * interrupt one another, so that all is added atomically.
 */
#ifndef HOOKLINE_BPF_SOCKET_FLOWS_BPF_H
#define HOOKLINE_BPF_SOCKET_FLOWS_BPF_H

#include "atomic_counts.bpf.h"
#include "sockets/kernel_types.bpf.h"
#include "sockets/socket_flow.h"

#include <bpf/bpf_core_read.h>

#define HL_DEFAULT_SOCKET_FLOWS 65536

/*
 * Key: hl_socket_flow_id() of the flow's key: the kernel takes three times as long for the key itself. Value:
 * hl_socket_flow. Written by the programs, on any CPU; user space reads and empties the bank that is not written. Full,
 * or taken by another flow with the same id: what has no place is counted in hl_cpu.rest.
 */
struct hl_socket_flows {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, HL_DEFAULT_SOCKET_FLOWS);
	__type(key, __u64);
	__type(value, struct hl_socket_flow);
};
struct hl_socket_flows hl_flows_a SEC(".maps");
struct hl_socket_flows hl_flows_b SEC(".maps");

/* Of each bank: a flow was made in it. Set by the programs; user space resets it with the bank. In .bss. */
volatile __u32 hl_changed[2];

/*
 * Multilinear in 32-bit words: two keys have the same with a chance of some 2^-33, without knowing the seeds. The products
 * of whole words would cancel out where keys differ in upper bits alone.
 */
static __always_inline __u64 hl_socket_flow_id(const struct hl_flow_key *key)
{
	__u64 sum = 0;

#pragma unroll
	for (int i = 0; i < HL_FLOW_WORDS; i++) {
		const __u64 word = hl_flow_word(key, i);

		sum += (__u32)word * hl_hash_seeds[i] + (word >> 32) * (hl_hash_seeds[i] ^ hl_hash_seeds[8] << 1);
	}
	return sum;
}

/* Not 0: user space wants to know whose which socket is, also of one that has not moved anything yet. */
const volatile __u8 hl_tells_sockets;
/* Linux 5.12: tracing programs may give a socket its cookie. */
const volatile __u8 hl_makes_cookies;

/* `sk` may be null. */
static __always_inline void hl_tell_socket(struct sock *sk, struct hl_socket_flow *flow)
{
	if (!hl_tells_sockets || !sk || !flow)
		return;
	flow->netns = BPF_CORE_READ(sk, __sk_common.skc_net.net, ns.inum);
	flow->socket = (__u32)BPF_CORE_READ(sk, __sk_common.skc_cookie.counter);
}

static __always_inline struct hl_socket_flow *hl_socket_flow_at(__u32 bank, __u64 id)
{
	return bank ? bpf_map_lookup_elem(&hl_flows_b, &id) : bpf_map_lookup_elem(&hl_flows_a, &id);
}

static __always_inline struct hl_socket_flow *hl_socket_flow_find(__u32 bank, __u64 id, const struct hl_flow_key *key)
{
	struct hl_socket_flow *flow = hl_socket_flow_at(bank, id);

	return flow && hl_same_flow(&flow->key, key) ? flow : 0;
}

/* Null: there is no place. Another CPU may have been first. */
static __noinline struct hl_socket_flow *hl_socket_flow_make(__u32 bank, const struct hl_flow_key *key, __u32 now)
{
	const __u64 id = hl_socket_flow_id(key);
	struct hl_socket_flow flow = {};

	flow.slot.first = flow.slot.last = now;
	flow.key = *key;
	if (bank)
		bpf_map_update_elem(&hl_flows_b, &id, &flow, BPF_NOEXIST);
	else
		bpf_map_update_elem(&hl_flows_a, &id, &flow, BPF_NOEXIST);
	hl_changed[bank & 1] = 1;
	return hl_socket_flow_find(bank, id, key);
}

#endif
