/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* What comes before IP: tags, labels, sessions, and the protocols that live beside IP. */
#ifndef HOOKLINE_BPF_LINK_LAYER_H
#define HOOKLINE_BPF_LINK_LAYER_H

#include "network_layer.h"
#include "packet.h"

#define HL_MAX_VLAN_TAGS 8
#define HL_MAX_MPLS_LABELS 16

/* A position in the frame, and the EtherType of what stands there. */
struct hl_cursor {
	__u32 offset;
	__u16 ethertype;
};

struct HL_WIRE hl_vlan_tag { /* IEEE 802.1Q 9.6: priority, drop eligible, VID; then the EtherType of what follows */
	__be16 tci;
	__be16 ethertype;
};
HL_ASSERT_SIZE(hl_vlan_tag, 4);

HL_INLINE int hl_is_vlan_tag(__u16 ethertype)
{
	return ethertype == HL_ETHERTYPE_VLAN || ethertype == HL_ETHERTYPE_QINQ || ethertype == HL_ETHERTYPE_QINQ_OLD;
}

HL_INLINE int hl_skip_vlan_tags(const struct hl_view *view, struct hl_cursor *at, struct hl_packet *packet)
{
	for (int depth = 0; depth < HL_MAX_VLAN_TAGS && hl_is_vlan_tag(at->ethertype); depth++) {
		const struct hl_vlan_tag *tag = HL_AT(view, at->offset, hl_vlan_tag);

		if (!tag)
			return HL_STEP_CUT;
		if (depth == 0)
			packet->key.vlan_id = hl_swap16(tag->tci) & 0x0fff;
		else if (depth == 1)
			packet->key.inner_vlan_id = hl_swap16(tag->tci) & 0x0fff;
		at->ethertype = hl_swap16(tag->ethertype);
		at->offset = hl_forget_offset(at->offset + sizeof(*tag));
	}
	return HL_STEP_ON;
}

struct HL_WIRE hl_llc_header { /* IEEE 802.2 */
	__u8 dsap;
};
HL_ASSERT_SIZE(hl_llc_header, 1);

struct HL_WIRE hl_snap_header { /* IEEE 802 9.2: LLC with both SAPs AA, unnumbered information; OUI, protocol */
	__u8 dsap;
	__u8 ssap;
	__u8 control;
	__u8 oui[3];
	__be16 protocol;
};
HL_ASSERT_SIZE(hl_snap_header, 8);

/* The number at `at->ethertype` is a length. RFC 1042: SNAP with OUI 0 carries an EtherType. */
HL_INLINE int hl_skip_llc(const struct hl_view *view, struct hl_cursor *at)
{
	const struct hl_llc_header *llc = HL_AT(view, at->offset, hl_llc_header);
	const struct hl_snap_header *snap;

	at->ethertype = HL_PROTO_LLC;
	if (!llc)
		return HL_STEP_CUT;
	at->ethertype = HL_PROTO_LLC | llc->dsap;
	if (llc->dsap != 0xaa)
		return HL_STEP_NAMED;
	snap = HL_AT(view, at->offset, hl_snap_header);
	if (!snap)
		return HL_STEP_CUT;
	if (snap->ssap != 0xaa || snap->control != 0x03 || snap->oui[0] || snap->oui[1] || snap->oui[2] ||
	    hl_swap16(snap->protocol) < HL_ETHERTYPE_MIN)
		return HL_STEP_NAMED;
	at->ethertype = hl_swap16(snap->protocol);
	at->offset = hl_forget_offset(at->offset + sizeof(*snap));
	return HL_STEP_ON;
}

struct HL_WIRE hl_pppoe_session { /* RFC 2516 4, then the protocol number of PPP (RFC 1661 2) */
	__u8 version_type;
	__u8 code;
	__be16 session;
	__be16 length;
	__be16 protocol;
};
HL_ASSERT_SIZE(hl_pppoe_session, 8);

enum hl_ppp_protocol { HL_PPP_IPV4 = 0x0021, HL_PPP_IPV6 = 0x0057 };

HL_INLINE int hl_skip_pppoe(const struct hl_view *view, struct hl_cursor *at)
{
	const struct hl_pppoe_session *pppoe = HL_AT(view, at->offset, hl_pppoe_session);
	__u16 protocol;

	if (!pppoe)
		return HL_STEP_CUT;
	protocol = hl_swap16(pppoe->protocol);
	if (pppoe->version_type != 0x11 || pppoe->code || (protocol != HL_PPP_IPV4 && protocol != HL_PPP_IPV6))
		return HL_STEP_NAMED;
	at->ethertype = protocol == HL_PPP_IPV4 ? HL_ETHERTYPE_IPV4 : HL_ETHERTYPE_IPV6;
	at->offset = hl_forget_offset(at->offset + sizeof(*pppoe));
	return HL_STEP_ON;
}

struct HL_WIRE hl_mpls_label { /* RFC 3032 2.1: label, traffic class, S, TTL */
	__be32 entry;
};
HL_ASSERT_SIZE(hl_mpls_label, 4);

#define HL_MPLS_BOTTOM_OF_STACK 0x00000100u

struct HL_WIRE hl_first_byte {
	__u8 value;
};

/* 0x0800 or 0x86dd by the version in an IP packet's first byte, else 0. For labels and for links that say nothing. */
HL_INLINE __u16 hl_ethertype_of_ip(__u8 first_byte)
{
	return first_byte >> 4 == 4 ? HL_ETHERTYPE_IPV4 : first_byte >> 4 == 6 ? HL_ETHERTYPE_IPV6 : 0;
}

