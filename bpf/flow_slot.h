/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * The memory of the flow table, as the programs write it and user space reads it through mmap: sets of four flows, in
 * partitions, one for each bank and CPU, so that nobody else touches what a program writes. Beside each set stand its
 * tags, 16 bits of each flow's hash: most that is looked for and not there is known from them, and they fit into the
 * CPU's cache where the flows do not.
 *
 *   hl_flows4 (hl_set4), hl_flows (hl_set), and hl_tags4, hl_tags (hl_tag_word):
 *     key: number of a set; partition 0 of bank 0, partition 1 of bank 0, ... partition 0 of bank 1, ...
 *     in a partition: sets for flows, then sets for networks, then sets for what has no network (enum hl_room)
 *
 *   hl_overflow (hl_overflow_set), hl_overflow_tags (hl_overflow_tags): the second level, which all CPUs share.
 *     key: number of a set; those of bank 0, then those of bank 1
 */
#ifndef HOOKLINE_BPF_FLOW_SLOT_H
#define HOOKLINE_BPF_FLOW_SLOT_H

#include "flow_key.h"
#include "packet.h"

#define HL_WAYS 4

#define HL_BANK_CLOSED 2 /* in hl_bank */

/* Time in the table: CLOCK_MONOTONIC in units of 2^20 ns (1.05 ms), its lower 32 bits, which come round in 52 days. */
#define HL_TIME_SHIFT 20

struct hl_slot {
	__u64 packets; /* as hl_flow_counters has them */
	__u64 bytes;
	__u32 first; /* see HL_TIME_SHIFT; known to a jiffy: 1 to 10 ms */
	__u32 last;
	__u8 tcp_flags;
	__u8 label;   /* enum hl_label */
	__u8 state;   /* enum hl_flow_state */
	__u8 looks;   /* at its payload; not of the second level */
	__u32 socket; /* lower half of its cookie, where that is asked for and known; not of the second level */
};

/*
 * What most flows are known by: IPv4, no tags, no tunnel. 16 bytes, because their comparison and the cache lines that
 * they fill are most of what a packet costs. All zero: no flow is here.
 */
struct hl_flow4_key {
	__be32 src_addr;
	__be32 dst_addr;
	__be16 src_port; /* as in hl_flow_key, but in network byte order, as they stand in the packet */
	__be16 dst_port;
	__u32 where; /* hl_flow4_where(); never 0 in a flow */
} __attribute__((aligned(8)));

#define HL_WHERE_DIRECTION_SHIFT 8
#define HL_WHERE_OTHER (1u << 10) /* HL_MARK_OTHER: addresses are /24 networks, or there are none */
#define HL_WHERE_IFINDEX_SHIFT 11
#define HL_WHERE_IFINDEX_LIMIT (1u << 21) /* interfaces from this one on have keys of the long form */

HL_INLINE __u32 hl_flow4_where(__u8 protocol, __u8 direction, __u32 ifindex)
{
	return protocol | (__u32)direction << HL_WHERE_DIRECTION_SHIFT | ifindex << HL_WHERE_IFINDEX_SHIFT;
}

HL_INLINE void hl_flow_key_of4(const struct hl_flow4_key *key, struct hl_flow_key *long_key)
{
	const __u32 is_other = key->where & HL_WHERE_OTHER;
	const __u32 has_addresses = !is_other || key->src_addr || key->dst_addr;

	__builtin_memset(long_key, 0, sizeof(*long_key));
	long_key->src_port = hl_swap16(key->src_port);
	long_key->dst_port = hl_swap16(key->dst_port);
	long_key->ifindex = key->where >> HL_WHERE_IFINDEX_SHIFT;
	long_key->proto = (__u8)key->where;
	long_key->direction = key->where >> HL_WHERE_DIRECTION_SHIFT & 3;
	long_key->marks = (is_other ? HL_MARK_OTHER : 0) | (has_addresses ? HL_MARK_IPV4 : 0);
	if (!has_addresses)
		return;
	long_key->prefix_length = is_other ? HL_IPV4_NETWORK_BITS : 0;
	hl_set_ipv4_address(long_key->src_addr, key->src_addr);
	hl_set_ipv4_address(long_key->dst_addr, key->dst_addr);
}

/* Keys are compared and hashed by words. */
typedef __u64 __attribute__((may_alias)) hl_word;
#define HL_FLOW_WORDS 8

HL_INLINE __u64 hl_flow4_word(const struct hl_flow4_key *key, int i)
{
	return ((const hl_word *)key)[i];
}

HL_INLINE __u64 hl_flow_word(const struct hl_flow_key *key, int i)
{
	return ((const hl_word *)key)[i];
}

/* A cache line. */
struct hl_flow4 {
	struct hl_flow4_key key;
	struct hl_slot slot;
	__u64 pad[2];
} __attribute__((aligned(64)));

/* A flow of any kind. */
struct hl_flow {
	struct hl_flow_key key;
	struct hl_slot slot;
} __attribute__((aligned(32)));

struct hl_set4 {
	struct hl_flow4 flows[HL_WAYS];
};

struct hl_set {
	struct hl_flow flows[HL_WAYS];
};

/* 16 bits for each of HL_WAYS flows, the first lowest. Odd; 0: no flow is there. */
typedef __u64 hl_tag_word;

/* The second level has wide sets: as all CPUs share them, none should be full while others have room. */
#define HL_OVERFLOW_WORDS 8 /* of tags: a cache line */
#define HL_OVERFLOW_WAYS (HL_OVERFLOW_WORDS * HL_WAYS)

struct hl_overflow_tags {
	hl_tag_word words[HL_OVERFLOW_WORDS]; /* they fill from the first on */
} __attribute__((aligned(64)));

struct hl_overflow_set {
	struct hl_flow flows[HL_OVERFLOW_WAYS];
};

/* Packets of one flow, as the table is told of them. */
struct hl_sight {
	__u64 packets;
	__u64 bytes;
	__u32 first; /* as in hl_slot */
	__u32 last;
	__u8 tcp_flags;
	__u8 bank;
	__u8 pad[6];
};

/* A partition's rooms, one after the other. All are powers of two, and at least 1 << HL_REST_BITS sets. */
enum hl_room { HL_ROOM_FLOWS, HL_ROOM_NETWORKS, HL_ROOM_REST };

#define HL_REST_BITS 6
#define HL_PARTITION_SETS(flow_bits, network_bits) ((1u << (flow_bits)) + (1u << (network_bits)) + (1u << HL_REST_BITS))

#ifdef __cplusplus
static_assert(sizeof(struct hl_slot) == 32 && sizeof(struct hl_flow4) == 64 && sizeof(struct hl_flow) == 96, "layout");
#else
_Static_assert(sizeof(struct hl_slot) == 32 && sizeof(struct hl_flow4) == 64 && sizeof(struct hl_flow) == 96, "layout");
#endif

#endif
