/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* IPv4 (RFC 791) and IPv6 (RFC 8200): addresses, the length of the headers, fragments. */
#ifndef HOOKLINE_BPF_NETWORK_LAYER_H
#define HOOKLINE_BPF_NETWORK_LAYER_H

#include "packet.h"
#include "transport_layer.h"

struct HL_WIRE hl_ipv4_header {
	__u8 version_ihl;
	__u8 tos;
	__be16 total_length;
	__be16 identification;
	__be16 fragment; /* flags and offset in units of 8 bytes */
	__u8 ttl;
	__u8 protocol;
	__be16 checksum;
	__be32 source;
	__be32 destination;
};
HL_ASSERT_SIZE(hl_ipv4_header, 20);

#define HL_IPV4_MORE_FRAGMENTS 0x2000
#define HL_IPV4_FRAGMENT_OFFSET 0x1fff

/* Marked as a fragment without its head; hl_fragment_join() takes the mark back when it knows the head. */
HL_INLINE int hl_later_fragment(struct hl_packet *packet, __u8 protocol)
{
	packet->fragment = HL_FRAGMENT_LATER;
	packet->key.marks |= HL_MARK_FRAGMENT;
	packet->key.proto = protocol;
	return HL_PARSE_COMPLETE;
}

/*
 * Where the IP packet that starts at `offset` ends. A length of 0 says nothing: it is written for super-packets of more
 * than 64 KiB (BIG TCP), and into what a device with segmentation offload is given. It becomes 64 KiB, beyond all
 * headers; by arithmetic, because a branch is one more state for the verifier to carry through all that follows.
 */
HL_INLINE __u32 hl_network_end(__u32 offset, __u32 length)
{
	return offset + ((length - 1) & 0xffff) + 1;
}

HL_INLINE int hl_parse_ipv4(struct hl_view *view, __u32 offset, __u32 want_inner, struct hl_packet *packet)
{
	const struct hl_ipv4_header *ip = HL_AT(view, offset, hl_ipv4_header);
	__u32 header, length;
	__u16 fragment;

	if (!ip)
		return hl_cut_at(packet, HL_PROTO_BAD_IP);
	header = (ip->version_ihl & 0x0f) * 4;
	length = hl_swap16(ip->total_length);
	if (ip->version_ihl >> 4 != 4 || header < sizeof(*ip) || (length && length < header))
		return hl_named(packet, HL_PROTO_BAD_IP);
	packet->key.marks |= HL_MARK_IPV4;
	hl_set_ipv4_address(packet->key.src_addr, ip->source);
	hl_set_ipv4_address(packet->key.dst_addr, ip->destination);
	packet->header_size = offset + header;
	fragment = hl_swap16(ip->fragment);
	if (fragment & (HL_IPV4_MORE_FRAGMENTS | HL_IPV4_FRAGMENT_OFFSET)) {
		packet->fragment_id = hl_swap16(ip->identification);
		if (fragment & HL_IPV4_FRAGMENT_OFFSET)
			return hl_later_fragment(packet, ip->protocol);
		packet->fragment = HL_FRAGMENT_FIRST;
	}
	view->network_end = hl_network_end(offset, length);
	return hl_parse_transport(view, offset + header, ip->protocol, want_inner, packet);
}

struct HL_WIRE hl_ipv6_header {
	__u8 version_class;
	__u8 class_flow[3];
	__be16 payload_length;
	__u8 next_header;
	__u8 hop_limit;
	__be32 source[4];
	__be32 destination[4];
};
HL_ASSERT_SIZE(hl_ipv6_header, 40);

/* RFC 8200 4: every extension header starts so; the length is in units of 8 bytes, the first not counted. */
struct HL_WIRE hl_ipv6_extension {
	__u8 next_header;
	__u8 length;
};
HL_ASSERT_SIZE(hl_ipv6_extension, 2);

struct HL_WIRE hl_ipv6_fragment { /* RFC 8200 4.5 */
	__u8 next_header;
	__u8 reserved;
	__be16 offset; /* in units of 8 bytes in the upper 13 bits, M in the lowest */
	__be32 identification;
};
HL_ASSERT_SIZE(hl_ipv6_fragment, 8);

#define HL_IPV6_MORE_FRAGMENTS 0x0001
#define HL_IPV6_FRAGMENT_OFFSET 0xfff8

#define HL_IPV6_MAX_EXTENSIONS 8

#define hl_bit(number) (1ull << ((number) & 63))

/*
 * AH is not among them: it is the row's protocol, with its SPI. Arithmetic on two sets of bits (0..63 and 128..191),
 * because each branch of a comparison is a way through the loop that the verifier follows to its end.
 */
HL_INLINE int hl_is_ipv6_extension(__u32 protocol)
{
	const __u64 below_64 = hl_bit(HL_IP_HOP_BY_HOP) | hl_bit(HL_IP_ROUTING) | hl_bit(HL_IP_FRAGMENT) |
			       hl_bit(HL_IP_DESTINATION_OPTIONS);
	const __u64 from_128 = hl_bit(HL_IP_MOBILITY) | hl_bit(HL_IP_HIP) | hl_bit(HL_IP_SHIM6);
	const __u64 is_high = protocol >> 7 & 1, is_odd = protocol >> 6 & 1;
	const __u64 set = below_64 ^ ((below_64 ^ from_128) & (0 - is_high));

	return set >> (protocol & 63) & 1 & ~is_odd;
}

