/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* Which process a socket belongs to: kept in the socket itself, so that it is gone with it. */
#ifndef HOOKLINE_CGROUP_SOCKETS_BPF_H
#define HOOKLINE_CGROUP_SOCKETS_BPF_H

#include "recent_users.bpf.h"
#include "sockets/owners.bpf.h"

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
		hl_keep_owner(id, owner);
	id = hl_owner_id(owner);
	hl_keep_owner(id, owner);
	socket->owner = *owner;
	socket->id = id;
	hl_full_barrier();
}

#endif
