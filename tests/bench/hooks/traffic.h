/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* What the bench tells its driver programs: which flow each packet is to belong to. */
#ifndef HOOKLINE_BENCH_TRAFFIC_H
#define HOOKLINE_BENCH_TRAFFIC_H

#include <linux/types.h>

/* Flows are numbers below 2^28, and become the source addresses of 16.0.0.0/4 or of one IPv6 /100. */
#define BENCH_FLOW_BITS 28
#define BENCH_MAX_FLOWS (1u << BENCH_FLOW_BITS)

/* Small enough to stay in the first-level cache: what the driver takes of it the program under test has not got. */
#define BENCH_QUANTILE_BITS 11
#define BENCH_QUANTILES (1u << BENCH_QUANTILE_BITS)

/* The verdict where the tail call was not taken: none that a program under test would give. */
#define BENCH_NOT_CALLED 0x6e6f6e65

enum bench_draw_kind {
	BENCH_DRAW_UNIFORM = 0,     /* each flow as often as any other */
	BENCH_DRAW_QUANTILES = 1,   /* as `quantiles` has it */
	BENCH_DRAW_ROUND_ROBIN = 2, /* one flow after the other */
};

/* In .bss, written by user space between runs. */
struct bench_traffic {
	__u64 random; /* the generator's state */
	__u32 draw;   /* enum bench_draw_kind */
	__u32 flows;
	__u32 next; /* round-robin */
	__u32 is_ipv6;
	/* Entry i: the flow that a share of i / BENCH_QUANTILES of all packets lies below. The last one is `flows`. */
	__u32 quantiles[BENCH_QUANTILES + 1];
	__u32 pad;
};

#endif