/*
 * Where a walk over the extension headers is. The fragment field is kept as it is read and looked at afterwards: what
 * the verifier learns about a value it follows through all the headers to come.
 */
struct hl_ipv6_walk {
	__u32 offset;
	__u32 protocol;
	__u32 fragment; /* offset and M of the last Fragment header, else 0 */
	__u32 fragment_id;
};

HL_INLINE int hl_skip_ipv6_fragment(const struct hl_view *view, struct hl_ipv6_walk *at)
{
	const struct hl_ipv6_fragment *header = HL_AT_INSIDE(view, at->offset, hl_ipv6_fragment);

	if (!header)
		return HL_STEP_CUT;
	at->fragment = hl_swap16(header->offset) & (HL_IPV6_MORE_FRAGMENTS | HL_IPV6_FRAGMENT_OFFSET);
	at->fragment_id = hl_swap32(header->identification);
	at->protocol = header->next_header;
	at->offset = hl_forget_offset(at->offset + (__u32)sizeof(*header));
	return at->fragment & HL_IPV6_FRAGMENT_OFFSET ? HL_STEP_NAMED : HL_STEP_ON;
}

/*
 * Mobility (RFC 6275), HIP (RFC 7401) and shim6 (RFC 5533) headers mostly carry their message themselves and name no
 * next header: then they are the row's protocol.
 */
HL_INLINE int hl_skip_ipv6_extension(const struct hl_view *view, struct hl_ipv6_walk *at)
{
	const struct hl_ipv6_extension *header = HL_AT_INSIDE(view, at->offset, hl_ipv6_extension);

	if (!header)
		return HL_STEP_CUT;
	if (at->protocol >= HL_IP_MOBILITY && header->next_header == HL_IP_NO_NEXT)
		return HL_STEP_NAMED;
	at->protocol = header->next_header;
	at->offset = hl_forget_offset(at->offset + 8 + header->length * 8u);
	return HL_STEP_ON;
}

HL_INLINE int hl_skip_ipv6_extensions(const struct hl_view *view, struct hl_ipv6_walk *at)
{
	for (int i = 0; i < HL_IPV6_MAX_EXTENSIONS && hl_is_ipv6_extension(at->protocol); i++) {
		const int step = at->protocol == HL_IP_FRAGMENT ? hl_skip_ipv6_fragment(view, at)
								: hl_skip_ipv6_extension(view, at);

		if (step != HL_STEP_ON)
			return step;
	}
	return HL_STEP_ON;
}

/* An "atomic fragment" (RFC 6946), offset 0 and nothing to follow, is a whole packet. */
HL_INLINE void hl_note_ipv6_fragment(const struct hl_ipv6_walk *at, struct hl_packet *packet)
{
	if (!at->fragment)
		return;
	packet->fragment_id = at->fragment_id;
	packet->fragment = at->fragment & HL_IPV6_FRAGMENT_OFFSET ? HL_FRAGMENT_LATER : HL_FRAGMENT_FIRST;
}

HL_INLINE int hl_parse_ipv6_payload(const struct hl_view *view, __u32 offset, __u8 protocol, __u32 want_inner,
				    struct hl_packet *packet)
{
	struct hl_ipv6_walk at = {offset, protocol, 0, 0};
	int step = HL_STEP_ON;

	if (hl_is_ipv6_extension(protocol)) {
		at.offset = hl_forget_offset(offset);
		step = hl_skip_ipv6_extensions(view, &at);
	}
	hl_note_ipv6_fragment(&at, packet);
	if (packet->fragment == HL_FRAGMENT_LATER)
		return hl_later_fragment(packet, (__u8)at.protocol);
	if (step == HL_STEP_ON)
		return hl_parse_transport(view, at.offset, (__u8)at.protocol, want_inner, packet);
	packet->key.proto = (__u8)at.protocol;
	packet->header_size = at.offset;
	return step == HL_STEP_CUT ? hl_transport_cut(view, at.offset, 2, packet) : HL_PARSE_COMPLETE;
}

HL_INLINE int hl_parse_ipv6(struct hl_view *view, __u32 offset, __u32 want_inner, struct hl_packet *packet)
{
	const struct hl_ipv6_header *ip = HL_AT(view, offset, hl_ipv6_header);
	__u32 length;

	if (!ip)
		return hl_cut_at(packet, HL_PROTO_BAD_IP);
	if (ip->version_class >> 4 != 6)
		return hl_named(packet, HL_PROTO_BAD_IP);
	packet->key.marks |= HL_MARK_IPV6;
	hl_set_ipv6_address(packet->key.src_addr, ip->source[0], ip->source[1], ip->source[2], ip->source[3]);
	hl_set_ipv6_address(packet->key.dst_addr, ip->destination[0], ip->destination[1], ip->destination[2],
			    ip->destination[3]);
	packet->header_size = offset + sizeof(*ip);
	length = hl_swap16(ip->payload_length);
	view->network_end = hl_network_end(offset + sizeof(*ip), length);
	return hl_parse_ipv6_payload(view, offset + (__u32)sizeof(*ip), ip->next_header, want_inner, packet);
}

#endif
