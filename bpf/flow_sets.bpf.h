/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* The flow table's first level (flow_slot.h): sizes, finding a flow in its set, putting one there. */
#ifndef HOOKLINE_BPF_FLOW_SETS_BPF_H
#define HOOKLINE_BPF_FLOW_SETS_BPF_H

#include "flow_match.bpf.h"
#include "flow_slot.h"

#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

/*
 * The sizes are set before load, together with the maps' max_entries. These are for two CPUs, and right with any number:
 * CPUs without a partition use the second level alone.
 */
#define HL_DEFAULT_PARTITIONS 2
#define HL_DEFAULT_FLOW4_BITS 15
#define HL_DEFAULT_FLOW_BITS 13
#define HL_DEFAULT_NETWORK_BITS 10

const volatile __u32 hl_partitions = HL_DEFAULT_PARTITIONS; /* of a bank */
const volatile __u32 hl_flow4_bits = HL_DEFAULT_FLOW4_BITS; /* 1 << bits sets for flows in a partition of hl_flows4 */
const volatile __u32 hl_flow_bits = HL_DEFAULT_FLOW_BITS;   /* of hl_flows */
const volatile __u32 hl_network_bits = HL_DEFAULT_NETWORK_BITS; /* for networks, in both */

#define HL_DEFAULT_SETS(bits) (2 * HL_DEFAULT_PARTITIONS * HL_PARTITION_SETS(bits, HL_DEFAULT_NETWORK_BITS))

/* Key: number of a set, see flow_slot.h. Written by the programs; emptied by user space, which maps them. */
#define HL_SET_MAP(bits, element)                           \
	struct {                                            \
		__uint(type, BPF_MAP_TYPE_ARRAY);           \
		__uint(map_flags, BPF_F_MMAPABLE);          \
		__uint(max_entries, HL_DEFAULT_SETS(bits)); \
		__type(key, __u32);                         \
		__type(value, element);                     \
	}

HL_SET_MAP(HL_DEFAULT_FLOW4_BITS, hl_tag_word) hl_tags4 SEC(".maps");
HL_SET_MAP(HL_DEFAULT_FLOW4_BITS, struct hl_set4) hl_flows4 SEC(".maps");
HL_SET_MAP(HL_DEFAULT_FLOW_BITS, hl_tag_word) hl_tags SEC(".maps");
HL_SET_MAP(HL_DEFAULT_FLOW_BITS, struct hl_set) hl_flows SEC(".maps");

static __always_inline __u64 hl_flow4_hash(const struct hl_flow4_key *key)
{
	return hl_flow4_word(key, 0) * hl_hash_seeds[0] + hl_flow4_word(key, 1) * hl_hash_seeds[1];
}

static __always_inline __u32 hl_partition_start(__u32 flow_bits, __u32 bank, __u32 cpu)
{
	const __u32 sets = (1u << flow_bits) + (1u << hl_network_bits) + (1u << HL_REST_BITS);

	return cpu < hl_partitions ? (bank * hl_partitions + cpu) * sets : HL_NO_PARTITION;
}

static __always_inline __u32 hl_set_of(enum hl_room room, __u32 flow_bits, __u32 start, __u64 hash)
{
	if (room == HL_ROOM_FLOWS)
		return start + (__u32)(hash >> (64 - flow_bits));
	start += 1u << flow_bits;
	if (room == HL_ROOM_NETWORKS)
		return start + (__u32)(hash >> (64 - hl_network_bits));
	return start + (1u << hl_network_bits) + (__u32)(hash >> (64 - HL_REST_BITS));
}

static __always_inline int hl_same_flow4(const struct hl_flow4_key *one, const struct hl_flow4_key *other)
{
	return hl_flow4_word(one, 0) == hl_flow4_word(other, 0) && hl_flow4_word(one, 1) == hl_flow4_word(other, 1);
}

/* Null: it is not in this set. */
static __always_inline struct hl_slot *hl_find4(hl_tag_word tags, struct hl_set4 *set, __u32 tag,
						const struct hl_flow4_key *key)
{
#pragma unroll
	for (int way = 0; way < HL_WAYS; way++)
		if (hl_tag_at(tags, way) == tag && hl_same_flow4(&set->flows[way].key, key))
			return &set->flows[way].slot;
	return 0;
}

static __always_inline struct hl_slot *hl_find(hl_tag_word tags, struct hl_set *set, __u32 tag,
					       const struct hl_flow_key *key)
{
#pragma unroll
	for (int way = 0; way < HL_WAYS; way++)
		if (hl_tag_at(tags, way) == tag && hl_same_flow(&set->flows[way].key, key))
			return &set->flows[way].slot;
	return 0;
}

/* Into the first free place; the set is not full. */
static __always_inline struct hl_slot *hl_place4(hl_tag_word *tags, struct hl_set4 *set, __u32 tag,
						 const struct hl_flow4_key *key, const struct hl_sight *sight)
{
	const __u32 way = hl_index(hl_places_taken(*tags), HL_WAYS);
	struct hl_flow4 *flow = &set->flows[way];

	flow->key = *key;
	hl_slot_begin(&flow->slot, sight);
	*tags |= (hl_tag_word)tag << 16 * way;
	return &flow->slot;
}

static __always_inline struct hl_slot *hl_place(hl_tag_word *tags, struct hl_set *set, __u32 tag,
						const struct hl_flow_key *key, const struct hl_sight *sight)
{
	const __u32 way = hl_index(hl_places_taken(*tags), HL_WAYS);
	struct hl_flow *flow = &set->flows[way];

	flow->key = *key;
	hl_slot_begin(&flow->slot, sight);
	*tags |= (hl_tag_word)tag << 16 * way;
	return &flow->slot;
}

/* Adds to the flow, which is in this set or has room there; else null. */
static __always_inline struct hl_slot *hl_count_in4(__u32 number, __u32 tag, const struct hl_flow4_key *key,
						    const struct hl_sight *sight)
{
	hl_tag_word *tags = bpf_map_lookup_elem(&hl_tags4, &number);
	struct hl_set4 *set = bpf_map_lookup_elem(&hl_flows4, &number);
	struct hl_slot *slot;

	if (!tags || !set)
		return 0;
	slot = hl_find4(*tags, set, tag, key);
	if (!slot)
		return hl_is_full(*tags) ? 0 : hl_place4(tags, set, tag, key, sight);
	hl_slot_add(slot, sight);
	return slot;
}

static __always_inline struct hl_slot *hl_count_in(__u32 number, __u32 tag, const struct hl_flow_key *key,
						   const struct hl_sight *sight)
{
	hl_tag_word *tags = bpf_map_lookup_elem(&hl_tags, &number);
	struct hl_set *set = bpf_map_lookup_elem(&hl_flows, &number);
	struct hl_slot *slot;

	if (!tags || !set)
		return 0;
	slot = hl_find(*tags, set, tag, key);
	if (!slot)
		return hl_is_full(*tags) ? 0 : hl_place(tags, set, tag, key, sight);
	hl_slot_add(slot, sight);
	return slot;
}

#endif
