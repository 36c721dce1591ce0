/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* Which process a socket belongs to: kept in the socket itself, so that it is gone with it. */
#ifndef HOOKLINE_CGROUP_SOCKETS_BPF_H
#define HOOKLINE_CGROUP_SOCKETS_BPF_H

#include "flow_match.bpf.h"
#include "kernel_types.bpf.h"
#include "recent_users.bpf.h"
#include "socket_owner.h"

#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

/* Words of this are written one by one, and read by programs that interrupt others: `id` says what rows are to say. */
struct hl_socket {
	struct hl_owner owner; /* the last that is known */
	__u64 id;              /* 0: nobody has used it yet, as far as is known */
	__u64 listen_id;       /* of the handshakes of a listening socket; set by the first */
};

/*
 * In each socket: hl_socket. An accepted socket starts with a copy of what its listener has. Written by the programs
 * in the order in which processes use the socket.
 */
struct {
	__uint(type, BPF_MAP_TYPE_SK_STORAGE);
	__uint(map_flags, BPF_F_NO_PREALLOC | BPF_F_CLONE);
	__type(key, int);
	__type(value, struct hl_socket);
} hl_sockets SEC(".maps");

/*
 * Key: hl_flow_key.owner. Value: hl_owner. Written by the programs, again with the first packet of each flow in a bank.
 * Full: the one that was used longest ago goes; rows that it was needed for have no process, and are counted.
 */
struct {
	__uint(type, BPF_MAP_TYPE_LRU_HASH);
	__uint(max_entries, HL_OWNER_LIMIT);
	__type(key, __u64);
	__type(value, struct hl_owner);
} hl_owners SEC(".maps");

static __always_inline __u64 hl_owner_word(const struct hl_owner *owner, int i)
{
	return ((const hl_word *)owner)[i];
}

/* Neither 0 nor provisional. */
static __always_inline __u64 hl_owner_id(const struct hl_owner *owner)
{
	__u64 sum = 0;

#pragma unroll
	for (int i = 0; i < 4; i++)
		sum += hl_owner_word(owner, i) * hl_hash_seeds[i];
	return hl_hash_again(sum) >> 1 | 1;
}

static __always_inline int hl_same_owner(const struct hl_owner *one, const struct hl_owner *other)
{
	__u64 difference = 0;

#pragma unroll
	for (int i = 0; i < 4; i++)
		difference |= hl_owner_word(one, i) ^ hl_owner_word(other, i);
	return !difference;
}

/* The name is the process's, not that of the thread that happens to send. */
static __always_inline void hl_owner_of_task(const struct task_struct *task, struct hl_owner *owner)
{
	const struct task_struct *leader = task->group_leader;

	owner->tgid = task->tgid;
	owner->uid = task->cred->uid.val;
	((hl_word *)owner->comm)[0] = ((const hl_word *)leader->comm)[0];
	((hl_word *)owner->comm)[1] = ((const hl_word *)leader->comm)[1];
}

static __always_inline int hl_is_used(const struct hl_socket *socket)
{
	return socket->id && !(socket->id & HL_OWNER_PROVISIONAL);
}

/*
 * Rows of the time before, when nobody had used it, become the owner's, too. What is remembered of the socket is to be
 * forgotten after that; of a new one there is nothing.
 */
static __always_inline void hl_set_user(struct hl_socket *socket, const struct hl_owner *owner)
{
	__u64 id = socket->id;

	if (id & HL_OWNER_PROVISIONAL)
		bpf_map_update_elem(&hl_owners, &id, owner, BPF_ANY);
	id = hl_owner_id(owner);
	bpf_map_update_elem(&hl_owners, &id, owner, BPF_ANY);
	socket->owner = *owner;
	socket->id = id;
	hl_full_barrier();
}

#endif
