/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * When there are more flows than places. What finds none is counted by its networks (/24, /48) and protocol, and where
 * there are too many of these, by its protocol. Now and then it takes the place of the lightest flow of its set, the
 * more probably the lighter that is: so a heavy flow comes to have a place, however late it starts, and keeps it (RAP,
 * Ben Basat et al., INFOCOM 2017).
 */
#ifndef HOOKLINE_BPF_FLOW_CROWD_BPF_H
#define HOOKLINE_BPF_FLOW_CROWD_BPF_H

#include "cpu_state.bpf.h"
#include "overflow_entry.bpf.h"
#include "flow_sets.bpf.h"

/* Of the packets that found no place, each CPU tries to make one for every so many. A power of two. */
#define HL_REPLACE_EVERY 64

/* The flow that is thrown out, as packets of its network. Its first packet may be older than what is there. */
static __always_inline void hl_sight_of_slot(const struct hl_slot *slot, const struct hl_sight *now,
					     struct hl_sight *sight)
{
	*sight = *now;
	sight->packets = slot->packets;
	sight->bytes = slot->bytes;
	sight->first = slot->first;
	sight->tcp_flags = slot->tcp_flags;
}

/* Keys of the last room differ in few bits, which multilinear hashing does not spread over so few sets. */
static __always_inline __u64 hl_room_hash(enum hl_room room, __u64 hash)
{
	return room == HL_ROOM_REST ? hl_hash_again(hash) : hash;
}

static __always_inline int hl_count_in_room4(enum hl_room room, const struct hl_flow4_key *key, __u32 start,
					     const struct hl_sight *sight)
{
	const __u64 hash = hl_room_hash(room, hl_flow4_hash(key));
	const __u32 number = hl_set_of(room, hl_flow4_bits, start, hash);
	const hl_tag_word *tags = bpf_map_lookup_elem(&hl_tags4, &number);

	/* In a flood of more networks than there is room for: one look at all four. */
	if (tags && hl_is_full(*tags) && !hl_may_have(*tags, hl_tag_of(hash)))
		return 0;
	return hl_count_in4(number, hl_tag_of(hash), key, sight) != 0;
}

static __always_inline int hl_count_in_room(enum hl_room room, const struct hl_flow_key *key, __u32 start,
					    const struct hl_sight *sight)
{
	const __u64 hash = hl_room_hash(room, hl_flow_hash(key));

	return hl_count_in(hl_set_of(room, hl_flow_bits, start, hash), hl_tag_of(hash), key, sight) != 0;
}

static __always_inline void hl_set_tag(hl_tag_word *tags, int way, __u32 tag)
{
	*tags = (*tags & ~(0xffffull << 16 * way)) | (hl_tag_word)tag << 16 * way;
}

/* 0: neither its networks nor its protocol has a place. */
static __always_inline int hl_network4_count(const struct hl_cpu *cpu, const struct hl_flow4_key *flow,
					     const struct hl_sight *sight)
{
	const __u32 start = cpu->starts4[sight->bank & 1];
	const __u32 mask = hl_swap32(0xffffff00u);
	struct hl_flow4_key key;

	key.src_addr = flow->src_addr & mask;
	key.dst_addr = flow->dst_addr & mask;
	key.src_port = 0;
	key.dst_port = 0;
	key.where = flow->where | HL_WHERE_OTHER;
	if (hl_count_in_room4(HL_ROOM_NETWORKS, &key, start, sight))
		return 1;
	key.src_addr = 0;
	key.dst_addr = 0;
	return hl_count_in_room4(HL_ROOM_REST, &key, start, sight);
}

/* /24 of what is IPv4, /48 of IPv6 (a site, RFC 6177); without addresses there is no network. */
static __always_inline void hl_network_of(const struct hl_flow_key *flow, struct hl_flow_key *key)
{
	__builtin_memset(key, 0, sizeof(*key));
	key->ifindex = flow->ifindex;
	key->proto = flow->proto;
	key->direction = flow->direction;
	key->marks = (flow->marks & (HL_MARK_IPV4 | HL_MARK_IPV6)) | HL_MARK_OTHER;
	if (flow->marks & HL_MARK_IPV4) {
		__builtin_memcpy(key->src_addr + 8, flow->src_addr + 8, 4);
		__builtin_memcpy(key->dst_addr + 8, flow->dst_addr + 8, 4);
		__builtin_memcpy(key->src_addr + 12, flow->src_addr + 12, 3);
		__builtin_memcpy(key->dst_addr + 12, flow->dst_addr + 12, 3);
		key->prefix_length = HL_IPV4_NETWORK_BITS;
	} else if (flow->marks & HL_MARK_IPV6) {
		__builtin_memcpy(key->src_addr, flow->src_addr, 6);
		__builtin_memcpy(key->dst_addr, flow->dst_addr, 6);
		key->prefix_length = HL_IPV6_NETWORK_BITS;
	}
}

