/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * The first packets of a connection that carry something: they say what it is (labels.h), and those that may tell the
 * server's name go to user space, as decrypting QUIC is nothing for a program. Every other packet costs one comparison,
 * as its slot says HL_FLOW_SETTLED.
 *
 * The including file has hl_context, and
 *   hl_load_payload(ctx, offset, to, size)   copies bytes of the packet into other memory; 0: done
 *   hl_label_of_window(payload)              hl_label_of(), out of line
 */
#ifndef HOOKLINE_BPF_FIRST_PACKETS_BPF_H
#define HOOKLINE_BPF_FIRST_PACKETS_BPF_H

#include "connection.h"
#include "cpu_state.bpf.h"
#include "first_packet.h"
#include "flow_sets.bpf.h"
#include "labels.h"

/* Knobs, set between open and load. */
const volatile __u8 hl_labels = 1;
const volatile __u8 hl_server_names = 1; /* only with hl_labels */

#define HL_DEFAULT_CONNECTION_BITS 17

const volatile __u32 hl_connection_bits = HL_DEFAULT_CONNECTION_BITS; /* hl_connections has 1 << bits words */

/* Key: hl_connection_place(). Written by the programs, on any CPU; read by user space, which maps it. */
struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(map_flags, BPF_F_MMAPABLE);
	__uint(max_entries, 1 << HL_DEFAULT_CONNECTION_BITS);
	__type(key, __u32);
	__type(value, hl_connection_word);
} hl_connections SEC(".maps");

#define HL_FIRST_PACKETS_SIZE (1 << 20)

/* Events: hl_first_packet. Read by user space; what finds no room is counted in hl_cpu.names_lost. */
struct {
	__uint(type, BPF_MAP_TYPE_RINGBUF);
	__uint(max_entries, HL_FIRST_PACKETS_SIZE);
} hl_first_packets SEC(".maps");

/* A packet's TCP or UDP: what a look at its payload starts from. */
struct hl_transport {
	__u32 offset; /* of its header */
	__u32 size;   /* of its payload; 0: there is none that can be looked at */
	__u8 tcp_flags;
};

/* Where the payload is, and what TCP says of it. */
struct hl_payload_place {
	__u32 offset;
	__u32 size;
	__u32 sequence;
};

#define HL_TCP_SYN 0x02
#define HL_TCP_ACK 0x10

static __always_inline int hl_begins_connection(__u32 tcp_flags)
{
	return (tcp_flags & (HL_TCP_SYN | HL_TCP_ACK)) == HL_TCP_SYN;
}

/* `memory`: for a header. */
static __always_inline struct hl_payload_place hl_payload_place_of(hl_context *ctx, const struct hl_flow_key *key,
								   __u32 transport, __u32 size, __u8 *memory)
{
	struct hl_payload_place place = {transport + 8, size, 0};

	if (key->proto == HL_IP_TCP) {
		if (hl_load_payload(ctx, transport, memory, 20)) /* RFC 9293 3.1 */
			place.size = 0;
		place.sequence = hl_swap32(*(const __u32 *)(memory + 4));
		place.offset = transport + (memory[12] >> 4) * 4;
	}
	/* Else the verifier follows each of these ways through all that comes. */
	place.offset = hl_forget_offset(place.offset);
	place.size = hl_forget(place.size);
	return place;
}

/* At most `most` bytes, a constant power of two less than 64 KiB; 0: nothing. The verifier wants to see the bound. */
static __always_inline __u32 hl_load_most(hl_context *ctx, const struct hl_payload_place *place, __u8 *to, __u32 most)
{
	__u32 last = (place->size < most ? place->size : most) - 1;

	/* The verifier of 6.1 learns nothing from "not 0": so the bound is put on a number that may be 0. */
	__asm__ volatile("" : "+r"(last));
	if (last >= most || hl_load_payload(ctx, place->offset, to, last + 1))
		return 0;
	return last + 1;
}

static __always_inline __u8 hl_label_of_packet(hl_context *ctx, struct hl_payload *payload,
					       const struct hl_flow_key *key, const struct hl_payload_place *place)
{
	__builtin_memset(payload->bytes, 0, sizeof(payload->bytes));
	if (!hl_load_most(ctx, place, payload->bytes, sizeof(payload->bytes)))
		return HL_LABEL_NONE;
	payload->size = place->size;
	payload->src_port = key->src_port;
	payload->dst_port = key->dst_port;
	payload->protocol = (__u8)key->proto;
	return (__u8)hl_label_of_window(payload);
}

/* Wakes user space when the ring is half full: else it comes by itself, with the next drain. */
static __always_inline __u64 hl_ring_flags(void)
{
	return bpf_ringbuf_query(&hl_first_packets, BPF_RB_AVAIL_DATA) > HL_FIRST_PACKETS_SIZE / 2 ? BPF_RB_FORCE_WAKEUP
												   : BPF_RB_NO_WAKEUP;
}

