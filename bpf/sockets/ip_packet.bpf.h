/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * A packet of a protocol without ports (ICMP, ICMPv6, ESP, AH, GRE, OSPF and others), out of the kernel's own memory.
 */
#ifndef HOOKLINE_BPF_SOCKETS_IP_PACKET_BPF_H
#define HOOKLINE_BPF_SOCKETS_IP_PACKET_BPF_H

#include "network_layer.h"
#include "sockets/socket_kind.bpf.h"

#include <linux/bpf.h>
#include <bpf/bpf_core_read.h>
#include <bpf/bpf_helpers.h>

struct hl_ip_packet {
	struct hl_flow_key key;
	__u32 bytes; /* from the IP header on */
	__u16 id;    /* of an ICMP echo */
};

/* The numbers that hl_flow_key has in the place of ports. `at`: the first 8 bytes behind the IP header. */
static __always_inline void hl_set_numbers(struct hl_ip_packet *packet, const __u8 *at)
{
	struct hl_flow_key *key = &packet->key;

	switch (key->proto) {
	case HL_IP_ICMP:
	case HL_IP_ICMPV6:
	case HL_IP_IGMP:
		key->src_port = at[0];
		key->dst_port = at[1];
		packet->id = at[4] << 8 | at[5];
		break;
	case HL_IP_GRE:
		key->dst_port = at[0] << 8 | at[1];
		key->src_port = at[2] << 8 | at[3];
		break;
	case HL_IP_ESP:
		key->src_port = at[0] << 8 | at[1];
		key->dst_port = at[2] << 8 | at[3];
		break;
	case HL_IP_AH:
		key->src_port = at[4] << 8 | at[5];
		key->dst_port = at[6] << 8 | at[7];
		break;
	case HL_IP_OSPF:
		key->src_port = at[1];
		key->dst_port = at[0];
		break;
	}
}

static __always_inline const unsigned char *hl_network_header(struct sk_buff *skb)
{
	return BPF_CORE_READ(skb, head) + BPF_CORE_READ(skb, network_header);
}

static __always_inline void hl_read_numbers(struct hl_ip_packet *packet, const unsigned char *at)
{
	__u8 numbers[8] = {};

	if (!bpf_probe_read_kernel(numbers, sizeof(numbers), at))
		hl_set_numbers(packet, numbers);
}

/* 0: not one of those, or not to be read. Its length is not known yet where it is about to be sent. */
static __always_inline int hl_read_ipv4_packet(struct sk_buff *skb, struct hl_ip_packet *packet)
{
	const unsigned char *header = hl_network_header(skb);
	struct hl_ipv4_header ip = {};

	if (bpf_probe_read_kernel(&ip, sizeof(ip), header) || hl_has_ports(ip.protocol))
		return 0;
	packet->key.proto = ip.protocol;
	packet->key.marks = HL_MARK_IPV4;
	hl_set_ipv4_address(packet->key.src_addr, ip.source);
	hl_set_ipv4_address(packet->key.dst_addr, ip.destination);
	packet->bytes = hl_swap16(ip.total_length);
	hl_read_numbers(packet, header + (ip.version_ihl & 0x0f) * 4);
	return 1;
}

#define HL_EXTENSIONS_READ 4

/* Past headers of options and routing. `protocol`: of the first header, then of the one that stands there. */
static __always_inline __u32 hl_skip_extensions(const unsigned char *header, __u8 *protocol)
{
	__u32 offset = sizeof(struct hl_ipv6_header);

	for (int i = 0; i < HL_EXTENSIONS_READ; i++) {
		struct hl_ipv6_extension extension = {};

		if (*protocol != HL_IP_HOP_BY_HOP && *protocol != HL_IP_ROUTING &&
		    *protocol != HL_IP_DESTINATION_OPTIONS)
			break;
		if (bpf_probe_read_kernel(&extension, sizeof(extension), header + offset))
			break;
		*protocol = extension.next_header;
		offset += (extension.length + 1) * 8;
	}
	return offset;
}

/* As hl_read_ipv4_packet(). */
static __always_inline int hl_read_ipv6_packet(struct sk_buff *skb, struct hl_ip_packet *packet)
{
	const unsigned char *header = hl_network_header(skb);
	struct hl_ipv6_header ip = {};
	__u8 protocol;
	__u32 offset;

	if (bpf_probe_read_kernel(&ip, sizeof(ip), header))
		return 0;
	protocol = ip.next_header;
	offset = hl_skip_extensions(header, &protocol);
	if (hl_has_ports(protocol))
		return 0;
	packet->key.proto = protocol;
	packet->key.marks = HL_MARK_IPV6;
	__builtin_memcpy(packet->key.src_addr, ip.source, sizeof(packet->key.src_addr));
	__builtin_memcpy(packet->key.dst_addr, ip.destination, sizeof(packet->key.dst_addr));
	packet->bytes = sizeof(ip) + hl_swap16(ip.payload_length);
	hl_read_numbers(packet, header + offset);
	return 1;
}

#endif
