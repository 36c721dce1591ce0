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
	__u64 pending;  /* bytes before `sequence` that are in no row: nobody is known to have the socket */
	__u32 sequence; /* up to which bytes are counted, or pending */
	__u32 pad;
};

/* The last look before the end: what is pending goes into rows without a process. In .bss, set by user space. */
volatile __u32 hl_is_last_look;

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

/*
 * An upper layer (TLS) takes records, and a sockmap what it likes: there the calls' results tell. One that was disconnected
 * (AF_UNSPEC) has no peer any more, and passes over what nobody has read.
 */
static __always_inline int hl_is_plain_tcp(const struct tcp_sock *tcp)
{
	const struct sock *sk = &tcp->inet_conn.icsk_inet.sk;

	return sk->__sk_common.skc_dport && !tcp->inet_conn.icsk_ulp_ops &&
	       !((unsigned long)sk->sk_user_data & HL_USER_DATA_PSOCK);
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

/* A look that comes late finds another one ahead of it, but never by so much; nor does anybody take more between two. */
#define HL_MOST_BYTES 0xf0000000u

/* The bytes that nobody has counted yet; who comes second finds none. */
static __always_inline __u32 hl_take(const struct tcp_sock *tcp, struct hl_taken *taken)
{
	const __u32 from = *(volatile __u32 *)&taken->sequence;
	const __u32 end = hl_end_of_bytes(tcp);
	const __u32 bytes = end - from;

	if (!bytes || bytes > HL_MOST_BYTES || __sync_val_compare_and_swap(&taken->sequence, from, end) != from)
		return 0;
	return bytes - hl_urgent_between(tcp, from, bytes);
}

static __always_inline __u64 hl_take_all(const struct tcp_sock *tcp, struct hl_taken *taken)
{
	const __u64 pending = taken->pending ? __sync_lock_test_and_set(&taken->pending, 0) : 0;

	return pending + hl_take(tcp, taken);
}

/* Of a receive call: what it and others before it have taken. Where results tell, what was taken is known by them. */
static __always_inline __u64 hl_received_by(struct sock *sk, __u32 result, int flags)
{
	struct hl_taken *taken;
	struct tcp_sock *tcp;
	__u64 bytes;

	if (!hl_follows_sequences || flags & HL_MSG_OOB)
		return result;
	tcp = hl_tcp_of(sk);
	taken = tcp ? bpf_sk_storage_get(&hl_taken_of, sk, 0, 0) : 0;
	if (!taken)
		return result;
	bytes = hl_take_all(tcp, taken);
	return hl_is_plain_tcp(tcp) ? bytes : result;
}

/* Those that can hold received bytes: net/tcp_states.h. */
static __always_inline int hl_has_begun(__u8 state)
{
	return state != HL_TCP_LISTEN && state != HL_TCP_CLOSE && state != HL_TCP_SYN_SENT && state != HL_TCP_SYN_RECV;
}

/* A process may be reading: what it takes meanwhile is counted by its call's result, or as taken, not as both. */
static __always_inline int hl_follow_begun(struct sock *sk, const struct tcp_sock *tcp)
{
	struct hl_taken begun = {};

	if (!tcp || !hl_has_begun(sk->__sk_common.skc_state))
		return 0;
	begun.sequence = tcp->copied_seq;
	bpf_sk_storage_get(&hl_taken_of, sk, &begun, BPF_SK_STORAGE_GET_F_CREATE);
	return 0;
}

/* Those that were open before the start, of all network namespaces: run once. */
SEC("?iter/task_file")
int hl_follow_open(struct bpf_iter__task_file *ctx)
{
	struct file *file = ctx->file;
	struct socket *socket = file ? bpf_sock_from_file(file) : 0;
	struct sock *sk = socket ? socket->sk : 0;

	return sk ? hl_follow_begun(sk, bpf_skc_to_tcp_sock(sk)) : 0;
}

/* Those that nobody has accepted yet, of this namespace: run once. */
SEC("?iter/tcp")
int hl_follow_waiting(struct bpf_iter__tcp *ctx)
{
	struct sock_common *common = ctx->sk_common;
	struct tcp_sock *tcp = common ? bpf_skc_to_tcp_sock(common) : 0;

	return tcp ? hl_follow_begun((struct sock *)tcp, tcp) : 0;
}

/* The last process that has it closes it: what it took without telling is its own. */
SEC("?cgroup/sock_release")
int hl_release(struct bpf_sock *ctx)
{
	struct sock *sk = bpf_cast_to_kern_ctx(ctx);
	struct tcp_sock *tcp = hl_tcp_of(sk);
	struct hl_taken *taken;
	__u64 bytes;

	taken = tcp && hl_is_plain_tcp(tcp) ? bpf_sk_storage_get(&hl_taken_of, ctx, 0, 0) : 0;
	bytes = taken ? hl_take_all(tcp, taken) : 0;
	if (bytes)
		hl_count_call(HL_COPIED, sk, HL_DIRECTION_IN, 1, bytes, 0);
	return 1; /* the only verdict */
}

/* Into the row of who used it last, as such. No call: one that is under way counts itself when it returns. */
static __noinline void hl_count_taken(struct sock *sk, __u64 bytes, const struct hl_tcp_record *record)
{
	const __u16 family = BPF_CORE_READ(sk, __sk_common.skc_family);
	struct hl_endpoint local = {}, remote = {};
	struct hl_cpu *cpu = hl_this_cpu();
	struct hl_flow_key key = {};
	struct hl_owner owner = {};

	if (!cpu)
		return;
	if (record) {
		owner = record->owner;
		key.owner = record->owner_id;
	}
	hl_local_end(HL_COPIED, sk, family, &local);
	hl_remote_end(HL_COPIED, sk, family, &remote);
	hl_key_between(&local, &remote, HL_IP_TCP, HL_DIRECTION_IN, &key);
	key.marks |= HL_MARK_LAST_OWNER;
	hl_count_flow(HL_COPIED, sk, cpu, &key, &owner, 0, bytes);
}

/* Of a socket that nobody has used by a call it is pending: whoever calls next, or releases it, has it. */
static __always_inline void hl_look_at_socket(struct sock *sk, int is_last)
{
	const struct hl_tcp_record *record = hl_tcp_record_of(sk);
	struct tcp_sock *tcp = hl_tcp_of(sk);
	struct hl_taken *taken;
	__u64 bytes;

	taken = tcp && hl_is_plain_tcp(tcp) ? bpf_sk_storage_get(&hl_taken_of, sk, 0, 0) : 0;
	bytes = taken ? hl_take_all(tcp, taken) : 0;
	if (!bytes)
		return;
	if (is_last || (record && record->owner_id))
		hl_count_taken(sk, bytes, record);
	else
		__sync_fetch_and_add(&taken->pending, bytes);
}

/* A connection begins, or is broken off: a socket may have had another one before, and have one after. */
SEC("?tp_btf/inet_sock_set_state")
int BPF_PROG(hl_follow_connection, struct sock *sk, int before, int state)
{
	struct hl_taken *taken;
	struct tcp_sock *tcp;

	if (state == HL_TCP_CLOSE && (before == HL_TCP_ESTABLISHED || before == HL_TCP_CLOSE_WAIT))
		hl_look_at_socket(sk, 0);
	tcp = state == HL_TCP_ESTABLISHED ? bpf_skc_to_tcp_sock(sk) : 0;
	taken = tcp ? bpf_sk_storage_get(&hl_taken_of, sk, 0, BPF_SK_STORAGE_GET_F_CREATE) : 0;
	if (taken)
		taken->sequence = tcp->copied_seq;
	return 0;
}

/* All sockets that are followed: run before the banks are flipped, at times. */
SEC("?iter/bpf_sk_storage_map")
int hl_look_at_taken(struct bpf_iter__bpf_sk_storage_map *ctx)
{
	struct sock *sk = ctx->sk;

	if (sk && ctx->value)
		hl_look_at_socket(sk, hl_is_last_look);
	return 0;
}

/* What no release has seen: where there is no cgroup v2 for its program. */
SEC("?tp_btf/tcp_destroy_sock")
int BPF_PROG(hl_take_rest, struct sock *sk)
{
	hl_look_at_socket(sk, 1);
	return 0;
}

#endif