/* 0: neither its networks nor its protocol has a place. */
static __always_inline int hl_network_count(struct hl_cpu *cpu, const struct hl_entry *entry)
{
	struct hl_flow_key *key = &cpu->entries[HL_ENTRY_NETWORK].key; /* frames on the stack: 512 bytes for all */
	const __u32 start = cpu->starts[entry->sight.bank & 1];

	hl_network_of(&entry->key, key);
	if (key->prefix_length && hl_count_in_room(HL_ROOM_NETWORKS, key, start, &entry->sight))
		return 1;
	__builtin_memset(key->src_addr, 0, sizeof(key->src_addr));
	__builtin_memset(key->dst_addr, 0, sizeof(key->dst_addr));
	key->marks = HL_MARK_OTHER;
	key->prefix_length = 0;
	return hl_count_in_room(HL_ROOM_REST, key, start, &entry->sight);
}

/* The CPU's entry of this use, by its network or protocol. Not static, see hl_flow_crowded(). */
__noinline int hl_entry_count_as_other(__u32 use)
{
	struct hl_cpu *cpu = hl_this_cpu();
	struct hl_entry *entry;

	if (!cpu)
		return 0;
	entry = &cpu->entries[hl_index(use, HL_ENTRY_COUNT)];
	return entry->is_short ? hl_network4_count(cpu, &entry->short_key, &entry->sight)
			       : hl_network_count(cpu, entry);
}

/* Does what comes have a better claim to a place than a flow of so many packets? A chance of HL_REPLACE_EVERY / packets. */
static __always_inline int hl_may_replace(__u64 packets)
{
	return packets <= HL_REPLACE_EVERY || packets * (bpf_get_prandom_u32() >> 12) < (__u64)HL_REPLACE_EVERY << 20;
}

/* The CPU's HL_ENTRY_NEW takes the place of the lightest flow of a set. 0: it does not. */
__noinline int hl_replace4(__u32 number, __u32 tag)
{
	struct hl_cpu *cpu = hl_this_cpu();
	struct hl_set4 *set = bpf_map_lookup_elem(&hl_flows4, &number);
	hl_tag_word *tags = bpf_map_lookup_elem(&hl_tags4, &number);
	struct hl_entry *fresh, *old;
	struct hl_flow4 *flow;
	int lightest = 0;

	if (!cpu || !set || !tags)
		return 0;
	for (int way = 1; way < HL_WAYS; way++)
		if (set->flows[way].slot.packets < set->flows[hl_index(lightest, HL_WAYS)].slot.packets)
			lightest = hl_forget(way);
	flow = &set->flows[hl_index(lightest, HL_WAYS)];
	if (!hl_may_replace(flow->slot.packets))
		return 0;
	fresh = &cpu->entries[HL_ENTRY_NEW];
	old = &cpu->entries[HL_ENTRY_REPLACED];
	old->short_key = flow->key;
	old->is_short = 1;
	hl_sight_of_slot(&flow->slot, &fresh->sight, &old->sight);
	if (!hl_entry_count_as_other(HL_ENTRY_REPLACED))
		return 0;
	flow->key = fresh->short_key;
	hl_slot_begin(&flow->slot, &fresh->sight);
	hl_set_tag(tags, lightest, tag);
	return 1;
}

__noinline int hl_replace(__u32 number, __u32 tag)
{
	struct hl_cpu *cpu = hl_this_cpu();
	struct hl_set *set = bpf_map_lookup_elem(&hl_flows, &number);
	hl_tag_word *tags = bpf_map_lookup_elem(&hl_tags, &number);
	struct hl_entry *fresh, *old;
	struct hl_flow *flow;
	int lightest = 0;

	if (!cpu || !set || !tags)
		return 0;
	for (int way = 1; way < HL_WAYS; way++)
		if (set->flows[way].slot.packets < set->flows[hl_index(lightest, HL_WAYS)].slot.packets)
			lightest = hl_forget(way);
	flow = &set->flows[hl_index(lightest, HL_WAYS)];
	if (!hl_may_replace(flow->slot.packets))
		return 0;
	fresh = &cpu->entries[HL_ENTRY_NEW];
	old = &cpu->entries[HL_ENTRY_REPLACED];
	old->key = flow->key;
	old->is_short = 0;
	hl_sight_of_slot(&flow->slot, &fresh->sight, &old->sight);
	if (!hl_entry_count_as_other(HL_ENTRY_REPLACED))
		return 0;
	flow->key = fresh->key;
	hl_slot_begin(&flow->slot, &fresh->sight);
	hl_set_tag(tags, lightest, tag);
	return 1;
}

#endif
