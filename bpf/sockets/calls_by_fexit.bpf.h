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

/* The result comes after the last argument. */
SEC("?fexit/tcp_getsockopt")
int BPF_PROG(hl_fexit_getsockopt, struct sock *sk, int level, int option)
{
	if (hl_is_zerocopy(level, option) && !(int)ctx[5])
		hl_count_zerocopy(sk, hl_pointer_argument(&ctx[3]), hl_pointer_argument(&ctx[4]));
	return 0;
}

#endif
