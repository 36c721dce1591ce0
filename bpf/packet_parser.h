/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * The packet parser: bytes in, flow key out. One source for the kernel programs (clang, BPF target) and for user space
 * (C or C++). It never fails: what it cannot name further is keyed by EtherType or IP protocol, what is cut says so.
 *
 * The caller sets key.ifindex and key.direction, and joins fragments (fragments.h).
 */
#ifndef HOOKLINE_BPF_PACKET_PARSER_H
#define HOOKLINE_BPF_PACKET_PARSER_H

#include "link_kind.h"
#include "link_layer.h"
#include "packet.h"

struct HL_WIRE hl_ethernet_header { /* IEEE 802.3 3.1.1 */
	__be16 destination[3];
	__be16 source[3];
	__be16 ethertype;
};
HL_ASSERT_SIZE(hl_ethernet_header, 14);

HL_INLINE int hl_start_ethernet(const struct hl_view *view, struct hl_cursor *at)
{
	const struct hl_ethernet_header *ethernet = HL_AT(view, 0, hl_ethernet_header);

	at->offset = sizeof(*ethernet);
	at->ethertype = HL_PROTO_RUNT;
	if (!ethernet)
		return HL_STEP_CUT;
	at->ethertype = hl_swap16(ethernet->ethertype);
	return HL_STEP_ON;
}

HL_INLINE int hl_start_network(__u32 kind, __u16 ethertype, struct hl_cursor *at)
{
	at->offset = hl_forget_offset(0);
	at->ethertype = ethertype < HL_ETHERTYPE_MIN ? HL_PROTO_UNKNOWN_LINK : ethertype;
	return kind == HL_LINK_OTHER || ethertype < HL_ETHERTYPE_MIN ? HL_STEP_NAMED : HL_STEP_ON;
}

/* Any start; one call of it is one instance of the parser in a program. `ethertype` counts where the frame has none. */
HL_INLINE int hl_parse_view(struct hl_view *view, __u32 kind, __u16 ethertype, __u32 want_inner,
			    struct hl_packet *packet)
{
	struct hl_cursor at;
	int step;

	hl_packet_clear(packet);
	if (kind == HL_LINK_ETHERNET)
		step = hl_start_ethernet(view, &at);
	else
		step = hl_start_network(kind, ethertype, &at);
	if (step == HL_STEP_CUT)
		return hl_cut_at(packet, at.ethertype);
	if (step == HL_STEP_NAMED)
		return hl_named(packet, at.ethertype);
	return hl_parse_ethertype(view, at, want_inner, packet);
}

/*
 * A frame that starts with an Ethernet header. `want_inner` (not 0: a super-packet) makes header_size go on into a
 * tunnel, to the end of the inner transport header. Returns enum hl_parse_result.
 */
HL_INLINE int hl_parse_ethernet(const void *data, const void *data_end, __u32 want_inner, struct hl_packet *packet)
{
	struct hl_view view = hl_view_of_packet(data, data_end);

	return hl_parse_view(&view, HL_LINK_ETHERNET, 0, want_inner, packet);
}

/*
 * A packet without a link header (tun, WireGuard, ipip, or one that the caller has stepped over). `ethertype` in host
 * byte order; one that is none (below 1536) makes a HL_PROTO_UNKNOWN_LINK row. hl_ethertype_of_ip() helps where the
 * link gives no type.
 */
HL_INLINE int hl_parse_network(const void *data, const void *data_end, __u16 ethertype, __u32 want_inner,
			       struct hl_packet *packet)
{
	struct hl_view view = hl_view_of_packet(data, data_end);

	return hl_parse_view(&view, HL_LINK_NONE, ethertype, want_inner, packet);
}

#endif