/* No field says what follows the last label; the version of IP does by custom (RFC 4928 3). */
HL_INLINE int hl_skip_mpls_payload(const struct hl_view *view, struct hl_cursor *at)
{
	const struct hl_first_byte *first = HL_AT(view, at->offset, hl_first_byte);
	__u16 ethertype;

	if (!first)
		return HL_STEP_CUT;
	ethertype = hl_ethertype_of_ip(first->value);
	if (!ethertype)
		return HL_STEP_NAMED;
	at->ethertype = ethertype;
	return HL_STEP_ON;
}

HL_INLINE int hl_skip_mpls(const struct hl_view *view, struct hl_cursor *at)
{
	for (int depth = 0; depth < HL_MAX_MPLS_LABELS; depth++) {
		const struct hl_mpls_label *label = HL_AT(view, at->offset, hl_mpls_label);

		if (!label)
			return HL_STEP_CUT;
		at->offset = hl_forget_offset(at->offset + sizeof(*label));
		if (hl_swap32(label->entry) & HL_MPLS_BOTTOM_OF_STACK)
			return hl_skip_mpls_payload(view, at);
	}
	return HL_STEP_NAMED;
}

struct HL_WIRE hl_arp_header { /* RFC 826; RARP (RFC 903) is the same */
	__be16 hardware_type;
	__be16 protocol_type;
	__u8 hardware_length;
	__u8 protocol_length;
	__be16 operation;
};
HL_ASSERT_SIZE(hl_arp_header, 8);

struct HL_WIRE hl_arp_address {
	__be16 upper, lower; /* after a hardware address of any length: not aligned to 4 */
};
HL_ASSERT_SIZE(hl_arp_address, 4);

HL_INLINE void hl_set_arp_address(__u8 *address, const struct hl_arp_address *from)
{
	const __u32 prefix = hl_swap32(0x0000ffffu);

	__builtin_memcpy(address + 8, &prefix, sizeof(prefix));
	address[12] = (__u8)(hl_swap16(from->upper) >> 8);
	address[13] = (__u8)hl_swap16(from->upper);
	address[14] = (__u8)(hl_swap16(from->lower) >> 8);
	address[15] = (__u8)hl_swap16(from->lower);
}

HL_INLINE int hl_parse_arp(const struct hl_view *view, const struct hl_cursor *at, struct hl_packet *packet)
{
	const struct hl_arp_header *arp = HL_AT(view, at->offset, hl_arp_header);
	const struct hl_arp_address *sender, *target;
	__u32 offset;

	if (!arp)
		return hl_cut_at(packet, at->ethertype);
	packet->key.proto = at->ethertype;
	packet->key.src_port = hl_swap16(arp->operation);
	if (hl_swap16(arp->protocol_type) != HL_ETHERTYPE_IPV4 || arp->protocol_length != 4)
		return HL_PARSE_COMPLETE;
	offset = at->offset + (__u32)sizeof(*arp) + arp->hardware_length;
	sender = HL_AT(view, offset, hl_arp_address);
	offset += (__u32)sizeof(*sender) + arp->hardware_length;
	target = HL_AT(view, offset, hl_arp_address);
	if (!sender || !target)
		return hl_cut_at(packet, at->ethertype);
	packet->key.marks |= HL_MARK_IPV4;
	hl_set_arp_address(packet->key.src_addr, sender);
	hl_set_arp_address(packet->key.dst_addr, target);
	return HL_PARSE_COMPLETE;
}

HL_INLINE int hl_is_mpls(__u16 ethertype)
{
	return ethertype == HL_ETHERTYPE_MPLS || ethertype == HL_ETHERTYPE_MPLS_MULTICAST;
}

/* From a tag, a length, a session or a label to the protocol that names the row. */
HL_INLINE int hl_skip_to_network(const struct hl_view *view, struct hl_cursor *at, struct hl_packet *packet)
{
	int step = HL_STEP_ON;

	if (hl_is_vlan_tag(at->ethertype))
		step = hl_skip_vlan_tags(view, at, packet);
	if (step != HL_STEP_ON)
		return step;
	if (at->ethertype < HL_ETHERTYPE_MIN)
		step = hl_skip_llc(view, at);
	if (step == HL_STEP_ON && at->ethertype == HL_ETHERTYPE_PPPOE_SESSION)
		return hl_skip_pppoe(view, at);
	if (step == HL_STEP_ON && hl_is_mpls(at->ethertype))
		return hl_skip_mpls(view, at);
	return step;
}

HL_INLINE int hl_parse_ethertype(struct hl_view *view, struct hl_cursor at, __u32 want_inner, struct hl_packet *packet)
{
	int step = HL_STEP_ON;

	/* The plain cases first: nothing to skip. */
	if (at.ethertype != HL_ETHERTYPE_IPV4 && at.ethertype != HL_ETHERTYPE_IPV6)
		step = hl_skip_to_network(view, &at, packet);
	packet->header_size = at.offset;
	if (step == HL_STEP_CUT)
		return hl_cut_at(packet, at.ethertype);
	if (step == HL_STEP_NAMED)
		return hl_named(packet, at.ethertype);
	switch (at.ethertype) {
	case HL_ETHERTYPE_IPV4:
		return hl_parse_ipv4(view, at.offset, want_inner, packet);
	case HL_ETHERTYPE_IPV6:
		return hl_parse_ipv6(view, at.offset, want_inner, packet);
	case HL_ETHERTYPE_ARP:
	case HL_ETHERTYPE_RARP:
		return hl_parse_arp(view, &at, packet);
	default:
		return hl_named(packet, at.ethertype);
	}
}

#endif
