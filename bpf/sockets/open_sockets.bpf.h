/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* Sockets that are open before anything is attached, and who has them. */
#ifndef HOOKLINE_BPF_OPEN_SOCKETS_BPF_H
#define HOOKLINE_BPF_OPEN_SOCKETS_BPF_H

#include "sockets/calls.bpf.h"

#include <bpf/bpf_tracing.h>

/*
 * Run once, over all files of all processes, the lowest pid first: a flow that has moved nothing for each socket and
 * process that has it. Linux 5.11 (bpf_sock_from_file).
 */
SEC("?iter/task_file")
int hl_find_open_sockets(struct bpf_iter__task_file *ctx)
{
	struct hl_endpoint local = {}, remote = {};
	struct task_struct *task = ctx->task;
	struct file *file = ctx->file;
	struct hl_flow_key key = {};
	struct hl_owner owner = {};
	struct socket *socket;
	struct sock *sk;
	__u16 family;

	if (!task || !file)
		return 0;
	socket = bpf_sock_from_file(file);
	sk = socket ? socket->sk : 0;
	family = sk ? sk->__sk_common.skc_family : 0;
	if (family != HL_AF_INET && family != HL_AF_INET6)
		return 0;
	hl_local_end(HL_COPIED, sk, family, &local);
	hl_remote_end(HL_COPIED, sk, family, &remote);
	hl_key_between(&local, &remote, sk->sk_protocol, HL_DIRECTION_OUT, &key);
	hl_owner_of_task(task, &owner);
	owner.cgroup = task->cgroups->dfl_cgrp->kn->id;
	key.owner = hl_owner_id(&owner);
	hl_keep_owner(key.owner, &owner);
	hl_tell_socket(sk, hl_socket_flow_make(hl_bank & 1, &key, 0));
	return 0;
}

#endif
