/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* How it becomes known who uses a socket, beside what the packets show. */
#ifndef HOOKLINE_CGROUP_SOCKET_WATCH_BPF_H
#define HOOKLINE_CGROUP_SOCKET_WATCH_BPF_H

#include "sockets.bpf.h"

#include <bpf/bpf_core_read.h>
#include <bpf/bpf_tracing.h>

/* Whoever makes a socket is the first to use it. The socket's cgroup is the one that its maker is in. */
SEC("cgroup/sock_create")
int hl_sock_create(struct bpf_sock *ctx)
{
	const struct task_struct *task = (const struct task_struct *)bpf_get_current_task_btf();
	struct hl_socket *socket = bpf_sk_storage_get(&hl_sockets, ctx, 0, BPF_SK_STORAGE_GET_F_CREATE);
	struct hl_owner owner = {};

	if (!socket)
		return 1;
	hl_owner_of_task(task, &owner);
	owner.cgroup = bpf_get_current_cgroup_id();
	hl_set_user(socket, &owner);
	return 1;
}

/* The process that runs has sent or received on a socket; only on those that have packets in the cgroups. */
static __always_inline int hl_note_use(struct sock *sk, int result)
{
	const struct task_struct *task = (const struct task_struct *)bpf_get_current_task_btf();
	struct hl_socket *socket;
	struct hl_owner owner = {};

	if (!sk || result < 0 || task->flags & HL_KERNEL_THREAD)
		return 0;
	socket = bpf_sk_storage_get(&hl_sockets, sk, 0, 0);
	if (!socket)
		return 0;
	hl_owner_of_task(task, &owner);
	owner.cgroup = socket->owner.cgroup;
	if (hl_is_used(socket) && hl_same_owner(&owner, &socket->owner))
		return 0;
	hl_set_user(socket, &owner);
	hl_forget_user(sk->__sk_common.skc_cookie.counter);
	return 0;
}

/* Linux 6.3. */
SEC("tp_btf/sock_send_length")
int BPF_PROG(hl_sock_send, struct sock *sk, int result)
{
	return hl_note_use(sk, result);
}

SEC("tp_btf/sock_recv_length")
int BPF_PROG(hl_sock_receive, struct sock *sk, int result)
{
	return hl_note_use(sk, result);
}
/*
 * Before that: at the start of the functions, where the kernel lets programs in. Not loaded of themselves ("?"): a kernel
 * without fentry refuses them.
 */
SEC("?fentry/inet_sendmsg")
int BPF_PROG(hl_inet_send, struct socket *socket)
{
	return hl_note_use(socket->sk, 0);
}

SEC("?fentry/inet6_sendmsg")
int BPF_PROG(hl_inet6_send, struct socket *socket)
{
	return hl_note_use(socket->sk, 0);
}

SEC("?fentry/inet_recvmsg")
int BPF_PROG(hl_inet_receive, struct socket *socket)
{
	return hl_note_use(socket->sk, 0);
}

SEC("?fentry/inet6_recvmsg")
int BPF_PROG(hl_inet6_receive, struct socket *socket)
{
	return hl_note_use(socket->sk, 0);
}

/*
 * Key: id of a cgroup that is counted. Value: 1. Written by user space before it walks over the sockets; full: it must
 * not go on.
 */
struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(map_flags, BPF_F_NO_PREALLOC);
	__uint(max_entries, 1024);
	__type(key, __u64);
	__type(value, __u8);
} hl_roots SEC(".maps");

#define HL_CGROUP_DEPTH 64

/* Is it one of those that are counted, or below one? */
static __always_inline int hl_is_counted(const struct cgroup *cgroup)
{
	for (int i = 0; i < HL_CGROUP_DEPTH && cgroup; i++) {
		const __u64 id = BPF_CORE_READ(cgroup, kn, id);

		if (bpf_map_lookup_elem(&hl_roots, &id))
			return 1;
		cgroup = (const struct cgroup *)BPF_CORE_READ(cgroup, self.parent);
	}
	return 0;
}

/*
 * Sockets that were open before the start: run once, over all files of all processes, the lowest pid first. The first
 * that holds a socket has it, until it is used.
 */
SEC("iter/task_file")
int hl_find_sockets(struct bpf_iter__task_file *ctx)
{
	const struct task_struct *task = ctx->task;
	struct file *file = ctx->file;
	struct hl_socket *known;
	struct socket *socket;
	const struct cgroup *cgroup;
	struct sock *sk;

	if (!task || !file)
		return 0;
	socket = bpf_sock_from_file(file);
	sk = socket ? socket->sk : 0;
	if (!sk || (sk->__sk_common.skc_family != HL_AF_INET && sk->__sk_common.skc_family != HL_AF_INET6))
		return 0;
	cgroup = sk->sk_cgrp_data.cgroup;
	if (!hl_is_counted(cgroup))
		return 0;
	known = bpf_sk_storage_get(&hl_sockets, sk, 0, BPF_SK_STORAGE_GET_F_CREATE);
	if (!known || known->owner.tgid)
		return 0;
	hl_owner_of_task(task, &known->owner);
	known->owner.cgroup = BPF_CORE_READ(cgroup, kn, id);
	return 0;
}

#endif
