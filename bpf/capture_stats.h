/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * What a kernel program keeps for itself on each CPU (the map hl_cpus): the account of the packets it saw, and its
 * clock. seen + repeated = packets in the rows of both banks and of what was read out before + filtered.
 */
#ifndef HOOKLINE_BPF_CAPTURE_STATS_H
#define HOOKLINE_BPF_CAPTURE_STATS_H

#include "flow_slot.h"
#include "labels.h"
#include "packet.h"

enum hl_stat {
	HL_SEEN = 0,
	HL_FILTERED_NO_ARP = 1,     /* left out because of `hl_no_arp` */
	HL_REPEATED = 2,            /* seen before: HL_SEEN has not counted it */
	HL_FILTERED_EXPRESSION = 3, /* the user's filter rejects it */
	HL_STAT_COUNT = 4,
};

struct hl_stat_counters {
	__u64 packets; /* as on the wire, like those of the rows */
	__u64 bytes;
};

/* Arguments of functions that the verifier looks at on their own: in 5.10 these can have no pointers. */
struct hl_entry {
	struct hl_sight sight;
	struct hl_flow4_key short_key;
	struct hl_flow_key key; /* of a short flow not always set: hl_complete_key() */
	__u64 is_short;
};

enum hl_entry_use { HL_ENTRY_NEW, HL_ENTRY_REPLACED, HL_ENTRY_NETWORK, HL_ENTRY_COUNT = 4 /* a power of two */ };

#define HL_NO_PARTITION ~0u

struct hl_cpu {
	__u64 jiffies;     /* when `now` was taken */
	__u32 now;         /* as in hl_slot */
	__u32 turned_away; /* packets that found no place for their flow */
	__u32 starts4[2];  /* the first sets of this CPU's partitions of both banks, in hl_flows4 */
	__u32 starts[2];   /* in hl_flows; HL_NO_PARTITION: it has none */
	struct hl_stat_counters stats[HL_STAT_COUNT]; /* only ever growing */
	struct hl_slot rest[2]; /* of each bank: packets for which not even their protocol has a place */
	struct hl_entry entries[HL_ENTRY_COUNT];
	struct hl_packet packet;   /* the one that is looked at */
	struct hl_payload payload; /* its */
	__u64 names_lost;          /* packets that found the ring hl_first_packets full; only ever growing */
} __attribute__((aligned(128)));   /* two cache lines, which are fetched together */

#endif
