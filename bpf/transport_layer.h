/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* What an IP packet carries: ports, or the two numbers that stand in their place (see flow_key.h). */
#ifndef HOOKLINE_BPF_TRANSPORT_LAYER_H
#define HOOKLINE_BPF_TRANSPORT_LAYER_H

#include "packet.h"
#include "tunnel.h"

/* `length` bytes at `offset` are not all there. More of the packet helps only if its IP header says there is more. */
HL_INLINE int hl_transport_cut(const struct hl_view *view, __u32 offset, __u32 length, struct hl_packet *packet)
{
	packet->key.marks |= HL_MARK_TRUNCATED;
	return offset + length > view->network_end ? HL_PARSE_COMPLETE : HL_PARSE_TRUNCATED;
}

/* The first words of TCP, UDP, UDP-Lite (RFC 3828), SCTP (RFC 9260) and DCCP (RFC 4340) are the same. */
struct HL_WIRE hl_ports {
	__be16 source;
	__be16 destination;
};
HL_ASSERT_SIZE(hl_ports, 4);

struct HL_WIRE hl_tcp_header { /* RFC 9293 3.1 */
	__be16 ports[2];
	__be16 sequence[2]; /* with 4 bytes at once it would be padded to 16 where HL_WIRE does not pack */
	__be16 acknowledgement[2];
	__u8 data_offset;
	__u8 flags;
};
HL_ASSERT_SIZE(hl_tcp_header, 14);

/* Of what is whole: neither a fragment nor a tunnel, which has packets of others inside. */
HL_INLINE void hl_note_payload(const struct hl_view *view, __u32 offset, struct hl_packet *packet)
{
	packet->transport_offset = offset;
	if (packet->header_size < view->network_end && packet->fragment == HL_FRAGMENT_NONE &&
	    !(packet->key.marks & HL_MARK_TUNNEL))
		packet->payload_size = view->network_end - packet->header_size;
}

HL_INLINE int hl_parse_tcp(const struct hl_view *view, __u32 offset, struct hl_packet *packet)
{
	const struct hl_tcp_header *tcp = HL_AT_INSIDE(view, offset, hl_tcp_header);

	/* The ports are there: the row is a good one without the flags, as that of a tiny first fragment. */
	if (!tcp)
		return offset + sizeof(*tcp) > view->network_end ? HL_PARSE_COMPLETE : HL_PARSE_TRUNCATED;
	packet->tcp_flags = tcp->flags;
	packet->header_size = offset + (tcp->data_offset >> 4) * 4;
	hl_note_payload(view, offset, packet);
	return HL_PARSE_COMPLETE;
}

HL_INLINE int hl_parse_ports(const struct hl_view *view, __u32 offset, __u8 protocol, struct hl_packet *packet,
			     struct hl_inner *inner)
{
	const struct hl_ports *ports = HL_AT_INSIDE(view, offset, hl_ports);

	if (!ports)
		return hl_transport_cut(view, offset, sizeof(*ports), packet);
	packet->key.src_port = hl_swap16(ports->source);
	packet->key.dst_port = hl_swap16(ports->destination);
	if (protocol == HL_IP_TCP)
		return hl_parse_tcp(view, offset, packet);
	if (protocol == HL_IP_SCTP || protocol == HL_IP_DCCP) {
		packet->header_size = offset + 12;
		return HL_PARSE_COMPLETE;
	}
	packet->header_size = offset + 8;
	if (protocol == HL_IP_UDP) {
		const int result = hl_parse_udp_tunnel(view, offset + 8, packet, inner);

		hl_note_payload(view, offset, packet);
		return result;
	}
	return HL_PARSE_COMPLETE;
}

struct HL_WIRE hl_two_bytes {
	__u8 first;
	__u8 second;
};
HL_ASSERT_SIZE(hl_two_bytes, 2);

/* ICMP (RFC 792), ICMPv6 (RFC 4443), IGMP (RFC 9776): type and code. OSPF (RFC 2328 A.3.1): version and type. */
HL_INLINE int hl_parse_type(const struct hl_view *view, __u32 offset, __u8 protocol, struct hl_packet *packet)
{
	const struct hl_two_bytes *bytes = HL_AT_INSIDE(view, offset, hl_two_bytes);

	if (!bytes)
		return hl_transport_cut(view, offset, sizeof(*bytes), packet);
	packet->key.src_port = protocol == HL_IP_OSPF ? bytes->second : bytes->first;
	packet->key.dst_port = protocol == HL_IP_OSPF ? bytes->first : bytes->second;
	return HL_PARSE_COMPLETE;
}

