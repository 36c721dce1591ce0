/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* The kernel side of capture_stats.h. */
#ifndef HOOKLINE_BPF_CAPTURE_STATS_BPF_H
#define HOOKLINE_BPF_CAPTURE_STATS_BPF_H

#include "capture_stats.h"
#include "wire_size.h"

#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

/* Key: enum hl_stat. Value: hl_stat_counters, per CPU, only ever growing. Written by the programs; cannot be full. */
struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, HL_STAT_COUNT);
	__type(key, __u32);
	__type(value, struct hl_stat_counters);
} hl_stats SEC(".maps");

static __always_inline void hl_count(__u32 stat, const struct hl_wire_size *wire)
{
	struct hl_stat_counters *counters = bpf_map_lookup_elem(&hl_stats, &stat);

	if (!counters)
		return; /* cannot be: the verifier wants it said */
	counters->packets += wire->packets;
	counters->bytes += wire->bytes;
}

#endif
