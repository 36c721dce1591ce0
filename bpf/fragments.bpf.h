/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* The kernel's table of fragment heads: the rules of fragments.h on a map. */
#ifndef HOOKLINE_BPF_FRAGMENTS_BPF_H
#define HOOKLINE_BPF_FRAGMENTS_BPF_H

#include "fragments.h"

#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

/*
 * Key: hl_fragment_key. Value: hl_fragment_head. Written by the programs only. Full: the head that was used longest
 * ago goes, and its later fragments are counted in a row with HL_MARK_FRAGMENT. One table for all CPUs, because a
 * device may spread head and rest over several.
 */
struct {
	__uint(type, BPF_MAP_TYPE_LRU_HASH);
	__uint(max_entries, 4096);
	__type(key, struct hl_fragment_key);
	__type(value, struct hl_fragment_head);
} hl_fragments SEC(".maps");

static __always_inline void hl_fragments_follow(struct hl_packet *packet, __u64 now_ns)
{
	struct hl_fragment_key key;
	struct hl_fragment_head head;

	hl_fragment_key_of(packet, &key);
	if (packet->fragment == HL_FRAGMENT_LATER) {
		hl_fragment_join(packet, bpf_map_lookup_elem(&hl_fragments, &key), now_ns);
	} else if (hl_fragment_worth(packet)) {
		hl_fragment_head_of(packet, now_ns, &head);
		bpf_map_update_elem(&hl_fragments, &key, &head, BPF_ANY);
	}
}

#endif
