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

/* struct tcp_zerocopy_receive of linux/tcp.h, as far as it says how much was received. */
struct hl_zerocopy {
	__u64 address;
	__u32 length; /* mapped */
	__u32 skipped[3];
	__u64 copy_address;
	__s32 copied; /* Linux 5.11 */
};

#define HL_ZEROCOPY_FIRST 12 /* bytes of it that every kernel has */
#define HL_SOL_TCP 6
#define HL_TCP_ZEROCOPY_RECEIVE 35

/* The verifier of Linux 5.10 refuses arguments that are pointers to integers: so they are copied past it. */
static __always_inline const void *hl_pointer_argument(const unsigned long long *argument)
{
	const void *pointer = 0;

	bpf_probe_read_kernel(&pointer, sizeof(pointer), argument);
	return pointer;
}

static __always_inline int hl_is_zerocopy(int level, int option)
{
	return level == HL_SOL_TCP && option == HL_TCP_ZEROCOPY_RECEIVE;
}

/* getsockopt() has written what was received; `value` and `size` are the process's. */
static __always_inline void hl_count_zerocopy(struct sock *sk, const void *value, const int *size)
{
	struct hl_zerocopy received = {};
	int given = 0;

	if (bpf_probe_read_user(&given, sizeof(given), size) || given < HL_ZEROCOPY_FIRST)
		return;
	bpf_probe_read_user(&received, given < (int)sizeof(received) ? HL_ZEROCOPY_FIRST : sizeof(received), value);
	if (received.copied < 0)
		received.copied = 0;
	if (received.length + received.copied)
		hl_count_call(HL_COPIED, sk, HL_DIRECTION_IN, 1, received.length + received.copied, 0);
}

#endif
