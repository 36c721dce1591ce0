/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * What a process takes from a TCP socket without a call that tells it: splice(), TCP_ZEROCOPY_RECEIVE. Whatever takes bytes
 * moves tcp_sock.copied_seq past them. So received bytes are counted by how far that went since it was last looked at:
 * when a receive call returns, when the socket is released, and when user space has all sockets looked at.
 */
#ifndef HOOKLINE_BPF_SPLICE_BY_SEQUENCE_BPF_H
#define HOOKLINE_BPF_SPLICE_BY_SEQUENCE_BPF_H

#include "sockets/calls.bpf.h"
#include "sockets/tcp_events.bpf.h"

#include <bpf/bpf_tracing.h>

/* Are sockets followed in this way? */
const volatile __u8 hl_follows_sequences;

#define HL_MSG_OOB 0x1         /* linux/socket.h: the urgent byte, which copied_seq does not tell */
#define HL_SOCK_DONE 1         /* bits of enum sock_flags: the peer's FIN is here; */
#define HL_SOCK_URGINLINE 2    /* the urgent byte is among the others */
#define HL_USER_DATA_PSOCK 4ul /* SK_USER_DATA_PSOCK, linux/skmsg.h: a sockmap has the socket */

struct hl_taken {
	__u32 sequence; /* up to which bytes are counted */
	__u32 pad;
};

/* In each TCP socket: hl_taken. */
struct {
	__uint(type, BPF_MAP_TYPE_SK_STORAGE);
	__uint(map_flags, BPF_F_NO_PREALLOC);
	__type(key, int);
	__type(value, struct hl_taken);
} hl_taken_of SEC(".maps");

/* Linux 6.2 (commits fd264ca02094, a35b9af4ec2c). No calls: the verifier puts a move in their place. */
extern void *bpf_cast_to_kern_ctx(void *ctx) __ksym __weak;
extern void *bpf_rdonly_cast(const void *object, __u32 type) __ksym __weak;

/* Null: it is none. */
static __always_inline struct tcp_sock *hl_tcp_of(struct sock *sk)
{
	if (sk->sk_protocol != HL_IP_TCP || sk->sk_type != HL_SOCK_STREAM)
		return 0;
	return bpf_rdonly_cast(sk, bpf_core_type_id_kernel(struct tcp_sock));
}

/* An upper layer (TLS) takes records, and a sockmap what it likes: there the calls' results tell. */
static __always_inline int hl_is_plain_tcp(const struct tcp_sock *tcp)
{
	const struct sock *sk = &tcp->inet_conn.icsk_inet.sk;

	return !tcp->inet_conn.icsk_ulp_ops && !((unsigned long)sk->sk_user_data & HL_USER_DATA_PSOCK);
}

static __always_inline int hl_has_flag(const struct tcp_sock *tcp, int flag)
{
	return tcp->inet_conn.icsk_inet.sk.__sk_common.skc_flags >> flag & 1;
}

/* A FIN takes a sequence number, too (RFC 9293 3.4), behind all bytes. */
static __always_inline __u32 hl_end_of_bytes(const struct tcp_sock *tcp)
{
	const __u32 sequence = *(const volatile __u32 *)&tcp->copied_seq;

	return hl_has_flag(tcp, HL_SOCK_DONE) && sequence == tcp->rcv_nxt ? sequence - 1 : sequence;
}

/* The urgent byte is passed over by those who receive in order. */
static __always_inline __u32 hl_urgent_between(const struct tcp_sock *tcp, __u32 from, __u32 bytes)
{
	return tcp->urg_seq && tcp->urg_seq - from < bytes && !hl_has_flag(tcp, HL_SOCK_URGINLINE);
}

/* The bytes that nobody has counted yet; who comes second finds none. */
static __always_inline __u32 hl_take(const struct tcp_sock *tcp, struct hl_taken *taken)
{
	const __u32 from = *(volatile __u32 *)&taken->sequence;
	const __u32 end = hl_end_of_bytes(tcp);
	const __u32 bytes = end - from;

	if ((int)bytes <= 0 || __sync_val_compare_and_swap(&taken->sequence, from, end) != from)
		return 0;
	return bytes - hl_urgent_between(tcp, from, bytes);
}

