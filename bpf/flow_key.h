/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * The key and the counters of one flow, as the kernel programs and user space share them.
 * One definition for both sides; the including file has the fixed-width __u8..__u64 types already
 * (<linux/types.h> in user space, <linux/bpf.h> or vmlinux.h for the BPF target).
 */
#ifndef HOOKLINE_BPF_FLOW_KEY_H
#define HOOKLINE_BPF_FLOW_KEY_H

#include <linux/types.h>

/* Bump on any change below: user space compares it with the object's `hl_layout` and refuses a mismatch. */
#define HL_FLOW_LAYOUT 3

/*
 * `proto` holds IP protocol numbers (IANA, 0..255) and EtherTypes (IANA, 1536..65535) in one number space, which
 * IEEE 802.3 keeps apart. The gap between them holds what has neither.
 */
#define HL_PROTO_LLC 0x0100          /* 802.3 length field: 0x0100 | destination SAP (802.2), so STP is 0x0142 */
#define HL_PROTO_RUNT 0x0200         /* too short to hold a link-layer header */
#define HL_PROTO_UNKNOWN_LINK 0x0201 /* no EtherType known: an L3 device or link type that gives none */
#define HL_PROTO_ANY 0x0203          /* of rows with HL_MARK_OTHER: of any protocol */
#define HL_PROTO_BAD_IP 0x0202       /* EtherType or nibble says IP, the header contradicts it or is cut */

enum hl_direction { HL_DIRECTION_UNKNOWN = 0, HL_DIRECTION_IN = 1, HL_DIRECTION_OUT = 2 };

enum hl_mark {
	HL_MARK_FRAGMENT = 1 << 0,  /* part of a later fragment whose head was not seen: no ports */
	HL_MARK_TRUNCATED = 1 << 1, /* a header is cut off: no ports, and no addresses where proto is not IP's */
	HL_MARK_TUNNEL = 1 << 2,    /* the outer flow of a tunnel; tunnel_id is its VNI, TEID, GRE key or session id */
	HL_MARK_IPV4 = 1 << 3,      /* addresses are IPv4, mapped as ::ffff:a.b.c.d (RFC 4291 2.5.5.2) */
	HL_MARK_IPV6 = 1 << 4,      /* addresses are IPv6; neither bit: there are no addresses */
	HL_MARK_OTHER = 1 << 5, /* many flows that had no place of their own: networks of `prefix_length`, no ports */
	HL_MARK_LAST_OWNER =
		1 << 6, /* of the last user of the socket, who may be another one than the one that did this */
};

/* What flows that have no place of their own are counted by. IPv6: a site (RFC 6177 2). */
#define HL_IPV4_NETWORK_BITS 24
#define HL_IPV6_NETWORK_BITS 48

/* Compared and hashed bytewise: every byte is set, padding is zero. */
struct hl_flow_key {
	__u8 src_addr[16]; /* network byte order */
	__u8 dst_addr[16];
	/*
	 * Two numbers of layer 4, host byte order. TCP, UDP, UDP-Lite, SCTP, DCCP: ports. ICMP, ICMPv6, IGMP: type and code.
	 * ESP, AH: upper and lower half of the SPI. GRE: inner EtherType, flags and version word. OSPF: packet type and
	 * version. ARP, RARP: operation, 0. Else 0.
	 */
	__u16 src_port;
	__u16 dst_port;
	__u32 tunnel_id; /* host byte order */
	__u32 ifindex;
	__u16 proto;   /* host byte order, see above */
	__u16 vlan_id; /* outermost IEEE 802.1Q VID 1..4094, 0 without a tag */
	__u16 inner_vlan_id;
	__u8 direction;     /* enum hl_direction */
	__u8 marks;         /* enum hl_mark */
	__u8 prefix_length; /* bits of both networks with HL_MARK_OTHER, else 0 */
	__u8 pad[3];
	__u64 owner; /* of the socket, where the capture knows sockets: which process holds it; else 0 */
} __attribute__((aligned(8)));

enum hl_flow_state {
	HL_FLOW_SETTLED = 1 << 0,  /* its label is known, or not to be found: payload is looked at no more */
	HL_FLOW_REPEATED = 1 << 1, /* its packets are in the sender's row, too: both sockets are seen by one capture */
};

/* What is known of one flow, or of a part of it. */
struct hl_flow_counters {
	__u64 packets;  /* as on the wire: segments of a super-packet, not the super-packet */
	__u64 bytes;    /* frame without FCS, as on the wire, headers of every segment included */
	__u64 first_ns; /* CLOCK_MONOTONIC, of the first and last packet */
	__u64 last_ns;
	__u8 tcp_flags; /* union of the TCP flag bytes (RFC 9293 3.1) */
	__u8 label;     /* enum hl_label */
	__u8 state;     /* enum hl_flow_state */
	__u8 pad[5];
};

#ifdef __cplusplus
static_assert(sizeof(struct hl_flow_key) == 64, "hl_flow_key layout");
static_assert(sizeof(struct hl_flow_counters) == 40, "hl_flow_counters layout");
#else
_Static_assert(sizeof(struct hl_flow_key) == 64, "hl_flow_key layout");
_Static_assert(sizeof(struct hl_flow_counters) == 40, "hl_flow_counters layout");
#endif

#endif
