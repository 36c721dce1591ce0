/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* What the parser says about one packet. */
#ifndef HOOKLINE_BPF_PACKET_H
#define HOOKLINE_BPF_PACKET_H

#include "flow_key.h"
#include "packet_bytes.h"
#include "protocol_numbers.h"

/* Either way the key is set: of what was there, when it is cut. */
enum hl_parse_result {
	HL_PARSE_COMPLETE = 0,
	HL_PARSE_TRUNCATED = 1, /* needed bytes past data_end: with more of the packet the answer may be better */
};

enum hl_fragment { HL_FRAGMENT_NONE = 0, HL_FRAGMENT_FIRST = 1, HL_FRAGMENT_LATER = 2 };

struct hl_packet {
	struct hl_flow_key key; /* ifindex and direction are the caller's */
	/* From the start of the frame to the end of what a segmentation offload repeats in every segment. */
	__u32 header_size;
	__u32 fragment_id; /* IPv4 Identification (16 bits), IPv6 Fragment Identification; 0 without fragments */
	__u8 fragment;     /* enum hl_fragment */
	__u8 tcp_flags;
	__u8 pad[2];
	__u32 transport_offset; /* where TCP or UDP starts, when payload_size is not 0 */
	__u32 payload_size; /* what TCP or UDP carry behind header_size, by IP's length; 0: nothing that can be looked at */
	__u32 pad2;
} __attribute__((aligned(8)));

/* What a step over a header says: go on behind it, or the row is named. */
enum hl_step { HL_STEP_ON, HL_STEP_NAMED, HL_STEP_CUT };

HL_INLINE void hl_packet_clear(struct hl_packet *packet)
{
	__builtin_memset(packet, 0, sizeof(*packet));
}

/* The frame ends before or in a header of `proto`: that is all there is to say. */
HL_INLINE int hl_cut_at(struct hl_packet *packet, __u16 proto)
{
	packet->key.proto = proto;
	packet->key.marks |= HL_MARK_TRUNCATED;
	return HL_PARSE_TRUNCATED;
}

HL_INLINE int hl_named(struct hl_packet *packet, __u16 proto)
{
	packet->key.proto = proto;
	return HL_PARSE_COMPLETE;
}

/* RFC 4291 2.5.5.2: ::ffff:a.b.c.d */
HL_INLINE void hl_set_ipv4_address(__u8 *address, __be32 ipv4)
{
	const __u32 prefix = hl_swap32(0x0000ffffu);

	__builtin_memcpy(address + 8, &prefix, sizeof(prefix));
	__builtin_memcpy(address + 12, &ipv4, sizeof(ipv4));
}

/* Word by word: the BPF back end copies unaligned memory in single bytes. */
HL_INLINE void hl_set_ipv6_address(__u8 *address, __be32 a, __be32 b, __be32 c, __be32 d)
{
	__builtin_memcpy(address, &a, sizeof(a));
	__builtin_memcpy(address + 4, &b, sizeof(b));
	__builtin_memcpy(address + 8, &c, sizeof(c));
	__builtin_memcpy(address + 12, &d, sizeof(d));
}

#endif