/* Of a receive call: what it and others before it have taken. */
static __always_inline __u32 hl_received_by(struct sock *sk, __u32 result, int flags)
{
	struct hl_taken *taken;
	struct tcp_sock *tcp;

	if (!hl_follows_sequences || flags & HL_MSG_OOB)
		return result;
	tcp = hl_tcp_of(sk);
	if (!tcp || !hl_is_plain_tcp(tcp))
		return result;
	taken = bpf_sk_storage_get(&hl_taken_of, sk, 0, 0);
	return taken ? hl_take(tcp, taken) : result;
}

/* A process may be reading: what it takes meanwhile is counted by its call's result, or as taken, not as both. */
static __always_inline void hl_follow(struct sock *sk, const struct tcp_sock *tcp)
{
	struct hl_taken begun = {};

	begun.sequence = *(const volatile __u32 *)&tcp->copied_seq;
	bpf_sk_storage_get(&hl_taken_of, sk, &begun, BPF_SK_STORAGE_GET_F_CREATE);
}

/* A connection begins. */
SEC("?tp_btf/inet_sock_set_state")
int BPF_PROG(hl_follow_connection, struct sock *sk, int before, int state)
{
	struct tcp_sock *tcp;

	if (state != HL_TCP_ESTABLISHED)
		return 0;
	tcp = bpf_skc_to_tcp_sock(sk);
	if (tcp)
		hl_follow(sk, tcp);
	return 0;
}

/* Those that were open before the start, of all network namespaces: run once. */
SEC("?iter/task_file")
int hl_follow_open(struct bpf_iter__task_file *ctx)
{
	struct file *file = ctx->file;
	struct socket *socket = file ? bpf_sock_from_file(file) : 0;
	struct sock *sk = socket ? socket->sk : 0;
	struct tcp_sock *tcp = sk ? bpf_skc_to_tcp_sock(sk) : 0;

	if (tcp && sk->__sk_common.skc_state != HL_TCP_LISTEN)
		hl_follow(sk, tcp);
	return 0;
}

/* The last process that has it closes it: what it took without telling is its own. */
SEC("?cgroup/sock_release")
int hl_release(struct bpf_sock *ctx)
{
	struct sock *sk = bpf_cast_to_kern_ctx(ctx);
	struct tcp_sock *tcp = hl_tcp_of(sk);
	struct hl_taken *taken;
	__u32 bytes;

	taken = tcp && hl_is_plain_tcp(tcp) ? bpf_sk_storage_get(&hl_taken_of, ctx, 0, 0) : 0;
	bytes = taken ? hl_take(tcp, taken) : 0;
	if (bytes)
		hl_count_call(HL_COPIED, sk, HL_DIRECTION_IN, 1, bytes, 0);
	return 1; /* the only verdict */
}

/* Into the row of who used it last. Of a socket that nobody has used by a call, whoever releases it is asked. */
static __noinline void hl_count_taken(struct sock *sk, struct tcp_sock *tcp, struct hl_taken *taken)
{
	const struct hl_tcp_record *record = hl_tcp_record_of(sk);
	struct hl_endpoint local = {}, remote = {};
	struct hl_cpu *cpu = hl_this_cpu();
	struct hl_flow_key key = {};
	struct hl_owner owner;
	__u32 bytes;

	if (!record || !record->owner_id || !cpu)
		return;
	bytes = hl_take(tcp, taken);
	if (!bytes)
		return;
	owner = record->owner;
	hl_local_end(HL_COPIED, sk, BPF_CORE_READ(sk, __sk_common.skc_family), &local);
	hl_remote_end(HL_COPIED, sk, BPF_CORE_READ(sk, __sk_common.skc_family), &remote);
	hl_key_between(&local, &remote, HL_IP_TCP, HL_DIRECTION_IN, &key);
	key.owner = record->owner_id;
	hl_count_flow(HL_COPIED, sk, cpu, &key, &owner, 1, bytes);
}

/* All sockets that are followed: run before the banks are flipped, at times. */
SEC("?iter/bpf_sk_storage_map")
int hl_look_at_taken(struct bpf_iter__bpf_sk_storage_map *ctx)
{
	struct sock *sk = ctx->sk;
	struct hl_taken *taken;
	struct tcp_sock *tcp;

	if (!sk || !ctx->value)
		return 0;
	tcp = hl_tcp_of(sk);
	taken = tcp && hl_is_plain_tcp(tcp) ? bpf_sk_storage_get(&hl_taken_of, sk, 0, 0) : 0;
	if (taken)
		hl_count_taken(sk, tcp, taken);
	return 0;
}

#endif
