/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* Calls by the tracepoints of Linux 6.3 (commit 6e6eda44b939): socket, result, flags. */
#ifndef HOOKLINE_BPF_CALLS_BY_TRACEPOINT_BPF_H
#define HOOKLINE_BPF_CALLS_BY_TRACEPOINT_BPF_H

#include "sockets/calls.bpf.h"
#include "sockets/peers.bpf.h"
#include "sockets/splice_by_sequence.bpf.h"

#include <bpf/bpf_tracing.h>

SEC("?tp_btf/sock_send_length")
int BPF_PROG(hl_sock_send, struct sock *sk, int result)
{
	const struct hl_endpoint *peer = hl_take_peer(sk); /* of a call that fails, too: the next one is another */

	if (result > 0)
		hl_count_call(HL_DIRECT, sk, HL_DIRECTION_OUT, 1, result, peer);
	return 0;
}

SEC("?tp_btf/sock_recv_length")
int BPF_PROG(hl_sock_receive, struct sock *sk, int result, int flags)
{
	const struct hl_endpoint *peer = hl_take_peer(sk);

	if (result <= 0 || flags & (HL_MSG_PEEK | HL_MSG_ERRQUEUE))
		return 0;
	hl_count_call(HL_DIRECT, sk, HL_DIRECTION_IN, 1, hl_received_by(sk, result, flags), peer);
	return 0;
}

#endif
