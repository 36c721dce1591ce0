/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* What happens to TCP connections beside calls. Tracepoints with BTF types: Linux 5.5. */
#ifndef HOOKLINE_BPF_TCP_EVENTS_BPF_H
#define HOOKLINE_BPF_TCP_EVENTS_BPF_H

#include "sockets/tcp_sockets.bpf.h"

#include <bpf/bpf_tracing.h>

/* net/tcp_states.h */
#define HL_TCP_ESTABLISHED 1
#define HL_TCP_SYN_SENT 2
#define HL_TCP_SYN_RECV 3
#define HL_TCP_CLOSE 7
#define HL_TCP_CLOSE_WAIT 8

/* It has counted nothing, and has the owner that connects or listens. Nobody has an accepted one yet. */
static __noinline void hl_tcp_begin(struct sock *sk, int is_ours)
{
	struct hl_tcp_record record = {};

	if (is_ours) {
		hl_current_owner(HL_COPIED, &record.owner);
		record.owner_id = hl_owner_id(&record.owner);
	}
	hl_tcp_record_begin(sk, &record);
}

/* Whose it is, for who asks for that (hl_tells_sockets). The owner is known from SYN-SENT on, its port a moment later. */
static __always_inline void hl_tcp_tell_owner(struct sock *sk)
{
	const struct hl_tcp_record *record = hl_tells_sockets ? hl_tcp_record_of(sk) : 0;

	if (!record || !record->owner_id)
		return;
	hl_keep_owner(record->owner_id, &record->owner);
	hl_tcp_row(sk, record->owner_id, HL_DIRECTION_OUT, 1);
}

static __always_inline void hl_tcp_closed(struct sock *sk)
{
	struct hl_tcp_record *record = hl_tcp_record_of(sk);

	if (!record)
		return;
	hl_tcp_tell_sent(sk, record);
	hl_tcp_tell_received(sk, record);
}

SEC("?tp_btf/inet_sock_set_state")
int BPF_PROG(hl_tcp_set_state, struct sock *sk, int before, int state)
{
	if (BPF_CORE_READ(sk, sk_protocol) != HL_IP_TCP)
		return 0;
	if (hl_makes_cookies && hl_tells_sockets && state == HL_TCP_SYN_SENT)
		bpf_get_socket_cookie(sk);
	if (state == HL_TCP_SYN_SENT || state == HL_TCP_LISTEN)
		hl_tcp_begin(sk, 1);
	else if (state == HL_TCP_ESTABLISHED && before == HL_TCP_SYN_RECV)
		hl_tcp_begin(sk, 0);
	if (state == HL_TCP_CLOSE)
		hl_tcp_closed(sk);
	else
		hl_tcp_tell_owner(sk);
	return 0;
}

SEC("?tp_btf/tcp_retransmit_skb")
int BPF_PROG(hl_tcp_retransmit, struct sock *sk)
{
	struct hl_tcp_record *record = hl_tcp_record_of(sk);

	if (record)
		hl_tcp_tell_sent(sk, record);
	return 0;
}

static __always_inline void hl_tcp_note_reset(struct sock *sk, __u8 direction)
{
	struct hl_tcp_record *record = hl_tcp_record_of(sk);
	struct hl_socket_flow *flow;

	if (!record)
		return;
	flow = hl_tcp_row(sk, record->owner_id, direction, 1);
	if (!flow)
		return;
	hl_keep_owner(record->owner_id, &record->owner);
	__sync_fetch_and_add(&flow->tcp.resets, 1);
}

SEC("?tp_btf/tcp_receive_reset")
int BPF_PROG(hl_tcp_receive_reset, struct sock *sk)
{
	hl_tcp_note_reset(sk, HL_DIRECTION_IN);
	return 0;
}

/* Without a socket it answers for a port that nobody has. */
SEC("?tp_btf/tcp_send_reset")
int BPF_PROG(hl_tcp_send_reset, struct sock *sk)
{
	if (sk)
		hl_tcp_note_reset(sk, HL_DIRECTION_OUT);
	return 0;
}

/* What no event tells: segments out of order. All connections; run before the banks are flipped, at times. */
SEC("?iter/bpf_map_elem")
int hl_look_at_connections(struct bpf_iter__bpf_map_elem *ctx)
{
	const __u64 *key = ctx->key;
	struct hl_tcp_record *record;
	struct sock *sk;

	if (!key)
		return 0;
	sk = (struct sock *)*key;
	record = hl_tcp_record_of(sk);
	if (record && BPF_CORE_READ(sk, __sk_common.skc_state) != HL_TCP_CLOSE)
		hl_tcp_tell_received(sk, record);
	return 0;
}

SEC("?tp_btf/tcp_destroy_sock")
int BPF_PROG(hl_tcp_destroy, struct sock *sk)
{
	hl_tcp_record_end(sk);
	return 0;
}

#endif
