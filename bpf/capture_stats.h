/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * The account that a kernel program keeps of the packets it saw (the map hl_stats, an element for each, per CPU):
 * seen = packets in the rows of both banks and of what was read out before + filtered + lost.
 */
#ifndef HOOKLINE_BPF_CAPTURE_STATS_H
#define HOOKLINE_BPF_CAPTURE_STATS_H

#include <linux/types.h>

enum hl_stat {
	HL_SEEN = 0,
	HL_FILTERED_NO_ARP = 1, /* left out because of `hl_no_arp` */
	HL_LOST_MAP_FULL = 2,   /* a new flow, and the bank has max_entries already */
	HL_LOST_NO_MEMORY = 3,  /* a new flow, and the kernel had no memory for it at that moment */
	HL_LOST_MAP_BUSY = 4, /* a new flow, and its bucket was locked by what this CPU was doing; or another refusal */
	HL_STAT_COUNT = 5,
};

struct hl_stat_counters {
	__u64 packets; /* as on the wire, like those of the rows */
	__u64 bytes;
};

#ifdef __cplusplus
static_assert(sizeof(struct hl_stat_counters) == 16, "hl_stat_counters layout");
#else
_Static_assert(sizeof(struct hl_stat_counters) == 16, "hl_stat_counters layout");
#endif

#endif
