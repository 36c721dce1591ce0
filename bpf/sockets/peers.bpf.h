/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * The other end of datagrams on sockets that are not connected, for hooks that see the socket alone: cgroup programs are
 * asked before such a datagram is sent, and after one was received by a process that wants to know whose it is.
 */
#ifndef HOOKLINE_BPF_PEERS_BPF_H
#define HOOKLINE_BPF_PEERS_BPF_H

#include "sockets/socket_key.bpf.h"

#include <bpf/bpf_endian.h>

struct hl_peer {
	struct hl_endpoint end;
	__u64 cookie; /* of the socket; 0: it has been used */
};

/* Key: thread, as bpf_get_current_pid_tgid() numbers it. Value: hl_peer of the call that it is in. Written by programs. */
struct {
	__uint(type, BPF_MAP_TYPE_LRU_HASH);
	__uint(max_entries, 16384);
	__type(key, __u64);
	__type(value, struct hl_peer);
} hl_peers SEC(".maps");

/* A connected socket has sent to somebody else: from now on each of them is asked. In .bss. */
volatile __u32 hl_has_overrides;

static __always_inline int hl_note_peer(struct bpf_sock_addr *ctx, struct hl_peer *peer)
{
	const __u64 thread = bpf_get_current_pid_tgid();

	peer->end.port = bpf_ntohs((__u16)ctx->user_port);
	peer->cookie = bpf_get_socket_cookie(ctx);
	if (ctx->sk && ctx->sk->dst_port && !hl_has_overrides)
		hl_has_overrides = 1;
	bpf_map_update_elem(&hl_peers, &thread, peer, BPF_ANY);
	return 1; /* the only verdict: go on */
}

static __always_inline int hl_note_peer4(struct bpf_sock_addr *ctx)
{
	struct hl_peer peer = {};

	peer.end.family = HL_AF_INET;
	hl_set_ipv4(peer.end.address, ctx->user_ip4);
	return hl_note_peer(ctx, &peer);
}

static __always_inline int hl_note_peer6(struct bpf_sock_addr *ctx)
{
	struct hl_peer peer = {};

	peer.end.family = HL_AF_INET6;
	peer.end.address[0] = (__u64)ctx->user_ip6[1] << 32 | ctx->user_ip6[0];
	peer.end.address[1] = (__u64)ctx->user_ip6[3] << 32 | ctx->user_ip6[2];
	return hl_note_peer(ctx, &peer);
}

SEC("?cgroup/sendmsg4")
int hl_send_to4(struct bpf_sock_addr *ctx)
{
	return hl_note_peer4(ctx);
}

SEC("?cgroup/sendmsg6")
int hl_send_to6(struct bpf_sock_addr *ctx)
{
	return hl_note_peer6(ctx);
}

SEC("?cgroup/recvmsg4")
int hl_receive_from4(struct bpf_sock_addr *ctx)
{
	return hl_note_peer4(ctx);
}

SEC("?cgroup/recvmsg6")
int hl_receive_from6(struct bpf_sock_addr *ctx)
{
	return hl_note_peer6(ctx);
}

/* The end that the thread's call is about; null: the socket's own. It counts for one call. */
static __always_inline const struct hl_endpoint *hl_take_peer(const struct sock *sk)
{
	struct hl_peer *peer;
	__u64 thread, cookie;

	if (sk->sk_protocol != HL_IP_UDP || (sk->__sk_common.skc_dport && !hl_has_overrides))
		return 0;
	thread = bpf_get_current_pid_tgid();
	cookie = sk->__sk_common.skc_cookie.counter;
	peer = bpf_map_lookup_elem(&hl_peers, &thread);
	if (!peer || !cookie || peer->cookie != cookie)
		return 0;
	peer->cookie = 0;
	return &peer->end;
}

#endif
