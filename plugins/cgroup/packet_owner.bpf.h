/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* Whose a packet is: the owner of its socket, and a new owner where the packet itself shows one. */
#ifndef HOOKLINE_CGROUP_PACKET_OWNER_BPF_H
#define HOOKLINE_CGROUP_PACKET_OWNER_BPF_H

#include "packet.h"
#include "sockets.bpf.h"

/*
 * Does the process that runs send this packet? Datagrams and raw packets leave in the system call. TCP also sends from
 * softirqs, in whatever process they interrupt; but not while a process holds the socket.
 */
static __always_inline int hl_is_sent_by_current(struct __sk_buff *skb)
{
	struct bpf_sock *common = skb->sk;
	struct bpf_sock *sk = common ? bpf_sk_fullsock(common) : 0;
	struct tcp_sock *tcp;

	if (!sk)
		return 0;
	if (sk->protocol == HL_IP_TCP && sk->type != HL_SOCK_RAW) {
		tcp = bpf_skc_to_tcp_sock(sk);
		return tcp && tcp->inet_conn.icsk_inet.sk.sk_lock.owned;
	}
	return sk->type == HL_SOCK_RAW || sk->type == HL_SOCK_DGRAM;
}

/* A socket whose last user is not the process that runs. Not static: few packets come here. */
__noinline int hl_note_sender(struct __sk_buff *skb)
{
	const struct task_struct *task = (const struct task_struct *)bpf_get_current_task_btf();
	struct bpf_sock *sk = skb->sk;
	struct hl_socket *socket = sk ? bpf_sk_storage_get(&hl_sockets, sk, 0, 0) : 0;
	struct hl_owner owner = {};

	/* A thread of the kernel that has the lock works for whoever has the socket. */
	if (!socket || task->flags & HL_KERNEL_THREAD || !hl_is_sent_by_current(skb))
		return 0;
	hl_owner_of_task(task, &owner);
	owner.cgroup = socket->owner.cgroup;
	hl_set_user(socket, &owner);
	hl_forget_user(hl_cookie_of(skb));
	return 0;
}

/* The first packet of a socket that nobody has used, as far as is known. */
__noinline int hl_name_socket(struct __sk_buff *skb)
{
	const __u64 cookie = bpf_get_socket_cookie(skb);
	struct bpf_sock *sk = skb->sk;
	struct hl_socket *socket = sk ? bpf_sk_storage_get(&hl_sockets, sk, 0, BPF_SK_STORAGE_GET_F_CREATE) : 0;
	struct hl_owner owner;
	__u64 id;

	if (!socket || socket->id)
		return 0;
	if (!socket->owner.cgroup)
		socket->owner.cgroup = bpf_skb_cgroup_id(skb);
	owner = socket->owner;
	id = HL_OWNER_PROVISIONAL | cookie;
	hl_keep_owner(id, &owner);
	socket->id = id;
	return 0;
}

/*
 * The owner of a listening socket has the handshakes. Its own id goes: the copy that an accepted socket gets is to say
 * that nobody has used that.
 */
__noinline int hl_name_listener(struct __sk_buff *skb)
{
	struct bpf_sock *sk = skb->sk;
	struct hl_socket *socket = sk ? bpf_sk_storage_get(&hl_sockets, sk, 0, BPF_SK_STORAGE_GET_F_CREATE) : 0;
	struct hl_owner owner;
	__u64 id;

	if (!socket)
		return 0;
	if (!socket->owner.cgroup)
		socket->owner.cgroup = bpf_skb_cgroup_id(skb);
	owner = socket->owner;
	id = hl_owner_id(&owner);
	hl_keep_owner(id, &owner);
	socket->id = 0;
	hl_full_barrier();
	hl_forget_user(hl_cookie_of(skb));
	socket->listen_id = id;
	return 0;
}

/* Does the process that runs use the socket of this id and cgroup? Yes where none runs: the idle task, in a softirq. */
static __always_inline int hl_is_of_current(__u64 id, __u64 cgroup)
{
	const struct task_struct *task = (const struct task_struct *)bpf_get_current_task_btf();
	struct hl_owner owner;

	hl_owner_of_task(task, &owner);
	owner.cgroup = cgroup;
	return !owner.tgid || hl_owner_id(&owner) == id;
}

/* hl_flow_key.owner; 0: there was no memory to know. */
__noinline __u64 hl_ask_socket(struct __sk_buff *skb, __u8 direction)
{
	struct bpf_sock *sk = skb->sk;
	struct hl_socket *socket = sk ? bpf_sk_storage_get(&hl_sockets, sk, 0, BPF_SK_STORAGE_GET_F_CREATE) : 0;

	if (!socket)
		return 0;
	if (sk->state == HL_TCP_LISTEN) {
		if (!socket->listen_id || socket->id)
			hl_name_listener(skb);
		return socket->listen_id;
	}
	/* Not of a socket that nobody is known to have: the kernel's own sockets are among these. */
	if (direction == HL_DIRECTION_OUT && socket->owner.tgid && !hl_is_of_current(socket->id, socket->owner.cgroup))
		hl_note_sender(skb);
	if (!socket->id)
		hl_name_socket(skb);
	hl_remember_user(skb, &socket->id, socket->owner.cgroup);
	return socket->id;
}

/* Knob, set between open and load: 0: no row says whose it is. */
const volatile __u8 hl_asks_owners = 1;

/* The same, for most packets without asking. */
static __always_inline __u64 hl_owner_of_packet(struct __sk_buff *skb, __u8 direction)
{
	const struct bpf_sock *sk = hl_asks_owners ? skb->sk : 0;
	__u64 id, cgroup;

	if (!sk)
		return 0;
	if (sk->state != HL_TCP_LISTEN && hl_find_recent_user(hl_cookie_of(skb), &id, &cgroup) &&
	    (direction == HL_DIRECTION_IN || hl_is_of_current(id, cgroup)))
		return id;
	return hl_ask_socket(skb, direction);
}

/* With the first packet of a flow in a bank, so that the owner is still known when the bank is read. */
static __always_inline void hl_keep_owner_of(struct __sk_buff *skb, __u64 id)
{
	struct bpf_sock *sk = hl_asks_owners ? skb->sk : 0;
	struct hl_socket *socket;
	struct hl_owner owner;

	if (!sk || bpf_map_lookup_elem(&hl_owners, &id))
		return;
	socket = bpf_sk_storage_get(&hl_sockets, sk, 0, 0);
	if (!socket)
		return;
	owner = socket->owner;
	if (id & HL_OWNER_PROVISIONAL || hl_owner_id(&owner) == id)
		hl_keep_owner(id, &owner);
}

#endif
