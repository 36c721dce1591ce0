/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
#ifndef HOOKLINE_BPF_CALLS_BY_FEXIT_BPF_H
#define HOOKLINE_BPF_CALLS_BY_FEXIT_BPF_H

#include "sockets/calls_by_function.bpf.h"

SEC("?fexit/inet_sendmsg")
int BPF_PROG(hl_fexit_send4, struct socket *socket, struct msghdr *message, __u64 size, int result)
{
	hl_count_message(socket, message, result, HL_DIRECTION_OUT);
	return 0;
}

SEC("?fexit/inet6_sendmsg")
int BPF_PROG(hl_fexit_send6, struct socket *socket, struct msghdr *message, __u64 size, int result)
{
	hl_count_message(socket, message, result, HL_DIRECTION_OUT);
	return 0;
}

SEC("?fexit/inet_recvmsg")
int BPF_PROG(hl_fexit_receive4, struct socket *socket, struct msghdr *message, __u64 size, int flags, int result)
{
	hl_count_receive(socket, message, flags, result);
	return 0;
}

SEC("?fexit/inet6_recvmsg")
int BPF_PROG(hl_fexit_receive6, struct socket *socket, struct msghdr *message, __u64 size, int flags, int result)
{
	hl_count_receive(socket, message, flags, result);
	return 0;
}

/* Until Linux 6.4: what sendfile() and splice() send. */
SEC("?fexit/inet_sendpage")
int BPF_PROG(hl_fexit_sendpage, struct socket *socket, void *page, int offset, __u64 size, int flags, __s64 result)
{
	hl_count_pages(socket, result, HL_DIRECTION_OUT);
	return 0;
}

SEC("?fexit/tcp_splice_read")
int BPF_PROG(hl_fexit_splice, struct socket *socket, void *position, void *pipe, __u64 size, unsigned int flags,
	     __s64 result)
{
	hl_count_pages(socket, result, HL_DIRECTION_IN);
	return 0;
}

/* struct tcp_zerocopy_receive of linux/tcp.h, as far as it says how much was received. */
struct hl_zerocopy {
	__u64 address;
	__u32 length; /* mapped */
	__u32 skipped[3];
	__u64 copy_address;
	__s32 copied; /* Linux 5.11 */
};

#define HL_SOL_TCP 6
#define HL_TCP_ZEROCOPY_RECEIVE 35

SEC("?fexit/tcp_getsockopt")
int BPF_PROG(hl_fexit_getsockopt, struct sock *sk, int level, int option, void *value, int *size, int result)
{
	struct hl_zerocopy received = {};
	int given = 0;

	if (result || level != HL_SOL_TCP || option != HL_TCP_ZEROCOPY_RECEIVE)
		return 0;
	if (bpf_probe_read_user(&given, sizeof(given), size) || given < 12)
		return 0;
	bpf_probe_read_user(&received, given < (int)sizeof(received) ? 12 : sizeof(received), value);
	if (received.copied < 0)
		received.copied = 0;
	if (received.length + received.copied)
		hl_count_call(HL_COPIED, sk, HL_DIRECTION_IN, 1, received.length + received.copied, 0);
	return 0;
}

#endif
