/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* Packets as cgroup_skb sees them: they start with the IP header, and there are neither interfaces nor tags. */
#ifndef HOOKLINE_CGROUP_IP_PACKET_BPF_H
#define HOOKLINE_CGROUP_IP_PACKET_BPF_H

#include "packet_parser.h"
#include "plain_headers.h"
#include "wire_size.h"

#include <linux/bpf.h>
#include <bpf/bpf_endian.h>
#include <bpf/bpf_helpers.h>

/* Bytes of IP packets: super-packets as their segments, each with IP and transport header. There is no wire_len here. */
static __always_inline struct hl_wire_size hl_wire_size_at(const struct __sk_buff *skb, __u32 header_size)
{
	const struct hl_kernel_size size = {
		.length = skb->len,
		.gso_segments = skb->gso_segs,
		.gso_size = skb->gso_size,
		.header_size = header_size,
	};

	return hl_wire_size_of(&size);
}

/* What a program knows of its packet. Held in registers: nothing takes its address. */
struct hl_ip_packet {
	struct hl_flow_key key;
	__u32 header_size; /* as in hl_packet, like those that follow */
	__u32 transport_offset;
	__u32 payload_size;
	__u8 tcp_flags;
};

static __always_inline void hl_take_plain(const struct hl_plain *plain, __u8 mark, __u32 transport_offset,
					  struct hl_ip_packet *packet)
{
	packet->key.src_port = hl_swap16(plain->src_port);
	packet->key.dst_port = hl_swap16(plain->dst_port);
	packet->key.proto = plain->protocol;
	packet->key.marks = mark;
	packet->header_size = plain->header_size;
	packet->transport_offset = transport_offset;
	packet->payload_size = plain->payload_size;
	packet->tcp_flags = plain->tcp_flags;
}

static __always_inline int hl_parse_plain4(const struct hl_view *view, struct hl_ip_packet *packet)
{
	struct hl_plain plain;
	const struct hl_plain_ipv4 *at = hl_parse_plain_ipv4_at(view, 0, &plain);

	if (!at)
		return 0;
	hl_set_ipv4_address(packet->key.src_addr, at->ip.source);
	hl_set_ipv4_address(packet->key.dst_addr, at->ip.destination);
	hl_take_plain(&plain, HL_MARK_IPV4, sizeof(struct hl_ipv4_header), packet);
	return 1;
}

static __always_inline int hl_parse_plain6(const struct hl_view *view, struct hl_ip_packet *packet)
{
	struct hl_plain plain;
	const struct hl_plain_ipv6 *at = hl_parse_plain_ipv6_at(view, 0, &plain);

	if (!at)
		return 0;
	__builtin_memcpy(packet->key.src_addr, at->source, sizeof(packet->key.src_addr));
	__builtin_memcpy(packet->key.dst_addr, at->destination, sizeof(packet->key.dst_addr));
	hl_take_plain(&plain, HL_MARK_IPV6, sizeof(struct hl_ipv6_header), packet);
	return 1;
}

/* 0: it is not a plain one. */
static __always_inline int hl_parse_plain(struct __sk_buff *skb, struct hl_ip_packet *packet)
{
	const struct hl_view view = hl_view_of_packet((const void *)(long)skb->data, (const void *)(long)skb->data_end);

	switch (skb->protocol) {
	case hl_constant16(HL_ETHERTYPE_IPV4):
		return hl_parse_plain4(&view, packet);
	case hl_constant16(HL_ETHERTYPE_IPV6):
		return hl_parse_plain6(&view, packet);
	default:
		return 0;
	}
}

/*
 * The whole parser. Network and transport headers are in the linear part here, as sockets want to see them, and so is
 * all that a raw socket sends. Not static: the verifier looks at such a function once.
 */
__noinline int hl_parse_whole(struct __sk_buff *skb, struct hl_packet *packet)
{
	if (!packet)
		return 0;
	return hl_parse_network((const void *)(long)skb->data, (const void *)(long)skb->data_end,
				bpf_ntohs((__u16)skb->protocol), skb->gso_size, packet);
}

static __always_inline void hl_parse_any(struct __sk_buff *skb, struct hl_ip_packet *packet)
{
	struct hl_packet whole = {};

	hl_parse_whole(skb, &whole);
	packet->key = whole.key;
	packet->header_size = whole.header_size;
	packet->transport_offset = whole.transport_offset;
	packet->payload_size = whole.payload_size;
	packet->tcp_flags = whole.tcp_flags;
}

#endif
