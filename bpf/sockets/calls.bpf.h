/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* A call that moved bytes through a socket: whose it is, between whom, how much. By its result, not by what it asked for. */
#ifndef HOOKLINE_BPF_CALLS_BPF_H
#define HOOKLINE_BPF_CALLS_BPF_H

#include "sockets/near_flows.bpf.h"
#include "sockets/socket_kind.bpf.h"
#include "sockets/tcp_sockets.bpf.h"

#define HL_MSG_PEEK 0x2        /* linux/socket.h: what is looked at is received later */
#define HL_MSG_ERRQUEUE 0x2000 /* comes back from the error queue */

/* Packets of other protocols are counted where they pass IP (ip_hooks.bpf.h), and not a second time by their calls. */
const volatile __u8 hl_has_ip_hooks;

static __always_inline int hl_is_counted_by_ip(struct sock *sk, __u16 protocol, __u16 type, __u8 direction)
{
	if (!hl_has_ip_hooks || (type != HL_SOCK_RAW && protocol != HL_IP_ICMP && protocol != HL_IP_ICMPV6))
		return 0;
	/* What a process sends with an IP header of its own does not pass there. */
	return !hl_has_ports(protocol) && !(direction == HL_DIRECTION_OUT && hl_has_own_header(sk));
}

/* The first call of a flow in a bank. Null: there is no place for it. */
static __always_inline struct hl_socket_flow *hl_begin_flow(enum hl_access access, struct sock *sk,
							    const struct hl_flow_key *key, const struct hl_owner *owner,
							    __u32 now)
{
	struct hl_socket_flow *flow = access == HL_DIRECT ? hl_near_flow_make(hl_bank & 1, key, now) : 0;

	if (!flow)
		flow = hl_socket_flow_make(hl_bank & 1, key, now);

	hl_keep_owner(key->owner, owner);
	hl_tell_socket(sk, flow);
	if (flow && sk && hl_is_tcp(sk))
		hl_tcp_use(sk, owner, key, flow);
	return flow;
}

/* Also of packets that are no calls; `sk` null: of no socket. HL_DIRECT: the kernel can compare and swap, too. */
static __always_inline void hl_count_flow(enum hl_access access, struct sock *sk, struct hl_cpu *cpu,
					  const struct hl_flow_key *key, const struct hl_owner *owner, __u32 packets,
					  __u64 bytes)
{
	const __u64 id = hl_socket_flow_id(key);
	struct hl_stat_counters *seen = &cpu->stats[HL_SEEN];
	struct hl_socket_flow *flow;
	struct hl_sight sight = {};

	hl_shared_clock(cpu);
	sight.packets = packets;
	sight.bytes = bytes;
	sight.first = sight.last = cpu->now;
	sight.bank = hl_bank & 1;
	flow = access == HL_DIRECT ? hl_near_flow_find(sight.bank, id, key) : 0;
	if (!flow)
		flow = hl_socket_flow_find(sight.bank, id, key);
	if (!flow)
		flow = hl_begin_flow(access, sk, key, owner, cpu->now);
	if (flow)
		hl_slot_add_shared(&flow->slot, &sight);
	else
		hl_shared_rest(cpu, &sight);
	__sync_fetch_and_add(&seen->packets, packets);
	__sync_fetch_and_add(&seen->bytes, bytes);
}

/* `peer`: null, or the other end where the socket itself may not be connected. */
static __always_inline void hl_count_call(enum hl_access access, struct sock *sk, __u8 direction, __u32 calls,
					  __u64 bytes, const struct hl_endpoint *peer)
{
	const __u16 family = hl_read(access, sk, __sk_common.skc_family);
	const __u16 protocol = hl_read(access, sk, sk_protocol);
	const __u16 type = hl_read(access, sk, sk_type);
	struct hl_endpoint local = {}, remote = {};
	struct hl_cpu *cpu = hl_this_cpu();
	struct hl_flow_key key = {};
	struct hl_owner owner = {};

	if (!cpu || hl_bank & HL_BANK_CLOSED || (family != HL_AF_INET && family != HL_AF_INET6) ||
	    hl_is_counted_by_ip(sk, protocol, type, direction))
		return;
	hl_local_end(access, sk, family, &local);
	if (peer)
		remote = *peer;
	else
		hl_remote_end(access, sk, family, &remote);
	if (type == HL_SOCK_RAW)
		local.port = remote.port = 0; /* there the protocol's number stands in its place */
	hl_key_between(&local, &remote, protocol, direction, &key);
	hl_current_owner(access, &owner);
	key.owner = hl_owner_id(&owner);
	hl_count_flow(access, sk, cpu, &key, &owner, calls, bytes);
}

#endif
