/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * Tunnels. The outer flow is the row; here are its tunnel id, and the size of the inner headers, which a segmentation
 * offload repeats too.
 */
#ifndef HOOKLINE_BPF_TUNNEL_H
#define HOOKLINE_BPF_TUNNEL_H

#include "packet.h"

/* Where the packet inside begins and what it is. ethertype 0: there is none, or none that offloads know. */
struct hl_inner {
	__u32 offset;
	__u16 ethertype;
};

HL_INLINE void hl_mark_tunnel(struct hl_packet *packet, __u32 id)
{
	packet->key.marks |= HL_MARK_TUNNEL;
	packet->key.tunnel_id = id;
}

/* The first 8 bytes are laid out alike in all three: flags, a type, and an id in the second word. */
struct HL_WIRE hl_udp_tunnel_header {
	__u8 flags;
	__u8 message;
	__be16 protocol;
	__be32 id;
};
HL_ASSERT_SIZE(hl_udp_tunnel_header, 8);

/* RFC 7348 5: flag I says that the VNI is valid. */
HL_INLINE void hl_parse_vxlan(const struct hl_udp_tunnel_header *vxlan, __u32 offset, struct hl_packet *packet,
			      struct hl_inner *inner)
{
	if (!(vxlan->flags & 0x08))
		return;
	hl_mark_tunnel(packet, hl_swap32(vxlan->id) >> 8);
	inner->offset = offset + 8;
	inner->ethertype = HL_ETHERTYPE_TEB;
}

/* RFC 8926 3.4: version 0, and the length of the options in words. */
HL_INLINE void hl_parse_geneve(const struct hl_udp_tunnel_header *geneve, __u32 offset, struct hl_packet *packet,
			       struct hl_inner *inner)
{
	if (geneve->flags >> 6)
		return;
	hl_mark_tunnel(packet, hl_swap32(geneve->id) >> 8);
	inner->offset = offset + 8 + (geneve->flags & 0x3f) * 4;
	inner->ethertype = hl_swap16(geneve->protocol);
}

/* 3GPP TS 29.281 5.1: version 1, protocol type GTP, message G-PDU. No offload segments inside of it. */
HL_INLINE void hl_parse_gtp_u(const struct hl_udp_tunnel_header *gtp, struct hl_packet *packet)
{
	if (gtp->flags >> 4 == 3 && gtp->message == 255)
		hl_mark_tunnel(packet, hl_swap32(gtp->id));
}

/* offset: of the bytes after the UDP header. */
HL_INLINE int hl_parse_udp_tunnel(const struct hl_view *view, __u32 offset, struct hl_packet *packet,
				  struct hl_inner *inner)
{
	const __u16 port = packet->key.dst_port;
	const struct hl_udp_tunnel_header *header;

	if (port != HL_PORT_VXLAN && port != HL_PORT_GENEVE && port != HL_PORT_GTP_U)
		return HL_PARSE_COMPLETE;
	header = HL_AT_INSIDE(view, offset, hl_udp_tunnel_header);
	if (!header)
		return offset + 8 > view->network_end ? HL_PARSE_COMPLETE : HL_PARSE_TRUNCATED;
	if (port == HL_PORT_VXLAN)
		hl_parse_vxlan(header, offset, packet, inner);
	else if (port == HL_PORT_GENEVE)
		hl_parse_geneve(header, offset, packet, inner);
	else
		hl_parse_gtp_u(header, packet);
	return HL_PARSE_COMPLETE;
}

enum hl_gre_flag {
	HL_GRE_CHECKSUM = 0x8000,
	HL_GRE_KEY = 0x2000,
	HL_GRE_SEQUENCE = 0x1000,
	HL_GRE_VERSION = 0x0007,
};

struct HL_WIRE hl_gre_header {
	__be16 flags;
	__be16 protocol;
};
HL_ASSERT_SIZE(hl_gre_header, 4);

struct HL_WIRE hl_gre_key {
	__be32 key;
};
HL_ASSERT_SIZE(hl_gre_key, 4);

/* RFC 2784 and 2890; version 1 is PPTP's (RFC 2637 4.1), whose key holds the payload's length and the call id. */
HL_INLINE int hl_parse_gre(const struct hl_view *view, __u32 offset, const struct hl_gre_header *gre,
			   struct hl_packet *packet, struct hl_inner *inner)
{
	const __u16 flags = hl_swap16(gre->flags);
	const __u32 key_offset = offset + (flags & HL_GRE_CHECKSUM ? 8 : 4);
	const __u32 sequence_offset = key_offset + (flags & HL_GRE_KEY ? 4 : 0);
	const struct hl_gre_key *key;

