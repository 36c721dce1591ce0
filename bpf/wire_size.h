/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * What a packet of the kernel is on the wire. With segmentation offload one "packet" of up to 64 KiB (512 KiB with BIG
 * TCP) stands for many frames, each with headers of its own.
 */
#ifndef HOOKLINE_BPF_WIRE_SIZE_H
#define HOOKLINE_BPF_WIRE_SIZE_H

#include "packet_bytes.h"

#define HL_VLAN_TAG_SIZE 4

/* gso_size of SCTP super-packets: the segments are of any size, only gso_segs tells how many. GSO_BY_FRAGS. */
#define HL_GSO_BY_FRAGMENTS 0xffffu

/* As the kernel has it. */
struct hl_kernel_size {
	__u32 length;      /* skb->len, link header included */
	__u32 wire_length; /* __sk_buff.wire_len; 0 where the hook has none */
	__u32 gso_segments;
	__u32 gso_size;
	__u32 header_size;     /* hl_packet.header_size */
	__u32 tag_in_metadata; /* not 0: a VLAN tag is held beside the packet, not in `length` */
};

struct hl_wire_size {
	__u32 packets;
	__u32 bytes;
};

/* TUN and virtio hand over super-packets with gso_size alone: the receiver is to count the segments. */
HL_INLINE __u32 hl_segments(const struct hl_kernel_size *size)
{
	if (!size->gso_size || size->gso_segments)
		return size->gso_segments ? size->gso_segments : 1;
	if (size->length <= size->header_size || size->gso_size == HL_GSO_BY_FRAGMENTS)
		return 1;
	return (size->length - size->header_size + size->gso_size - 1) / size->gso_size;
}

/*
 * On egress wire_len (qdisc_pkt_len_init()) already has the headers of every segment, of an encapsulated packet only
 * the outer ones on many kernels; on ingress it is the length alone. It does not say too much, and neither does our own
 * sum, which is short where headers could not be read: so the greater of the two counts, on both sides.
 */
HL_INLINE struct hl_wire_size hl_wire_size_of(const struct hl_kernel_size *size)
{
	struct hl_wire_size wire = {1, size->length};

	if (size->gso_size) { /* skb_is_gso() */
		wire.packets = hl_segments(size);
		wire.bytes += (wire.packets - 1) * size->header_size;
		if (size->wire_length > wire.bytes)
			wire.bytes = size->wire_length;
	}
	if (size->tag_in_metadata)
		wire.bytes += HL_VLAN_TAG_SIZE * wire.packets;
	return wire;
}

#endif
