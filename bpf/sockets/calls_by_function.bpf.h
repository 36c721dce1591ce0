/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * Calls by the functions that every call on an Internet socket passes, when they return: by fexit where the kernel has it
 * (5.5, and an architecture with trampolines), else by kprobes. They see the peer, too.
 */
#ifndef HOOKLINE_BPF_CALLS_BY_FUNCTION_BPF_H
#define HOOKLINE_BPF_CALLS_BY_FUNCTION_BPF_H

#include "sockets/calls.bpf.h"

#include <linux/ptrace.h>
#include <bpf/bpf_tracing.h>

/* struct sockaddr_in and sockaddr_in6, up to the address; the latter has a flow label before it. */
struct hl_sockaddr {
	__u16 family;
	__be16 port;
	__be32 words[5];
};

/* 1: the message names the other end. */
static __always_inline int hl_peer_of_message(struct msghdr *message, struct hl_endpoint *end)
{
	struct hl_sockaddr address = {};
	void *name = BPF_CORE_READ(message, msg_name);

	if (!name || bpf_probe_read_kernel(&address, 8, name))
		return 0;
	end->family = address.family;
	end->port = hl_swap16(address.port);
	if (address.family == HL_AF_INET)
		hl_set_ipv4(end->address, address.words[0]);
	else if (address.family == HL_AF_INET6)
		bpf_probe_read_kernel(end->address, sizeof(end->address), (const char *)name + 8);
	else
		return 0;
	return 1;
}

/* Not of TCP, where the name that a call gives is ignored. */
static __always_inline void hl_count_message(struct socket *socket, struct msghdr *message, int result, __u8 direction)
{
	struct sock *sk = BPF_CORE_READ(socket, sk);
	struct hl_endpoint peer = {};
	int is_named;

	if (result <= 0)
		return;
	is_named = BPF_CORE_READ(sk, sk_type) != HL_SOCK_STREAM && hl_peer_of_message(message, &peer);
	hl_count_call(HL_COPIED, sk, direction, 1, result, is_named ? &peer : 0);
}

static __always_inline void hl_count_receive(struct socket *socket, struct msghdr *message, int flags, int result)
{
	if (!(flags & (HL_MSG_PEEK | HL_MSG_ERRQUEUE)))
		hl_count_message(socket, message, result, HL_DIRECTION_IN);
}

/* No message: sendpage() before Linux 6.5, splice(). MPTCP makes a message of pages, which is counted. */
static __always_inline void hl_count_pages(struct socket *socket, int result, __u8 direction)
{
	struct sock *sk = BPF_CORE_READ(socket, sk);

	if (result > 0 && !(direction == HL_DIRECTION_OUT && BPF_CORE_READ(sk, sk_protocol) == HL_MPTCP))
		hl_count_call(HL_COPIED, sk, direction, 1, result, 0);
}

#endif