	packet->key.src_port = hl_swap16(gre->protocol);
	packet->key.dst_port = flags;
	hl_mark_tunnel(packet, 0);
	if ((flags & HL_GRE_VERSION) == 0) {
		inner->ethertype = packet->key.src_port;
		inner->offset = sequence_offset + (flags & HL_GRE_SEQUENCE ? 4 : 0);
	}
	if (!(flags & HL_GRE_KEY))
		return HL_PARSE_COMPLETE;
	key = HL_AT_INSIDE(view, key_offset, hl_gre_key);
	if (!key)
		return key_offset + 4 > view->network_end ? HL_PARSE_COMPLETE : HL_PARSE_TRUNCATED;
	packet->key.tunnel_id = hl_swap32(key->key);
	if (flags & HL_GRE_VERSION)
		packet->key.tunnel_id &= 0xffff;
	return HL_PARSE_COMPLETE;
}

/*
 * From here on: how long the headers of the packet inside are. Each function takes the offset of a header and returns
 * the offset after it, or sets *cut.
 */
struct HL_WIRE hl_inner_tcp {
	__u8 before[12];
	__u8 data_offset;
};

HL_INLINE __u32 hl_skip_transport(const struct hl_view *view, __u32 offset, __u8 protocol, int *cut)
{
	const struct hl_inner_tcp *tcp;

	if (protocol == HL_IP_UDP)
		return offset + 8;
	if (protocol == HL_IP_SCTP)
		return offset + 12;
	if (protocol != HL_IP_TCP)
		return offset;
	tcp = HL_AT(view, offset, hl_inner_tcp);
	if (tcp)
		return offset + (tcp->data_offset >> 4) * 4;
	*cut = 1;
	return offset;
}

struct HL_WIRE hl_inner_ip {
	__u8 version_ihl;
	__u8 unused[5];
	__u8 next_header; /* IPv6 */
	__u8 hop_limit;
	__u8 ttl;
	__u8 protocol; /* IPv4 */
};

HL_INLINE __u32 hl_skip_network(const struct hl_view *view, __u32 offset, int *cut)
{
	const struct hl_inner_ip *ip = HL_AT(view, offset, hl_inner_ip);

	if (!ip) {
		*cut = 1;
		return offset;
	}
	if (ip->version_ihl >> 4 == 6)
		return hl_skip_transport(view, offset + 40, ip->next_header, cut);
	return hl_skip_transport(view, offset + (ip->version_ihl & 0x0f) * 4, ip->protocol, cut);
}

struct HL_WIRE hl_inner_ethernet {
	__be16 addresses[6];
	__be16 ethertype;
};

struct HL_WIRE hl_inner_tag {
	__be16 tci;
	__be16 ethertype;
};

/* Steps over an inner Ethernet header with at most one tag; *ethertype becomes that of what follows. */
HL_INLINE __u32 hl_skip_ethernet(const struct hl_view *view, __u32 offset, __u16 *ethertype, int *cut)
{
	const struct hl_inner_ethernet *ethernet = HL_AT(view, offset, hl_inner_ethernet);
	const struct hl_inner_tag *tag;

	if (!ethernet)
		goto short_of_bytes;
	*ethertype = hl_swap16(ethernet->ethertype);
	if (*ethertype != HL_ETHERTYPE_VLAN && *ethertype != HL_ETHERTYPE_QINQ)
		return offset + 14;
	tag = HL_AT(view, offset + 14, hl_inner_tag);
	if (!tag)
		goto short_of_bytes;
	*ethertype = hl_swap16(tag->ethertype);
	return offset + 18;

short_of_bytes:
	*cut = 1;
	*ethertype = 0;
	return offset;
}

HL_INLINE int hl_add_inner_headers(const struct hl_view *view, const struct hl_inner *inner, struct hl_packet *packet)
{
	__u16 ethertype = inner->ethertype;
	__u32 offset = hl_forget_offset(inner->offset);
	int cut = 0;

	if (ethertype == HL_ETHERTYPE_TEB)
		offset = hl_forget_offset(hl_skip_ethernet(view, offset, &ethertype, &cut));
	if (ethertype == HL_ETHERTYPE_IPV4 || ethertype == HL_ETHERTYPE_IPV6)
		offset = hl_skip_network(view, offset, &cut);
	packet->header_size = offset;
	return cut ? HL_PARSE_TRUNCATED : HL_PARSE_COMPLETE;
}

#endif
