/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * Packets of protocols without ports, where the host sends them and where it hands them to their protocol. There is no
 * tracepoint: fentry, or kprobes. What the kernel sends of NDP and MLD does not pass here.
 */
#ifndef HOOKLINE_BPF_IP_HOOKS_BPF_H
#define HOOKLINE_BPF_IP_HOOKS_BPF_H

#include "sockets/calls.bpf.h"
#include "sockets/ip_conversations.bpf.h"

#include <linux/ptrace.h>
#include <bpf/bpf_tracing.h>

static __noinline int hl_count_packet(struct hl_ip_packet *packet, const struct hl_owner *owner)
{
	struct hl_cpu *cpu = hl_this_cpu();

	if (!cpu || hl_bank & HL_BANK_CLOSED)
		return 0;
	packet->key.owner = owner->tgid ? hl_owner_id(owner) : 0;
	hl_count_flow(HL_COPIED, 0, cpu, &packet->key, owner, 1, packet->bytes);
	return 0;
}

static __always_inline int hl_count_sent(struct sock *sk, struct hl_ip_packet *packet)
{
	struct hl_owner owner = {};

	packet->key.direction = HL_DIRECTION_OUT;
	if (hl_find_sender(sk, &owner))
		hl_remember_sender(packet, &owner);
	return hl_count_packet(packet, &owner);
}

static __always_inline int hl_count_received(struct hl_ip_packet *packet)
{
	const struct hl_owner *known;
	struct hl_owner owner = {};

	packet->key.direction = HL_DIRECTION_IN;
	known = hl_find_receiver(packet);
	if (known)
		owner = *known;
	return hl_count_packet(packet, &owner);
}

static __always_inline int hl_sent4(struct sock *sk, struct sk_buff *skb)
{
	struct hl_ip_packet packet = {};

	if (!hl_read_ipv4_packet(skb, &packet))
		return 0;
	packet.bytes = BPF_CORE_READ(skb, len);
	return hl_count_sent(sk, &packet);
}

static __always_inline int hl_sent6(struct sock *sk, struct sk_buff *skb)
{
	struct hl_ip_packet packet = {};

	if (!hl_read_ipv6_packet(skb, &packet))
		return 0;
	packet.bytes = BPF_CORE_READ(skb, len);
	return hl_count_sent(sk, &packet);
}

static __always_inline int hl_received4(struct sk_buff *skb)
{
	struct hl_ip_packet packet = {};

	return hl_read_ipv4_packet(skb, &packet) ? hl_count_received(&packet) : 0;
}

static __always_inline int hl_received6(struct sk_buff *skb)
{
	struct hl_ip_packet packet = {};

	return hl_read_ipv6_packet(skb, &packet) ? hl_count_received(&packet) : 0;
}

SEC("?fentry/__ip_local_out")
int BPF_PROG(hl_fentry_out4, void *net, struct sock *sk, struct sk_buff *skb)
{
	return hl_sent4(sk, skb);
}

SEC("?fentry/__ip6_local_out")
int BPF_PROG(hl_fentry_out6, void *net, struct sock *sk, struct sk_buff *skb)
{
	return hl_sent6(sk, skb);
}

SEC("?fentry/ip_protocol_deliver_rcu")
int BPF_PROG(hl_fentry_in4, void *net, struct sk_buff *skb)
{
	return hl_received4(skb);
}

SEC("?fentry/ip6_protocol_deliver_rcu")
int BPF_PROG(hl_fentry_in6, void *net, struct sk_buff *skb)
{
	return hl_received6(skb);
}

SEC("?kprobe/__ip_local_out")
int BPF_KPROBE(hl_kprobe_out4, void *net, struct sock *sk, struct sk_buff *skb)
{
	return hl_sent4(sk, skb);
}

SEC("?kprobe/__ip6_local_out")
int BPF_KPROBE(hl_kprobe_out6, void *net, struct sock *sk, struct sk_buff *skb)
{
	return hl_sent6(sk, skb);
}

SEC("?kprobe/ip_protocol_deliver_rcu")
int BPF_KPROBE(hl_kprobe_in4, void *net, struct sk_buff *skb)
{
	return hl_received4(skb);
}

SEC("?kprobe/ip6_protocol_deliver_rcu")
int BPF_KPROBE(hl_kprobe_in6, void *net, struct sk_buff *skb)
{
	return hl_received6(skb);
}

#endif
