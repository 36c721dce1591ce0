/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * The flow table where programs interleave on one CPU: egress in a process is interrupted by softirqs, and by other
 * processes on a kernel with preemption. So neither the partitions of the first level nor the CPU's scratch may be used:
 * all flows are in the second level, all counters are added to atomically, and what a packet needs is on the stack.
 */
#ifndef HOOKLINE_CGROUP_SHARED_TABLE_BPF_H
#define HOOKLINE_CGROUP_SHARED_TABLE_BPF_H

#include "cpu_state.bpf.h"
#include "flow_overflow.bpf.h"

/*
 * Programs of ingress run in softirqs, which nothing of ours interrupts; those of egress can be interrupted anywhere, but
 * not within one instruction.
 */
static __always_inline void hl_shared_stat(struct hl_cpu *cpu, enum hl_stat stat, const struct hl_sight *sight,
					   __u8 direction)
{
	struct hl_stat_counters *counters = &cpu->stats[stat];

	if (direction == HL_DIRECTION_IN) {
		counters->packets += sight->packets;
		counters->bytes += sight->bytes;
	} else {
		__sync_fetch_and_add(&counters->packets, sight->packets);
		__sync_fetch_and_add(&counters->bytes, sight->bytes);
	}
}

/* Where it was found in one of its own two words; else null. `hash`: hl_hash_again(). */
static __always_inline struct hl_slot *hl_shared_find(const struct hl_flow_key *key, __u32 bank, __u64 hash)
{
	const struct hl_overflow_words words = hl_overflow_words_of(bank, hash);
	const struct hl_overflow_tags *tags = bpf_map_lookup_elem(&hl_overflow_tags, &words.number);
	struct hl_overflow_set *set = bpf_map_lookup_elem(&hl_overflow, &words.number);
	hl_tag_word seen;
	struct hl_slot *slot = 0;

	if (!tags || !set)
		return 0;
	seen = hl_overflow_word(tags, words.first);
	if (hl_may_have(seen, words.tag))
		slot = hl_overflow_find(set, words.first, seen, words.tag, key);
	if (slot)
		return slot;
	seen = hl_overflow_word(tags, words.second);
	return hl_may_have(seen, words.tag) ? hl_overflow_find(set, words.second, seen, words.tag, key) : 0;
}

static __always_inline void hl_shared_begin(struct hl_flow *flow, const struct hl_flow_key *key,
					    const struct hl_sight *sight, __u8 state)
{
	flow->slot.state = state;
	hl_overflow_begin(flow, key, sight);
}

/* A place in one of the flow's own two words, the emptier one first. */
static __always_inline struct hl_flow *hl_shared_claim(__u32 bank, __u64 hash)
{
	const struct hl_overflow_words words = hl_overflow_words_of(bank, hash);
	struct hl_overflow_tags *tags = bpf_map_lookup_elem(&hl_overflow_tags, &words.number);
	struct hl_overflow_set *set = bpf_map_lookup_elem(&hl_overflow, &words.number);
	hl_tag_word in_first, in_second;
	__u32 word;

	if (!tags || !set)
		return 0;
	in_first = hl_overflow_word(tags, words.first);
	in_second = hl_overflow_word(tags, words.second);
	if (hl_is_full(in_first) && hl_is_full(in_second))
		return 0;
	word = hl_places_taken(in_first) <= hl_places_taken(in_second) ? words.first : words.second;
	return hl_overflow_claim(tags, set, words.number, word, words.tag);
}

#define HL_SHARED_NOT_HERE (-1)

/*
 * Any place of a word. The state of the flow that was found or made, or HL_SHARED_NOT_HERE. Not static: the verifier
 * looks at such a function once, not once for each turn of the loops around it.
 */
__noinline int hl_shared_count_in_word(const struct hl_flow_key *key, const struct hl_sight *sight, __u32 number,
				       __u32 word, __u8 state)
{
	struct hl_overflow_tags *tags = bpf_map_lookup_elem(&hl_overflow_tags, &number);
	struct hl_overflow_set *set = bpf_map_lookup_elem(&hl_overflow, &number);
	struct hl_slot *slot = 0;
	struct hl_flow *flow;
	hl_tag_word seen;
	__u32 tag;

	if (!key || !sight || !tags || !set)
		return HL_SHARED_NOT_HERE;
	tag = hl_tag_of(hl_hash_again(hl_flow_hash(key)));
	seen = hl_overflow_word(tags, word);
	if (hl_may_have(seen, tag))
		slot = hl_overflow_find(set, word, seen, tag, key);
	if (slot) {
		hl_slot_add_shared(slot, sight);
		return slot->state;
	}
	flow = hl_is_full(seen) ? 0 : hl_overflow_claim(tags, set, number, word, tag);
	if (!flow)
		return HL_SHARED_NOT_HERE;
	hl_shared_begin(flow, key, sight, state);
	return state;
}

/* Until a flow finds all of its sets full: then the bank counts as full, and in a flood no packet has to look that far. */
__noinline int hl_shared_count_anywhere(const struct hl_flow_key *key, const struct hl_sight *sight, __u64 hash,
					__u8 state)
{
	const __u64 step = (hash | 1) << 32;

	if (!key || !sight)
		return HL_SHARED_NOT_HERE;
	for (int i = 0; i < HL_OVERFLOW_SETS; i++, hash += step) {
		const __u32 number = hl_overflow_set_of(sight->bank & 1, hash);

		for (__u32 word = 0; word < HL_OVERFLOW_WORDS; word++) {
			const int found = hl_shared_count_in_word(key, sight, number, word, state);

			if (found != HL_SHARED_NOT_HERE)
				return found;
		}
	}
	hl_overflow_full[sight->bank & 1] = 1;
	return HL_SHARED_NOT_HERE;
}

/* A flow that is not in its own words: a place there, or anywhere. Its state, or HL_SHARED_NOT_HERE. */
static __always_inline int hl_shared_insert(const struct hl_flow_key *key, const struct hl_sight *sight, __u64 hash,
					    __u8 state)
{
	struct hl_flow *flow = hl_shared_claim(sight->bank & 1, hash);

	if (flow) {
		hl_shared_begin(flow, key, sight, state);
		return state;
	}
	return hl_overflow_full[sight->bank & 1] ? HL_SHARED_NOT_HERE
						 : hl_shared_count_anywhere(key, sight, hash, state);
}

#endif
