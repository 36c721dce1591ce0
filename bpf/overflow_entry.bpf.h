/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * The second level for programs that are alone on their CPU: what they look for is the CPU's HL_ENTRY_NEW, as functions
 * that the verifier looks at on their own can have no pointers in 5.10.
 */
#ifndef HOOKLINE_BPF_OVERFLOW_ENTRY_BPF_H
#define HOOKLINE_BPF_OVERFLOW_ENTRY_BPF_H

#include "cpu_state.bpf.h"
#include "flow_overflow.bpf.h"

/* Adds to the flow, where it is one of this word's. */
static __always_inline int hl_overflow_add_in(struct hl_overflow_set *set, __u32 word, hl_tag_word tags, __u32 tag,
					      struct hl_entry *entry)
{
	struct hl_slot *slot;

	if (!hl_may_have(tags, tag))
		return 0;
	hl_complete_key(entry);
	slot = hl_overflow_find(set, word, tags, tag, &entry->key);
	if (slot)
		hl_slot_add_shared(slot, &entry->sight);
	return slot != 0;
}

/* A place in this word. 0: it is full. */
static __always_inline int hl_overflow_insert(struct hl_overflow_tags *tags, struct hl_overflow_set *set, __u32 number,
					      __u32 word, __u32 tag, struct hl_entry *entry)
{
	struct hl_flow *flow = hl_overflow_claim(tags, set, number, word, tag);

	if (!flow)
		return 0;
	hl_complete_key(entry);
	hl_overflow_begin(flow, &entry->key, &entry->sight);
	return 1;
}

/* Any place of a word, for the CPU's HL_ENTRY_NEW. Not static, see hl_flow_crowded(). */
__noinline int hl_overflow_count_in_word(__u32 number, __u32 word, __u32 tag)
{
	struct hl_overflow_tags *tags = bpf_map_lookup_elem(&hl_overflow_tags, &number);
	struct hl_overflow_set *set = bpf_map_lookup_elem(&hl_overflow, &number);
	struct hl_cpu *cpu = hl_this_cpu();
	struct hl_entry *entry;
	hl_tag_word seen;

	if (!tags || !set || !cpu)
		return 0;
	entry = &cpu->entries[HL_ENTRY_NEW];
	seen = hl_overflow_word(tags, word);
	return hl_overflow_add_in(set, word, seen, tag, entry) ||
	       (!hl_is_full(seen) && hl_overflow_insert(tags, set, number, word, tag, entry));
}

static __always_inline int hl_overflow_count_in_set(__u32 number, __u32 tag)
{
	for (__u32 word = 0; word < HL_OVERFLOW_WORDS; word++)
		if (hl_overflow_count_in_word(number, word, tag))
			return 1;
	return 0;
}

/*
 * Until a flow finds all of its sets full: then the bank counts as full, and in a flood no packet has to look that far.
 * Not static, see hl_flow_crowded().
 */
__noinline int hl_overflow_count_anywhere(__u64 hash)
{
	const __u64 step = (hash | 1) << 32;
	const __u32 tag = hl_tag_of(hash);
	struct hl_cpu *cpu = hl_this_cpu();
	__u32 bank;

	if (!cpu)
		return 0;
	bank = cpu->entries[HL_ENTRY_NEW].sight.bank & 1;
	for (int i = 0; i < HL_OVERFLOW_SETS; i++) {
		if (hl_overflow_count_in_set(hl_overflow_set_of(bank, hash), tag))
			return 1;
		hash += step;
	}
	hl_overflow_full[bank] = 1;
	return 0;
}

/* `first_hash`: that of the first level. 0: there is no room. Only who finds both words full looks further. */
static __always_inline int hl_overflow_count(struct hl_entry *entry, __u64 first_hash)
{
	const __u64 hash = hl_hash_again(first_hash);
	const struct hl_overflow_words words = hl_overflow_words_of(entry->sight.bank, hash);
	struct hl_overflow_tags *tags = bpf_map_lookup_elem(&hl_overflow_tags, &words.number);
	struct hl_overflow_set *set = bpf_map_lookup_elem(&hl_overflow, &words.number);
	hl_tag_word in_first, in_second;
	__u32 word;

	if (!tags || !set)
		return 0;
	in_first = hl_overflow_word(tags, words.first);
	in_second = hl_overflow_word(tags, words.second);
	if (hl_overflow_add_in(set, words.first, in_first, words.tag, entry) ||
	    hl_overflow_add_in(set, words.second, in_second, words.tag, entry))
		return 1;
	word = hl_places_taken(in_first) <= hl_places_taken(in_second) ? words.first : words.second;
	if (!(hl_is_full(in_first) && hl_is_full(in_second)) &&
	    hl_overflow_insert(tags, set, words.number, word, words.tag, entry))
		return 1;
	return !hl_overflow_full[entry->sight.bank & 1] && hl_overflow_count_anywhere(hash);
}

#endif
