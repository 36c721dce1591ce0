/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* What both levels of the flow table do with a flow: its hash, its tag, its key compared, its counters added to. */
#ifndef HOOKLINE_BPF_FLOW_MATCH_BPF_H
#define HOOKLINE_BPF_FLOW_MATCH_BPF_H

#include "flow_slot.h"
#include "packet_bytes.h"

#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

/* Multipliers of the hashes, odd and random: without knowing them nobody can send flows that share a set. */
const volatile __u64 hl_hash_seeds[9] = {
	0x9e3779b97f4a7c15ull, 0xc2b2ae3d27d4eb4full, 0x165667b19e3779f9ull,
	0xd6e8feb86659fd93ull, 0xa0761d6478bd642full, 0xe7037ed1a0b428dbull,
	0x8ebc6af09c88c6e3ull, 0x589965cc75374cc3ull, 0x1d8e4e27c47d124full,
};

/*
 * Multilinear hashing: sums of products with random numbers, universal in the upper bits. Those choose the set, and the
 * ones below them are the tag.
 */
static __always_inline __u64 hl_flow_hash(const struct hl_flow_key *key)
{
	__u64 sum = 0;

#pragma unroll
	for (int i = 0; i < HL_FLOW_WORDS; i++)
		sum += hl_flow_word(key, i) * hl_hash_seeds[i];
	return sum;
}

/* For the second level: flows of one set are not to meet again. */
static __always_inline __u64 hl_hash_again(__u64 hash)
{
	return (hash ^ hash >> 32) * hl_hash_seeds[8];
}

/*
 * An index that the verifier takes for any below `count`, a power of two: it does not follow what comes of each, and the
 * compiler does not replace the mask by what it knows, and the verifiers before 6.3 do not.
 */
static __always_inline __u32 hl_index(__u32 index, __u32 count)
{
	index = hl_forget(index);
	__asm__ volatile("" : "+r"(index));
	return index & (count - 1);
}

static __always_inline void hl_slot_add(struct hl_slot *slot, const struct hl_sight *sight)
{
	slot->packets += sight->packets;
	slot->bytes += sight->bytes;
	slot->last = sight->last;
	slot->tcp_flags |= sight->tcp_flags;
}

static __always_inline void hl_slot_begin(struct hl_slot *slot, const struct hl_sight *sight)
{
	__builtin_memset(slot, 0, sizeof(*slot));
	slot->packets = sight->packets;
	slot->bytes = sight->bytes;
	slot->first = sight->first;
	slot->last = sight->last;
	slot->tcp_flags = sight->tcp_flags;
}

/* Never 0. */
static __always_inline __u32 hl_tag_of(__u64 hash)
{
	return (hash >> 32 & 0xffff) | 1;
}

static __always_inline __u32 hl_tag_at(hl_tag_word tags, int way)
{
	return tags >> 16 * way & 0xffff;
}

static __always_inline int hl_is_full(hl_tag_word tags)
{
	return hl_tag_at(tags, HL_WAYS - 1) != 0; /* the ways fill from the first on */
}

/* Could one of the word's tags be this one? It errs on the safe side. Subtracting 1 from 0 sets the upper bit. */
static __always_inline int hl_may_have(hl_tag_word word, __u32 tag)
{
	const hl_tag_word ones = 0x0001000100010001ull;
	const hl_tag_word difference = word ^ tag * ones;

	return ((difference - ones) & ~difference & ones << 15) != 0;
}

static __always_inline int hl_same_flow(const struct hl_flow_key *one, const struct hl_flow_key *other)
{
	__u64 difference = 0;

#pragma unroll
	for (int i = 0; i < HL_FLOW_WORDS; i++)
		difference |= hl_flow_word(one, i) ^ hl_flow_word(other, i);
	return !difference;
}

/* How many of a word's places are taken. */
static __always_inline int hl_places_taken(hl_tag_word word)
{
	return word >> 48 ? 4 : word >> 32 ? 3 : word >> 16 ? 2 : word ? 1 : 0;
}

#endif
