/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * The short way for nearly all packets: Ethernet, IPv4 without options or IPv6 without extension headers, no tags, no
 * fragment, TCP, or UDP that is no tunnel. What it knows is what hl_parse_view() would say; else it says that it does
 * not know. A fifth of the time, as it needs two comparisons with the packet's end and no loop.
 */
#ifndef HOOKLINE_BPF_PLAIN_HEADERS_H
#define HOOKLINE_BPF_PLAIN_HEADERS_H

#include "link_layer.h"
#include "network_layer.h"
#include "transport_layer.h"

#define HL_PLAIN_IP 14 /* where IP starts */

/*
 * Not the whole header: the verifier lets a program without CAP_PERFMON not compare a pointer to the packet's start with
 * null, and the compiler knows of all others that they are not null.
 */
#define HL_PLAIN_ETHERTYPE 12

struct HL_WIRE hl_plain_ethertype_field {
	__be16 value;
};

struct HL_WIRE hl_plain_ipv4 {
	struct hl_ipv4_header ip;
	struct hl_ports ports;
	__be32 rest_of_udp;
};
HL_ASSERT_SIZE(hl_plain_ipv4, 28);

/* Eight bytes at once: IP headers are aligned so that their addresses are. */
struct HL_WIRE hl_plain_ipv6 {
	__be16 version_class;
	__be16 flow;
	__be16 payload_length;
	__u8 next_header;
	__u8 hop_limit;
	__u8 source[16];
	__u8 destination[16];
	struct hl_ports ports;
	__be32 rest_of_udp;
};
HL_ASSERT_SIZE(hl_plain_ipv6, 48);

struct hl_plain {
	__u8 protocol;
	__u8 tcp_flags;
	__be16 src_port;
	__be16 dst_port;
	__u32 header_size; /* as in hl_packet, like payload_size */
	__u32 payload_size;
};

HL_INLINE __u16 hl_plain_ethertype(const struct hl_view *view)
{
	const struct hl_plain_ethertype_field *field = HL_AT(view, HL_PLAIN_ETHERTYPE, hl_plain_ethertype_field);

	return field ? hl_swap16(field->value) : 0;
}

/* `length`: of all that IP carries, by its header. `offset`: where that starts. */
HL_INLINE int hl_plain_transport(const struct hl_view *view, __u32 offset, __u32 length, const struct hl_ports *ports,
				 struct hl_plain *plain)
{
	plain->src_port = ports->source;
	plain->dst_port = ports->destination;
	if (plain->protocol == HL_IP_TCP) {
		const struct hl_tcp_header *tcp = HL_AT(view, offset, hl_tcp_header);

		if (!tcp || length < sizeof(*tcp))
			return 0;
		plain->tcp_flags = tcp->flags;
		plain->header_size = offset + (tcp->data_offset >> 4) * 4;
		plain->payload_size = offset + length > plain->header_size ? offset + length - plain->header_size : 0;
		return 1;
	}
	if (plain->protocol != HL_IP_UDP || length < 8)
		return 0;
	plain->tcp_flags = 0;
	plain->header_size = offset + 8;
	plain->payload_size = length - 8;
	switch (ports->destination) {
	case hl_constant16(HL_PORT_VXLAN):
	case hl_constant16(HL_PORT_GENEVE):
	case hl_constant16(HL_PORT_GTP_U):
		return 0;
	default:
		return 1;
	}
}

/* The headers, when it is such a packet; else null. After the EtherType has said that it is IPv4, and `offset` where. */
HL_INLINE const struct hl_plain_ipv4 *hl_parse_plain_ipv4_at(const struct hl_view *view, __u32 offset,
							     struct hl_plain *plain)
{
	const struct hl_plain_ipv4 *at = HL_AT(view, offset, hl_plain_ipv4);
	__u32 length;

	if (!at || at->ip.version_ihl != 0x45 ||
	    at->ip.fragment & hl_swap16(HL_IPV4_MORE_FRAGMENTS | HL_IPV4_FRAGMENT_OFFSET))
		return 0;
	length = hl_swap16(at->ip.total_length);
	if (length < sizeof(at->ip))
		return 0;
	plain->protocol = at->ip.protocol;
	return hl_plain_transport(view, offset + 20, length - 20, &at->ports, plain) ? at : 0;
}

HL_INLINE const struct hl_plain_ipv6 *hl_parse_plain_ipv6_at(const struct hl_view *view, __u32 offset,
							     struct hl_plain *plain)
{
	const struct hl_plain_ipv6 *at = HL_AT(view, offset, hl_plain_ipv6);

	if (!at || (at->version_class & hl_swap16(0xf000)) != hl_swap16(0x6000))
		return 0;
	plain->protocol = at->next_header;
	return hl_plain_transport(view, offset + 40, hl_swap16(at->payload_length), &at->ports, plain) ? at : 0;
}

/* The same of an Ethernet frame. */
HL_INLINE const struct hl_plain_ipv4 *hl_parse_plain_ipv4(const struct hl_view *view, struct hl_plain *plain)
{
	return hl_parse_plain_ipv4_at(view, HL_PLAIN_IP, plain);
}

HL_INLINE const struct hl_plain_ipv6 *hl_parse_plain_ipv6(const struct hl_view *view, struct hl_plain *plain)
{
	return hl_parse_plain_ipv6_at(view, HL_PLAIN_IP, plain);
}

#endif
