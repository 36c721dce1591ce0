/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* The cgroup_skb hooks: one program for each direction. Both count the packet and let it pass, whatever happens. */
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_endian.h>

#include "ip_packet.bpf.h"
#include "packet_filter.bpf.h"
#include "packet_owner.bpf.h"
#include "packet_payload.bpf.h"
#include "repeats.bpf.h"
#include "shared_table.bpf.h"
#include "socket_watch.bpf.h"

/* Compared by user space with its own HL_FLOW_LAYOUT. */
const volatile __u32 hl_layout = HL_FLOW_LAYOUT;

/* The first packet of a flow in a bank, or one of a flow that found its words full: its state, or HL_SHARED_NOT_HERE. */
__noinline int hl_flow_begin(struct __sk_buff *skb, const struct hl_flow_key *key, const struct hl_sight *sight,
			     __u64 hash)
{
	__u8 state;

	if (!key || !sight)
		return HL_SHARED_NOT_HERE;
	state = hl_is_repeated(key, sight->first) ? HL_FLOW_REPEATED : 0;
	hl_keep_owner_of(skb, key->owner);
	return hl_shared_insert(key, sight, hash, state);
}

/* For functions that are not inlined; all else stays in registers. */
struct hl_in_memory {
	struct hl_flow_key key;
	union {
		struct hl_sight sight;
		struct hl_transport transport;
	};
};

/* The packet of a flow of this state. Without its slot (it has just been made) the next packet says the same again. */
static __always_inline void hl_look_for_flow(struct __sk_buff *skb, const struct hl_flow_key *key, __u8 state,
					     struct hl_slot *slot, const struct hl_transport *transport,
					     struct hl_in_memory *memory)
{
	int seen;

	if (!hl_is_worth_a_look(state, transport))
		return;
	memory->key = *key;
	memory->transport = *transport;
	seen = hl_look_at_packet(skb, &memory->key, &memory->transport);
	if (slot)
		hl_note_look(slot, transport, seen);
}

/* The flow's state, or HL_SHARED_NOT_HERE. `slot`: where it was found; null of one that has just been made. */
static __always_inline int hl_flow_count(struct __sk_buff *skb, const struct hl_flow_key *key,
					 const struct hl_sight *sight, struct hl_in_memory *memory,
					 struct hl_slot **slot)
{
	const __u64 hash = hl_hash_again(hl_flow_hash(key));

	*slot = hl_shared_find(key, sight->bank, hash);
	if (*slot) {
		hl_slot_add_shared(*slot, sight);
		return (*slot)->state;
	}
	memory->key = *key;
	memory->sight = *sight;
	return hl_flow_begin(skb, &memory->key, &memory->sight, hash);
}

/* One that the filter rejects. The sender's copy counts, where both sockets are seen. */
__noinline int hl_count_rejected(struct __sk_buff *skb, __u8 direction)
{
	struct hl_cpu *cpu = hl_this_cpu();
	struct hl_packet packet = {}; /* no more on the stack: Linux 6.1 adds up the frames of ways that nobody takes */
	struct hl_sight sight = {};
	struct hl_wire_size wire;

	if (!cpu || hl_bank & HL_BANK_CLOSED)
		return 0;
	hl_shared_clock(cpu);
	hl_parse_whole(skb, &packet);
	packet.key.direction = direction;
	if (hl_is_repeated_reject(&packet.key, cpu->now))
		return 0;
	wire = hl_wire_size_at(skb, packet.header_size);
	sight.packets = wire.packets;
	sight.bytes = wire.bytes;
	hl_shared_stat(cpu, HL_SEEN, &sight, direction);
	hl_shared_stat(cpu, HL_FILTERED_EXPRESSION, &sight, direction);
	return 0;
}

/* Seen is counted last: whether a packet is repeated is known only then. */
static __always_inline void hl_observe(struct __sk_buff *skb, __u8 direction)
{
	struct hl_cpu *cpu = hl_this_cpu();
	struct hl_ip_packet packet = {};
	struct hl_transport transport;
	struct hl_in_memory memory;
	struct hl_sight sight = {};
	struct hl_wire_size wire;
	struct hl_slot *slot;
	int state;

	if (hl_filter_on && !hl_filter_passes(skb, HL_LINK_NONE)) {
		hl_count_rejected(skb, direction);
		return;
	}
	if (!cpu || hl_bank & HL_BANK_CLOSED)
		return; /* the first cannot be: the map has an element for each CPU */
	hl_shared_clock(cpu);
	if (!hl_parse_plain(skb, &packet))
		hl_parse_any(skb, &packet);
	packet.key.direction = direction;
	packet.key.owner = hl_owner_of_packet(skb, direction);
	wire = hl_wire_size_at(skb, packet.header_size);
	hl_sight_begin(&sight, &wire, packet.tcp_flags, cpu);
	transport.offset = packet.transport_offset;
	transport.size = packet.payload_size;
	transport.tcp_flags = packet.tcp_flags;
	state = hl_flow_count(skb, &packet.key, &sight, &memory, &slot);
	if (state == HL_SHARED_NOT_HERE)
		hl_shared_rest(cpu, &sight);
	else
		hl_look_for_flow(skb, &packet.key, (__u8)state, slot, &transport, &memory);
	hl_shared_stat(cpu, state > 0 && state & HL_FLOW_REPEATED ? HL_REPEATED : HL_SEEN, &sight, direction);
}

/* 1 is the only verdict: pass. */
SEC("cgroup_skb/ingress")
int hl_cgroup_ingress(struct __sk_buff *skb)
{
	hl_observe(skb, HL_DIRECTION_IN);
	return 1;
}

SEC("cgroup_skb/egress")
int hl_cgroup_egress(struct __sk_buff *skb)
{
	hl_observe(skb, HL_DIRECTION_OUT);
	return 1;
}

char hl_license[] SEC("license") = "Dual MIT/GPL";
