/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * The second level of the flow table, for flows that found their set full: shared by all CPUs, so that its room is the
 * host's, however the packets are spread.
 *
 * Places are given out under a lock (Linux 5.1; a compare-and-swap would need 5.12), flows are looked for without it. A
 * CPU that looks before it can see another one's flow gives the flow a second place, and user space adds up both. User
 * space zeroes what it has read, so that all, the first one too, can add to the counters atomically, in any order.
 */
#ifndef HOOKLINE_BPF_FLOW_OVERFLOW_BPF_H
#define HOOKLINE_BPF_FLOW_OVERFLOW_BPF_H

#include "atomic_counts.bpf.h"
#include "flow_sets.bpf.h"

#define HL_DEFAULT_OVERFLOW_SETS 12288 /* for 262,144 flows, of which two thirds fill them */

const volatile __u32 hl_overflow_sets = HL_DEFAULT_OVERFLOW_SETS; /* in a bank */

/* Key: number of a set, see flow_slot.h. Written by the programs, on any CPU; emptied by user space, which maps them. */
struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(map_flags, BPF_F_MMAPABLE);
	__uint(max_entries, 2 * HL_DEFAULT_OVERFLOW_SETS);
	__type(key, __u32);
	__type(value, struct hl_overflow_tags);
} hl_overflow_tags SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(map_flags, BPF_F_MMAPABLE);
	__uint(max_entries, 2 * HL_DEFAULT_OVERFLOW_SETS);
	__type(key, __u32);
	__type(value, struct hl_overflow_set);
} hl_overflow SEC(".maps");

/* Of each bank: a flow has found no room. Set by programs on any CPU; user space resets it with the bank. In .bss. */
volatile __u32 hl_overflow_full[2];

struct hl_overflow_lock {
	struct bpf_spin_lock lock;
};

#define HL_OVERFLOW_LOCKS 1024

/* Key: number of a set modulo HL_OVERFLOW_LOCKS. Held for some ten instructions by a program that adds a flow. */
struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, HL_OVERFLOW_LOCKS);
	__type(key, __u32);
	__type(value, struct hl_overflow_lock);
} hl_overflow_locks SEC(".maps");

/* The upper half of the hash as a fraction of the sets: any number of them will do. */
static __always_inline __u32 hl_overflow_set_of(__u32 bank, __u64 hash)
{
	return bank * hl_overflow_sets + (__u32)((hash >> 32) * hl_overflow_sets >> 32);
}

static __always_inline struct hl_flow *hl_overflow_place(struct hl_overflow_set *set, __u32 word, __u32 way)
{
	return &set->flows[hl_index(word * HL_WAYS + way, HL_OVERFLOW_WAYS)];
}

static __always_inline hl_tag_word hl_overflow_word(const struct hl_overflow_tags *tags, __u32 word)
{
	return *(volatile const hl_tag_word *)&tags->words[hl_index(word, HL_OVERFLOW_WORDS)];
}

/* The flow, where it is one of this word's; else null. */
static __always_inline struct hl_slot *hl_overflow_find(struct hl_overflow_set *set, __u32 word, hl_tag_word tags,
							__u32 tag, const struct hl_flow_key *key)
{
	for (int way = 0; way < HL_WAYS; way++) {
		struct hl_flow *flow = hl_overflow_place(set, word, way);

		if (hl_tag_at(tags, way) == tag && hl_same_flow(&flow->key, key))
			return &flow->slot;
	}
	return 0;
}

/* A place in this word, all zero, for the caller to fill in. Null: there is none. */
static __always_inline struct hl_flow *hl_overflow_claim(struct hl_overflow_tags *tags, struct hl_overflow_set *set,
							 __u32 number, __u32 word, __u32 tag)
{
	const __u32 shard = number % HL_OVERFLOW_LOCKS;
	struct hl_overflow_lock *lock = bpf_map_lookup_elem(&hl_overflow_locks, &shard);
	hl_tag_word *at = &tags->words[hl_index(word, HL_OVERFLOW_WORDS)];
	hl_tag_word seen;
	__u32 way;

	if (!lock)
		return 0;
	bpf_spin_lock(&lock->lock);
	seen = *(volatile hl_tag_word *)at;
	way = hl_places_taken(seen);
	if (way < HL_WAYS)
		*(volatile hl_tag_word *)at = seen | (hl_tag_word)tag << 16 * way;
	bpf_spin_unlock(&lock->lock);
	return way == HL_WAYS ? 0 : hl_overflow_place(set, word, way);
}

/* The key comes last: until it is there, nobody takes the place for the flow's. */
static __always_inline void hl_overflow_begin(struct hl_flow *flow, const struct hl_flow_key *key,
					      const struct hl_sight *sight)
{
	flow->slot.first = sight->first;
	hl_slot_add_shared(&flow->slot, sight);
	flow->key = *key;
}

/* Sets that a flow may be in: its own, then others, each of which is full with a chance of its own. */
#define HL_OVERFLOW_SETS 8

/* Each flow has two words of its set, and goes to the emptier one: with the choice, few find both full before most are. */
struct hl_overflow_words {
	__u32 number; /* of the set */
	__u32 tag;
	__u32 first;
	__u32 second;
};

static __always_inline struct hl_overflow_words hl_overflow_words_of(__u32 bank, __u64 hash)
{
	const __u32 first = hash >> 24 & (HL_OVERFLOW_WORDS - 1);
	const __u32 distance = (hash >> 28 & (HL_OVERFLOW_WORDS - 2)) | 1;
	const struct hl_overflow_words words = {
		.number = hl_overflow_set_of(bank, hash),
		.tag = hl_tag_of(hash),
		.first = first,
		.second = first ^ distance,
	};

	return words;
}

/* No place in the flow's own words, and it is not there. `first_hash`: that of the first level. */
static __always_inline int hl_overflow_refuses(__u32 bank, __u64 first_hash)
{
	const struct hl_overflow_words words = hl_overflow_words_of(bank, hl_hash_again(first_hash));
	const struct hl_overflow_tags *tags = bpf_map_lookup_elem(&hl_overflow_tags, &words.number);
	hl_tag_word first, second;

	if (!tags)
		return 1;
	first = hl_overflow_word(tags, words.first);
	second = hl_overflow_word(tags, words.second);
	return hl_is_full(first) && hl_is_full(second) && !hl_may_have(first, words.tag) &&
	       !hl_may_have(second, words.tag);
}

#endif
