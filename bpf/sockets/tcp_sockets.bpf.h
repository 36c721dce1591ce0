/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* TCP connections: who used them last, and what TCP has counted of them that is in no row yet. */
#ifndef HOOKLINE_BPF_TCP_SOCKETS_BPF_H
#define HOOKLINE_BPF_TCP_SOCKETS_BPF_H

#include "sockets/owners.bpf.h"
#include "sockets/socket_flows.bpf.h"
#include "sockets/socket_key.bpf.h"

/* As struct tcp_sock counts, up to what rows have. */
struct hl_tcp_totals {
	__u64 retransmitted_bytes;
	__u32 retransmitted;
	__u32 lost;
	__u32 out_of_order;
	__u32 srtt_us;
};

struct hl_tcp_record {
	struct hl_owner owner; /* the last that used it */
	__u64 owner_id;        /* 0: nobody, as far as is known */
	struct hl_tcp_totals told;
};

/*
 * Key: the kernel's address of the socket. Value: hl_tcp_record. Written by the programs when a connection begins, with the
 * first call on it in a bank, and when something happens to it; gone with the socket. Not the socket's own storage, which
 * programs of kprobes and Linux 5.10 cannot use. Full: the one that was used longest ago goes, and what TCP counted of it
 * since its last row is in none.
 */
struct {
	__uint(type, BPF_MAP_TYPE_LRU_HASH);
	__uint(max_entries, 65536);
	__type(key, __u64);
	__type(value, struct hl_tcp_record);
} hl_tcp_records SEC(".maps");

static __always_inline struct hl_tcp_record *hl_tcp_record_of(const struct sock *sk)
{
	const __u64 address = (__u64)sk;

	return bpf_map_lookup_elem(&hl_tcp_records, &address);
}

static __always_inline void hl_tcp_record_begin(const struct sock *sk, const struct hl_tcp_record *record)
{
	const __u64 address = (__u64)sk;

	bpf_map_update_elem(&hl_tcp_records, &address, record, BPF_ANY);
}

static __always_inline void hl_tcp_record_end(const struct sock *sk)
{
	const __u64 address = (__u64)sk;

	bpf_map_delete_elem(&hl_tcp_records, &address);
}

/* Microseconds. */
static __always_inline __u32 hl_tcp_srtt(const struct sock *sk)
{
	return BPF_CORE_READ((struct tcp_sock *)sk, srtt_us) >> 3;
}

static __always_inline void hl_tcp_read(const struct sock *sk, struct hl_tcp_totals *totals)
{
	struct tcp_sock *tcp = (struct tcp_sock *)sk;

	totals->retransmitted_bytes = BPF_CORE_READ(tcp, bytes_retrans);
	totals->retransmitted = BPF_CORE_READ(tcp, total_retrans);
	totals->lost = BPF_CORE_READ(tcp, lost);
	totals->out_of_order = BPF_CORE_READ(tcp, rcv_ooopack);
	totals->srtt_us = hl_tcp_srtt(sk);
}

/* The row of a connection in this direction, in the bank that is written. Null: it is not there, and is not made. */
static __noinline struct hl_socket_flow *hl_tcp_row(struct sock *sk, __u64 owner_id, __u8 direction, int is_made)
{
	struct hl_endpoint local = {}, remote = {};
	const __u32 bank = hl_bank & 1;
	struct hl_flow_key key = {};
	struct hl_socket_flow *flow;
	struct hl_cpu *cpu = hl_this_cpu();
	const __u16 family = BPF_CORE_READ(sk, __sk_common.skc_family);

	if (!cpu || hl_bank & HL_BANK_CLOSED)
		return 0;
	hl_local_end(HL_COPIED, sk, family, &local);
	hl_remote_end(HL_COPIED, sk, family, &remote);
	hl_key_between(&local, &remote, HL_IP_TCP, direction, &key);
	key.owner = owner_id;
	flow = hl_socket_flow_find(bank, hl_socket_flow_id(&key), &key);
	if (flow || !is_made)
		return flow;
	hl_shared_clock(cpu);
	flow = hl_socket_flow_make(bank, &key, cpu->now);
	hl_tell_socket(sk, flow);
	return flow;
}

/*
 * What the sender's TCP has counted since it was told last, into the row of what is sent. Under the socket's lock, so that
 * nothing is told twice.
 */
static __always_inline void hl_tcp_add_sent(struct hl_socket_flow *flow, const struct hl_tcp_totals *now,
					    struct hl_tcp_totals *told)
{
	flow->tcp.srtt_us = now->srtt_us;
	__sync_fetch_and_add(&flow->tcp.retransmitted_bytes, now->retransmitted_bytes - told->retransmitted_bytes);
	__sync_fetch_and_add(&flow->tcp.retransmitted, now->retransmitted - told->retransmitted);
	__sync_fetch_and_add(&flow->tcp.lost, now->lost - told->lost);
	told->retransmitted_bytes = now->retransmitted_bytes;
	told->retransmitted = now->retransmitted;
	told->lost = now->lost;
}

/* The same of the receiver's: when user space has all connections looked at, and when one is closed. */
static __always_inline void hl_tcp_add_received(struct hl_socket_flow *flow, const struct hl_tcp_totals *now,
						struct hl_tcp_totals *told)
{
	flow->tcp.srtt_us = now->srtt_us;
	__sync_fetch_and_add(&flow->tcp.out_of_order, now->out_of_order - told->out_of_order);
	told->out_of_order = now->out_of_order;
}

/* Without a call: into rows of the last owner. */
static __noinline void hl_tcp_tell_sent(struct sock *sk, struct hl_tcp_record *record)
{
	struct hl_socket_flow *flow;
	struct hl_tcp_totals now;
	int has_news;

	hl_tcp_read(sk, &now);
	has_news = now.retransmitted != record->told.retransmitted || now.lost != record->told.lost;
	flow = hl_tcp_row(sk, record->owner_id, HL_DIRECTION_OUT, has_news);
	if (!flow)
		return;
	if (has_news)
		hl_keep_owner(record->owner_id, &record->owner);
	hl_tcp_add_sent(flow, &now, &record->told);
}

static __noinline void hl_tcp_tell_received(struct sock *sk, struct hl_tcp_record *record)
{
	struct hl_socket_flow *flow;
	struct hl_tcp_totals now;
	int has_news;

	hl_tcp_read(sk, &now);
	has_news = now.out_of_order != record->told.out_of_order;
	flow = hl_tcp_row(sk, record->owner_id, HL_DIRECTION_IN, has_news);
	if (!flow)
		return;
	if (has_news)
		hl_keep_owner(record->owner_id, &record->owner);
	hl_tcp_add_received(flow, &now, &record->told);
}

/* One that was open before the start: what it has counted already is in no row. */
static __noinline struct hl_tcp_record *hl_tcp_record_late(struct sock *sk)
{
	struct hl_tcp_record record = {};

	hl_tcp_read(sk, &record.told);
	hl_tcp_record_begin(sk, &record);
	return hl_tcp_record_of(sk);
}

/* With the first call of a flow in a bank: who uses the connection now, and how it does. */
static __noinline void hl_tcp_use(struct sock *sk, const struct hl_owner *owner, const struct hl_flow_key *key,
				  struct hl_socket_flow *flow)
{
	struct hl_tcp_record *record = hl_tcp_record_of(sk);

	if (!record)
		record = hl_tcp_record_late(sk);
	if (!record)
		return;
	record->owner = *owner;
	record->owner_id = key->owner;
	flow->tcp.srtt_us = hl_tcp_srtt(sk);
}

#endif