/* 0: the ring is full. */
static __always_inline int hl_ship(hl_context *ctx, struct hl_cpu *cpu, const struct hl_flow_key *key,
				   const struct hl_payload_place *place, __u8 label, __u8 is_first)
{
	struct hl_first_packet *event = bpf_ringbuf_reserve(&hl_first_packets, sizeof(*event), 0);

	if (!event) {
		__sync_fetch_and_add(&cpu->names_lost, 1);
		return 0;
	}
	event->key = *key;
	event->sequence = place->sequence;
	event->label = label;
	event->is_first = is_first;
	event->size = (__u16)hl_load_most(ctx, place, event->payload, sizeof(event->payload));
	bpf_ringbuf_submit(event, hl_ring_flags());
	return 1;
}

/* Does what this packet begins end in it? TLS: the handshake message (RFC 8446 4) says how long it is. */
static __always_inline int hl_is_whole(const struct hl_payload *payload, __u8 label)
{
	if (label == HL_LABEL_TLS)
		return payload->size >= 9 + hl_get24(payload, 6);
	return label == HL_LABEL_HTTP && payload->size < 1000;
}

/* Is this a direction, and a time, in which more may come that tells the name? */
static __always_inline int hl_ships_more(hl_connection_word word, __u32 from_lower)
{
	return hl_server_names && hl_label_has_name(hl_connection_label(word)) &&
	       hl_connection_shipped(word) < HL_CONNECTION_SHIPS && hl_connection_client_is_lower(word) == from_lower;
}

/* What a look works with: memory that is the program's alone, and the flow's key. */
struct hl_looker {
	struct hl_cpu *cpu;
	struct hl_payload *payload;
	const struct hl_flow_key *key;
};

/* What the packet of this connection says. */
static __always_inline hl_connection_word hl_look(hl_context *ctx, const struct hl_looker *looker,
						  const struct hl_transport *transport, hl_connection_word word,
						  __u32 from_lower)
{
	const struct hl_payload_place place =
		hl_payload_place_of(ctx, looker->key, transport->offset, transport->size, looker->payload->bytes);
	__u8 label = hl_connection_label(word);
	__u32 is_last = 0;

	if (!label) {
		label = hl_label_of_packet(ctx, looker->payload, looker->key, &place);
		word = hl_connection_looked_at(word, label, from_lower);
		is_last = label && hl_is_whole(looker->payload, label);
	}
	word = hl_forget(word);
	is_last = hl_forget(is_last);
	if (!hl_ships_more(word, from_lower) ||
	    !hl_ship(ctx, looker->cpu, looker->key, &place, label, !hl_connection_shipped(word)))
		return word;
	return word + ((is_last ? HL_CONNECTION_SHIPS : 1ull) << HL_CONNECTION_SHIPPED_SHIFT);
}

/* Is the next packet with payload to be looked at? */
static __always_inline int hl_looks_on(hl_connection_word word, __u32 from_lower)
{
	if (hl_connection_label(word))
		return hl_ships_more(word, from_lower);
	return hl_connection_looked(word) < HL_CONNECTION_LOOKS;
}

#define HL_LOOK_SETTLED 0x100

/* Returns enum hl_label, with HL_LOOK_SETTLED when the flow's next packets are not to be looked at. */
static __always_inline int hl_look_at_connection(hl_context *ctx, const struct hl_looker *looker,
						 const struct hl_transport *transport)
{
	const struct hl_connection connection = hl_connection_of(looker->key, hl_hash_seeds);
	const __u32 number = hl_connection_place(connection.hash, hl_connection_bits);
	hl_connection_word *at = bpf_map_lookup_elem(&hl_connections, &number);
	hl_connection_word word;

	if (!at)
		return 0;
	word = *(volatile hl_connection_word *)at;
	/* A SYN begins a new connection. One that says nothing more is no reason to forget what else has this place. */
	if (!hl_connection_is(word, connection.hash)) {
		if (!transport->size)
			return 0;
		word = hl_connection_begin(connection.hash);
	} else if (hl_begins_connection(transport->tcp_flags) ||
		   (looker->key->proto == HL_IP_UDP && hl_connection_is_over(word, looker->cpu->now))) {
		word = hl_connection_begin(connection.hash);
	}
	word = hl_connection_at(word, looker->cpu->now);
	if (transport->size && hl_looks_on(word, connection.from_lower))
		word = hl_look(ctx, looker, transport, word, connection.from_lower);
	*(volatile hl_connection_word *)at = word;
	return hl_connection_label(word) | (hl_looks_on(word, connection.from_lower) ? 0 : HL_LOOK_SETTLED);
}

/* Has this packet something to say that its flow does not know? `state`: enum hl_flow_state. */
static __always_inline int hl_is_worth_a_look(__u8 state, const struct hl_transport *transport)
{
	if (!hl_labels)
		return 0;
	return hl_begins_connection(transport->tcp_flags) || (transport->size && !(state & HL_FLOW_SETTLED));
}

/* What hl_look_at_connection() has said, into the flow's slot. */
static __always_inline void hl_note_look(struct hl_slot *slot, const struct hl_transport *transport, int seen)
{
	if ((__u8)seen)
		slot->label = (__u8)seen;
	if (hl_begins_connection(transport->tcp_flags))
		slot->looks = 0;
	/* Its own count ends it where two connections overwrite each other's word. */
	if (seen & HL_LOOK_SETTLED || ++slot->looks >= HL_CONNECTION_LOOKS)
		slot->state |= HL_FLOW_SETTLED;
	else
		slot->state &= ~HL_FLOW_SETTLED;
}

#endif
