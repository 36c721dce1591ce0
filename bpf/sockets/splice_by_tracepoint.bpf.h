/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * What a process takes from a TCP socket without a receive call: splice(), TCP_ZEROCOPY_RECEIVE. All ways of taking pass
 * tcp_rcv_space_adjust(), when tcp_sock.copied_seq is past what was taken. Bytes are counted there, by how far it went;
 * a receive call that returns counts only what of its result is not counted yet.
 */
#ifndef HOOKLINE_BPF_SPLICE_BY_TRACEPOINT_BPF_H
#define HOOKLINE_BPF_SPLICE_BY_TRACEPOINT_BPF_H

#include "sockets/calls.bpf.h"
#include "sockets/tcp_events.bpf.h"

#include <bpf/bpf_tracing.h>

/* Is the tracepoint in use? Else splice() is seen by its function, or not at all. */
const volatile __u8 hl_has_space_hook;

#define HL_SOCK_DONE 1 /* SOCK_DONE of enum sock_flags: the peer's FIN is here */

struct hl_taken {
	__u32 sequence; /* tcp_sock.copied_seq, up to which bytes are counted */
	__u32 counted;  /* bytes that the receive call that is under way need not count any more */
};

/* In each TCP socket: hl_taken. Written where the socket is locked; `counted` is also taken from where it is not. */
struct {
	__uint(type, BPF_MAP_TYPE_SK_STORAGE);
	__uint(map_flags, BPF_F_NO_PREALLOC);
	__type(key, int);
	__type(value, struct hl_taken);
} hl_taken_of SEC(".maps");

/* A FIN takes a sequence number, too (RFC 9293 3.4), behind all bytes. */
static __always_inline __u32 hl_end_of_bytes(const struct tcp_sock *tcp)
{
	const int has_fin = tcp->inet_conn.icsk_inet.sk.__sk_common.skc_flags >> HL_SOCK_DONE & 1;
	const __u32 sequence = tcp->copied_seq;

	return has_fin && sequence == tcp->rcv_nxt ? sequence - 1 : sequence;
}

SEC("?tp_btf/tcp_rcv_space_adjust")
int BPF_PROG(hl_tcp_taken, struct sock *sk)
{
	struct tcp_sock *tcp = bpf_skc_to_tcp_sock(sk);
	struct hl_taken *taken;
	__u32 end, bytes;

	/*
	 * An upper layer (TLS) takes records, which the calls hand on. In a softirq, where no process has the socket's lock, it
	 * is the kernel that takes.
	 */
	if (!tcp || tcp->inet_conn.icsk_ulp_ops || !tcp->inet_conn.icsk_inet.sk.sk_lock.owned)
		return 0;
	taken = bpf_sk_storage_get(&hl_taken_of, sk, 0, 0);
	if (!taken)
		return 0;
	end = hl_end_of_bytes(tcp);
	bytes = end - taken->sequence;
	if ((int)bytes <= 0)
		return 0;
	taken->sequence = end;
	__sync_fetch_and_add(&taken->counted, bytes);
	hl_count_call(HL_DIRECT, sk, HL_DIRECTION_IN, 0, bytes, 0);
	return 0;
}

/* A process may be reading: what it takes meanwhile is counted by its call alone. */
static __always_inline void hl_begin_taking(struct sock *sk, const struct tcp_sock *tcp)
{
	struct hl_taken begun = {};
	struct hl_taken *taken;

	begun.sequence = tcp->copied_seq;
	taken = bpf_sk_storage_get(&hl_taken_of, sk, &begun, BPF_SK_STORAGE_GET_F_CREATE);
	if (taken && !taken->counted)
		taken->sequence = *(const volatile __u32 *)&tcp->copied_seq;
}

/* A connection begins. */
SEC("?tp_btf/inet_sock_set_state")
int BPF_PROG(hl_tcp_taking_begins, struct sock *sk, int before, int state)
{
	struct tcp_sock *tcp;

	if (state != HL_TCP_ESTABLISHED)
		return 0;
	tcp = bpf_skc_to_tcp_sock(sk);
	if (tcp)
		hl_begin_taking(sk, tcp);
	return 0;
}

/* Those that were open before the start, of all network namespaces: run once. */
SEC("?iter/task_file")
int hl_find_connections(struct bpf_iter__task_file *ctx)
{
	struct file *file = ctx->file;
	struct socket *socket = file ? bpf_sock_from_file(file) : 0;
	struct sock *sk = socket ? socket->sk : 0;
	struct tcp_sock *tcp = sk ? bpf_skc_to_tcp_sock(sk) : 0;

	if (tcp && sk->__sk_common.skc_state != HL_TCP_LISTEN)
		hl_begin_taking(sk, tcp);
	return 0;
}

/* Of the result of a receive call: what is counted already. */
static __always_inline __u32 hl_take_counted(struct sock *sk, __u32 result)
{
	struct hl_taken *taken;
	__u32 counted;

	if (!hl_has_space_hook || sk->sk_protocol != HL_IP_TCP)
		return 0;
	taken = bpf_sk_storage_get(&hl_taken_of, sk, 0, 0);
	if (!taken)
		return 0;
	counted = taken->counted < result ? taken->counted : result;
	__sync_fetch_and_sub(&taken->counted, counted);
	return counted;
}

#endif
