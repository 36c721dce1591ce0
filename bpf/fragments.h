/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * The fragments of one datagram are one flow: the first carries the ports, the later ones are joined to it by
 * (addresses, identification, protocol) (RFC 791 3.2, RFC 8200 4.5). The table is the caller's: a LRU map in the kernel
 * (fragments.bpf.h), a bounded table in user space. The rules are here:
 *
 *   packet.fragment == HL_FRAGMENT_FIRST, hl_fragment_worth():  table[hl_fragment_key_of()] = hl_fragment_head_of()
 *   packet.fragment == HL_FRAGMENT_LATER:                       hl_fragment_join() with what the table has, if anything
 *
 * A later fragment that comes before its head, or whose head is unknown, keeps HL_MARK_FRAGMENT and has no ports.
 */
#ifndef HOOKLINE_BPF_FRAGMENTS_H
#define HOOKLINE_BPF_FRAGMENTS_H

#include "packet.h"

/* Identifications come round again. After this long a receiver has given up reassembly (RFC 8200 4.5: 60 s). */
#define HL_FRAGMENT_LIFETIME_NS 60000000000ull

/* Compared bytewise. */
struct hl_fragment_key {
	__u8 src_addr[16];
	__u8 dst_addr[16];
	__u32 id;
	__u32 ifindex;
	__u16 vlan_id;
	__u8 protocol; /* IPv4. 0 for IPv6, where it is no part of the identity: only the first fragment's counts */
	__u8 direction;
};

struct hl_fragment_head {
	__u64 seen_ns;
	__u32 tunnel_id;
	__u16 src_port;
	__u16 dst_port;
	__u16 proto;
	__u8 marks;
	__u8 pad[5];
};

#ifdef __cplusplus
static_assert(sizeof(struct hl_fragment_key) == 44, "hl_fragment_key layout");
static_assert(sizeof(struct hl_fragment_head) == 24, "hl_fragment_head layout");
#else
_Static_assert(sizeof(struct hl_fragment_key) == 44, "hl_fragment_key layout");
_Static_assert(sizeof(struct hl_fragment_head) == 24, "hl_fragment_head layout");
#endif

/* After the caller has set packet->key.ifindex and direction. */
HL_INLINE void hl_fragment_key_of(const struct hl_packet *packet, struct hl_fragment_key *key)
{
	__builtin_memcpy(key->src_addr, packet->key.src_addr, sizeof(key->src_addr));
	__builtin_memcpy(key->dst_addr, packet->key.dst_addr, sizeof(key->dst_addr));
	key->id = packet->fragment_id;
	key->ifindex = packet->key.ifindex;
	key->vlan_id = packet->key.vlan_id;
	key->protocol = packet->key.marks & HL_MARK_IPV4 ? (__u8)packet->key.proto : 0;
	key->direction = packet->key.direction;
}

/* A head whose layer-4 header is cut has nothing to tell. */
HL_INLINE int hl_fragment_worth(const struct hl_packet *packet)
{
	return packet->fragment == HL_FRAGMENT_FIRST && !(packet->key.marks & HL_MARK_TRUNCATED);
}

HL_INLINE void hl_fragment_head_of(const struct hl_packet *packet, __u64 now_ns, struct hl_fragment_head *head)
{
	__builtin_memset(head, 0, sizeof(*head));
	head->seen_ns = now_ns;
	head->tunnel_id = packet->key.tunnel_id;
	head->src_port = packet->key.src_port;
	head->dst_port = packet->key.dst_port;
	head->proto = packet->key.proto;
	head->marks = packet->key.marks;
}

/* `head` may be null: not known. */
HL_INLINE void hl_fragment_join(struct hl_packet *packet, const struct hl_fragment_head *head, __u64 now_ns)
{
	/* Signed: on another CPU, or in a file that is out of order, the head may be the later one. */
	if (!head || (__s64)(now_ns - head->seen_ns) > (__s64)HL_FRAGMENT_LIFETIME_NS)
		return;
	packet->key.tunnel_id = head->tunnel_id;
	packet->key.src_port = head->src_port;
	packet->key.dst_port = head->dst_port;
	packet->key.proto = head->proto;
	packet->key.marks = head->marks;
}

#endif
