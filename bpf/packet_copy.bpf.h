/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * A place for the first bytes of a packet, for headers that cannot be read where they are: outside the linear part of an
 * skb, or in the second buffer of an XDP frame.
 */
#ifndef HOOKLINE_BPF_PACKET_COPY_BPF_H
#define HOOKLINE_BPF_PACKET_COPY_BPF_H

#include "packet.h"
#include "packet_parser.h"

#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

#define HL_COPY_SIZE 2048
#define HL_COPY_FIRST 128 /* enough for nearly all */

struct hl_copy {
	__u8 bytes[HL_COPY_SIZE];
};

/*
 * Key: 0. Value: the start of a packet, per CPU: with softirqs off, the one program that runs there is alone with it.
 * Written by the programs; cannot be full.
 */
struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, struct hl_copy);
} hl_copies SEC(".maps");

static __always_inline struct hl_copy *hl_copy_of_this_cpu(void)
{
	const __u32 slot = 0;

	return bpf_map_lookup_elem(&hl_copies, &slot);
}

/* What a parser on a copy answers. */
enum hl_copy_result { HL_COPY_COMPLETE = 0 /* HL_PARSE_COMPLETE */, HL_COPY_TRUNCATED = 1, HL_COPY_NONE = 2 };

/* When not even a copy can be had: the row is the frame's EtherType, and it says that it is cut. */
static __always_inline void hl_parse_nothing(struct hl_packet *packet, __u16 ethertype)
{
	hl_packet_clear(packet);
	hl_cut_at(packet, ethertype < HL_ETHERTYPE_MIN ? HL_PROTO_UNKNOWN_LINK : ethertype);
}

#endif