struct HL_WIRE hl_id {
	__be16 upper;
	__be16 lower;
};
HL_ASSERT_SIZE(hl_id, 4);

/* The security parameters index: the first word of ESP (RFC 4303 2), the second of AH (RFC 4302 2). */
HL_INLINE int hl_parse_spi(const struct hl_view *view, __u32 offset, struct hl_packet *packet)
{
	const struct hl_id *spi = HL_AT_INSIDE(view, offset, hl_id);

	if (!spi)
		return hl_transport_cut(view, offset, sizeof(*spi), packet);
	packet->key.src_port = hl_swap16(spi->upper);
	packet->key.dst_port = hl_swap16(spi->lower);
	return HL_PARSE_COMPLETE;
}

/* L2TPv3 over IP (RFC 3931 4.1.1): the session id, 0 for control messages. */
HL_INLINE int hl_parse_l2tp(const struct hl_view *view, __u32 offset, struct hl_packet *packet)
{
	const struct hl_id *session = HL_AT_INSIDE(view, offset, hl_id);

	if (!session)
		return hl_transport_cut(view, offset, sizeof(*session), packet);
	hl_mark_tunnel(packet, (__u32)hl_swap16(session->upper) << 16 | hl_swap16(session->lower));
	return HL_PARSE_COMPLETE;
}

HL_INLINE int hl_parse_gre_packet(const struct hl_view *view, __u32 offset, struct hl_packet *packet,
				  struct hl_inner *inner)
{
	const struct hl_gre_header *gre = HL_AT_INSIDE(view, offset, hl_gre_header);

	if (!gre)
		return hl_transport_cut(view, offset, sizeof(*gre), packet);
	return hl_parse_gre(view, offset, gre, packet, inner);
}

/* IP in IP (RFC 2003, 4213, 2473) has no header of its own and no id. */
HL_INLINE int hl_parse_ip_in_ip(__u32 offset, __u16 ethertype, struct hl_packet *packet, struct hl_inner *inner)
{
	hl_mark_tunnel(packet, 0);
	inner->offset = offset;
	inner->ethertype = ethertype;
	return HL_PARSE_COMPLETE;
}

HL_INLINE int hl_parse_protocol(const struct hl_view *view, __u32 offset, __u8 protocol, struct hl_packet *packet,
				struct hl_inner *inner)
{
	switch (protocol) {
	case HL_IP_TCP:
	case HL_IP_UDP:
	case HL_IP_UDP_LITE:
	case HL_IP_SCTP:
	case HL_IP_DCCP:
		return hl_parse_ports(view, offset, protocol, packet, inner);
	case HL_IP_ICMP:
	case HL_IP_ICMPV6:
	case HL_IP_IGMP:
	case HL_IP_OSPF:
		return hl_parse_type(view, offset, protocol, packet);
	case HL_IP_ESP:
		return hl_parse_spi(view, offset, packet);
	case HL_IP_AH:
		return hl_parse_spi(view, offset + 4, packet);
	case HL_IP_L2TP:
		return hl_parse_l2tp(view, offset, packet);
	case HL_IP_GRE:
		return hl_parse_gre_packet(view, offset, packet, inner);
	case HL_IP_IPV4:
		return hl_parse_ip_in_ip(offset, HL_ETHERTYPE_IPV4, packet, inner);
	case HL_IP_IPV6:
		return hl_parse_ip_in_ip(offset, HL_ETHERTYPE_IPV6, packet, inner);
	default:
		return HL_PARSE_COMPLETE;
	}
}

HL_INLINE int hl_parse_transport(const struct hl_view *view, __u32 offset, __u8 protocol, __u32 want_inner,
				 struct hl_packet *packet)
{
	struct hl_inner inner = {0, 0};
	int result;

	packet->key.proto = protocol;
	packet->header_size = offset;
	result = hl_parse_protocol(view, offset, protocol, packet, &inner);
	if (want_inner && inner.ethertype)
		result |= hl_add_inner_headers(view, &inner, packet);
	return result;
}

#endif
