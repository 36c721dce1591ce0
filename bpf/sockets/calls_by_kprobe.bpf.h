/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* A return probe does not see the arguments: what they were is kept from the entry on, by thread. */
#ifndef HOOKLINE_BPF_CALLS_BY_KPROBE_BPF_H
#define HOOKLINE_BPF_CALLS_BY_KPROBE_BPF_H

#include "sockets/calls_by_function.bpf.h"

struct hl_arguments {
	struct socket *socket;
	struct msghdr *message; /* null: pages */
	__u32 flags;
	__u32 direction;
};

/* Key: thread, as bpf_get_current_pid_tgid() numbers it. Value: hl_arguments of the call that it is in. */
struct {
	__uint(type, BPF_MAP_TYPE_LRU_HASH);
	__uint(max_entries, 32768); /* more than can wait in all functions together */
	__type(key, __u64);
	__type(value, struct hl_arguments);
} hl_calls SEC(".maps");

static __always_inline int hl_enter(struct socket *socket, struct msghdr *message, __u32 flags, __u32 direction)
{
	const struct hl_arguments arguments = {socket, message, flags, direction};
	const __u64 thread = bpf_get_current_pid_tgid();

	bpf_map_update_elem(&hl_calls, &thread, &arguments, BPF_ANY);
	return 0;
}

static __always_inline int hl_leave(int result)
{
	const __u64 thread = bpf_get_current_pid_tgid();
	const struct hl_arguments *found = bpf_map_lookup_elem(&hl_calls, &thread);
	struct hl_arguments call;

	if (!found)
		return 0;
	call = *found;
	bpf_map_delete_elem(&hl_calls, &thread);
	if (!call.message)
		hl_count_pages(call.socket, result, call.direction);
	else if (call.direction == HL_DIRECTION_OUT)
		hl_count_message(call.socket, call.message, result, HL_DIRECTION_OUT);
	else
		hl_count_receive(call.socket, call.message, call.flags, result);
	return 0;
}

SEC("?kprobe/inet_sendmsg")
int BPF_KPROBE(hl_enter_send4, struct socket *socket, struct msghdr *message)
{
	return hl_enter(socket, message, 0, HL_DIRECTION_OUT);
}

SEC("?kprobe/inet6_sendmsg")
int BPF_KPROBE(hl_enter_send6, struct socket *socket, struct msghdr *message)
{
	return hl_enter(socket, message, 0, HL_DIRECTION_OUT);
}

SEC("?kprobe/inet_recvmsg")
int BPF_KPROBE(hl_enter_receive4, struct socket *socket, struct msghdr *message, __u64 size, int flags)
{
	return hl_enter(socket, message, flags, HL_DIRECTION_IN);
}

SEC("?kprobe/inet6_recvmsg")
int BPF_KPROBE(hl_enter_receive6, struct socket *socket, struct msghdr *message, __u64 size, int flags)
{
	return hl_enter(socket, message, flags, HL_DIRECTION_IN);
}

SEC("?kprobe/inet_sendpage")
int BPF_KPROBE(hl_enter_sendpage, struct socket *socket)
{
	return hl_enter(socket, 0, 0, HL_DIRECTION_OUT);
}

SEC("?kprobe/tcp_splice_read")
int BPF_KPROBE(hl_enter_splice, struct socket *socket)
{
	return hl_enter(socket, 0, 0, HL_DIRECTION_IN);
}

SEC("?kretprobe/inet_sendmsg")
int BPF_KRETPROBE(hl_leave_send4, int result)
{
	return hl_leave(result);
}

SEC("?kretprobe/inet6_sendmsg")
int BPF_KRETPROBE(hl_leave_send6, int result)
{
	return hl_leave(result);
}

SEC("?kretprobe/inet_recvmsg")
int BPF_KRETPROBE(hl_leave_receive4, int result)
{
	return hl_leave(result);
}

SEC("?kretprobe/inet6_recvmsg")
int BPF_KRETPROBE(hl_leave_receive6, int result)
{
	return hl_leave(result);
}

SEC("?kretprobe/inet_sendpage")
int BPF_KRETPROBE(hl_leave_sendpage, long result)
{
	return hl_leave(result);
}

SEC("?kretprobe/tcp_splice_read")
int BPF_KRETPROBE(hl_leave_splice, long result)
{
	return hl_leave(result);
}

struct hl_zerocopy_call {
	struct sock *sk;
	const void *value;
	const int *size;
};

/* Key: thread. Value: hl_zerocopy_call that it is in. */
struct {
	__uint(type, BPF_MAP_TYPE_LRU_HASH);
	__uint(max_entries, 1024);
	__type(key, __u64);
	__type(value, struct hl_zerocopy_call);
} hl_zerocopy_calls SEC(".maps");

SEC("?kprobe/tcp_getsockopt")
int BPF_KPROBE(hl_enter_getsockopt, struct sock *sk, int level, int option, void *value, int *size)
{
	const struct hl_zerocopy_call call = {sk, value, size};
	const __u64 thread = bpf_get_current_pid_tgid();

	if (hl_is_zerocopy(level, option))
		bpf_map_update_elem(&hl_zerocopy_calls, &thread, &call, BPF_ANY);
	return 0;
}

SEC("?kretprobe/tcp_getsockopt")
int BPF_KRETPROBE(hl_leave_getsockopt, int result)
{
	const __u64 thread = bpf_get_current_pid_tgid();
	const struct hl_zerocopy_call *found = bpf_map_lookup_elem(&hl_zerocopy_calls, &thread);
	struct hl_zerocopy_call call;

	if (!found)
		return 0;
	call = *found;
	bpf_map_delete_elem(&hl_zerocopy_calls, &thread);
	if (!result)
		hl_count_zerocopy(call.sk, call.value, call.size);
	return 0;
}

#endif
