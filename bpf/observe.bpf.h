/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * The way of a packet through a program, the same for every hook. The including file says what its hook has:
 *
 *   hl_context                            type of the program's context
 *   hl_view_of(ctx)                       the bytes that can be read directly
 *   hl_ifindex_of(ctx)
 *   hl_tag_of_metadata(ctx)               a VLAN tag held beside the frame: bit 12 and the TCI's lower 12 bits; 0: none
 *   hl_wire_size_at(ctx, header_size)     packets and bytes on the wire
 *   hl_parse_any(ctx, kind, packet)       the whole parser, also past the bytes that can be read directly
 *   hl_load_payload(ctx, offset, to, size) copies bytes of the packet into memory of a map; 0: done
 *   hl_socket_of(ctx)                     lower half of the cookie of the packet's socket; 0: not known, or not asked for
 *
 * and calls hl_observe() in its programs. All of them are inlined: what a hook has not costs nothing.
 */
#ifndef HOOKLINE_BPF_OBSERVE_BPF_H
#define HOOKLINE_BPF_OBSERVE_BPF_H

#include "flow_table.bpf.h"
#include "fragments.bpf.h"
#include "link_kind.h"
#include "packet_filter.bpf.h"
#include "packet_parser.h"
#include "payload_entry.bpf.h"
#include "plain_headers.h"
#include "wire_size.h"

/* Compared by user space with its own HL_FLOW_LAYOUT. */
const volatile __u32 hl_layout = HL_FLOW_LAYOUT;

/* Knobs, set between open and load. */
const volatile __u8 hl_no_arp = 0; /* leave ARP and RARP out, counted as HL_FILTERED_NO_ARP */

/*
 * Key: ifindex. Value: enum hl_link_kind. Written by user space, before it attaches to the device; devices with an
 * Ethernet header need no entry. Full: user space must not attach.
 */
struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(map_flags, BPF_F_NO_PREALLOC);
	__uint(max_entries, 65536);
	__type(key, __u32);
	__type(value, __u32);
} hl_links SEC(".maps");

/* How many entries hl_links has, in .bss, kept by user space: with none, no packet pays for a lookup. */
volatile __u32 hl_link_count;

static __always_inline __u32 hl_link_kind_of(__u32 ifindex)
{
	const __u32 *kind;

	if (!hl_link_count)
		return HL_LINK_ETHERNET;
	kind = bpf_map_lookup_elem(&hl_links, &ifindex);
	return kind ? *kind : HL_LINK_ETHERNET;
}

#define HL_TAG_PRESENT 0x1000

/* The tag that the kernel or the device has taken out of the frame is the outermost one. */
static __always_inline void hl_push_tag(__u32 tag, struct hl_flow_key *key)
{
	if (!tag)
		return;
	key->inner_vlan_id = key->vlan_id;
	key->vlan_id = tag & 0x0fff;
}

static __always_inline int hl_is_arp(const struct hl_flow_key *key)
{
	return key->proto == HL_ETHERTYPE_ARP || key->proto == HL_ETHERTYPE_RARP;
}

/* `slot` null: it is in the second level. One packet of the flow is enough. */
static __always_inline void hl_note_socket(hl_context *ctx, struct hl_slot *slot)
{
	if (slot && !slot->socket)
		slot->socket = hl_socket_of(ctx);
}

/* Any packet, into the CPU's HL_ENTRY_NEW. Out of line, as few come this way. 0: it is not to be counted. */
__noinline int hl_look_at_any(hl_context *ctx, __u32 direction)
{
	struct hl_cpu *cpu = hl_this_cpu();
	struct hl_wire_size wire;
	struct hl_packet *packet;
	struct hl_entry *entry;

	if (!cpu)
		return 0;
	packet = &cpu->packet;
	hl_parse_any(ctx, hl_link_kind_of(hl_ifindex_of(ctx)), packet);
	packet->key.ifindex = hl_ifindex_of(ctx);
	packet->key.direction = direction;
	hl_push_tag(hl_tag_of_metadata(ctx), &packet->key);
	wire = hl_wire_size_at(ctx, packet->header_size);
	hl_count(cpu, HL_SEEN, &wire);
	if (hl_no_arp && hl_is_arp(&packet->key)) {
		hl_count(cpu, HL_FILTERED_NO_ARP, &wire);
		return 0;
	}
	if (packet->fragment)
		hl_fragments_follow(packet, bpf_ktime_get_ns());
	entry = &cpu->entries[HL_ENTRY_NEW];
	entry->key = packet->key;
	hl_sight_begin(&entry->sight, &wire, packet->tcp_flags, cpu);
	return 1;
}

/* The CPU's HL_ENTRY_NEW, which these packets are of. Out of line, see hl_look_at_any(). Returns enum hl_counted. */
__noinline int hl_count_any(hl_context *ctx, __u32 transport_offset, __u32 size)
{
	struct hl_cpu *cpu = hl_this_cpu();
	struct hl_slot *slot;
	struct hl_entry *entry;
	int counted;

	if (!cpu)
		return HL_NOT_COUNTED;
	entry = &cpu->entries[HL_ENTRY_NEW];
	counted = hl_entry_count(cpu, &slot);
	hl_note_socket(ctx, slot);
	if (counted == HL_COUNTED) {
		const struct hl_transport transport = {transport_offset, size, entry->sight.tcp_flags};

		if (hl_wants_look(slot, &transport))
			hl_look_for_slot(ctx, slot, &transport);
	}
	return counted;
}

static __always_inline void hl_observe_any(hl_context *ctx, struct hl_cpu *cpu, __u8 direction)
{
	const struct hl_packet *packet = &cpu->packet;

	if (hl_look_at_any(ctx, direction) && !hl_count_any(ctx, packet->transport_offset, packet->payload_size))
		hl_count_rest(cpu, &cpu->entries[HL_ENTRY_NEW].sight);
}

/* Leaves it in HL_ENTRY_NEW. */
static __always_inline void hl_see(hl_context *ctx, struct hl_cpu *cpu, const struct hl_plain *plain)
{
	const struct hl_wire_size wire = hl_wire_size_at(ctx, plain->header_size);

	hl_count(cpu, HL_SEEN, &wire);
	hl_sight_begin(&cpu->entries[HL_ENTRY_NEW].sight, &wire, plain->tcp_flags, cpu);
}

static __always_inline int hl_tagged_count(hl_context *ctx, struct hl_cpu *cpu, const struct hl_flow4_key *key,
					   __u32 tag, const struct hl_plain *plain)
{
	struct hl_entry *entry = &cpu->entries[HL_ENTRY_NEW];

	hl_flow_key_of4(key, &entry->key);
	entry->key.vlan_id = tag & 0x0fff;
	return hl_count_any(ctx, HL_PLAIN_IP + sizeof(struct hl_ipv4_header), plain->payload_size);
}

static __always_inline int hl_plain_flow4_count(hl_context *ctx, struct hl_cpu *cpu, const struct hl_flow4_key *key,
						const struct hl_plain *plain)
{
	const struct hl_transport transport = {HL_PLAIN_IP + sizeof(struct hl_ipv4_header), plain->payload_size,
					       plain->tcp_flags};
	struct hl_slot *slot;
	const int counted = hl_flow4_count(cpu, key, &slot);

	hl_note_socket(ctx, slot);
	if (counted == HL_COUNTED && hl_wants_look(slot, &transport)) {
		hl_flow_key_of4(key, &cpu->entries[HL_ENTRY_NEW].key);
		hl_look_for_slot(ctx, slot, &transport);
	}
	return counted;
}

/* 0: not such a packet, or not a plain one. */
static __always_inline int hl_observe_ipv4(hl_context *ctx, const struct hl_view *view, struct hl_cpu *cpu,
					   __u8 direction)
{
	const __u32 ifindex = hl_ifindex_of(ctx), tag = hl_tag_of_metadata(ctx);
	const struct hl_plain_ipv4 *at;
	struct hl_plain plain;
	struct hl_flow4_key key;

	at = ifindex < HL_WHERE_IFINDEX_LIMIT ? hl_parse_plain_ipv4(view, &plain) : 0;
	if (!at)
		return 0;
	hl_see(ctx, cpu, &plain);
	key.src_addr = at->ip.source;
	key.dst_addr = at->ip.destination;
	key.src_port = plain.src_port;
	key.dst_port = plain.dst_port;
	key.where = hl_flow4_where(plain.protocol, direction, ifindex);
	if (tag ? !hl_tagged_count(ctx, cpu, &key, tag, &plain) : !hl_plain_flow4_count(ctx, cpu, &key, &plain))
		hl_count_rest(cpu, &cpu->entries[HL_ENTRY_NEW].sight);
	return 1;
}

static __always_inline int hl_plain_flow_count(hl_context *ctx, struct hl_cpu *cpu, const struct hl_plain *plain)
{
	const struct hl_transport transport = {HL_PLAIN_IP + sizeof(struct hl_ipv6_header), plain->payload_size,
					       plain->tcp_flags};
	struct hl_slot *slot;
	const int counted = hl_long_flow_count(cpu, &slot);

	hl_note_socket(ctx, slot);
	if (counted == HL_COUNTED && hl_wants_look(slot, &transport))
		hl_look_for_slot(ctx, slot, &transport);
	return counted;
}

static __always_inline int hl_observe_ipv6(hl_context *ctx, const struct hl_view *view, struct hl_cpu *cpu,
					   __u8 direction)
{
	struct hl_plain plain;
	const struct hl_plain_ipv6 *at = hl_parse_plain_ipv6(view, &plain);
	struct hl_flow_key *key = &cpu->entries[HL_ENTRY_NEW].key;

	if (!at)
		return 0;
	hl_see(ctx, cpu, &plain);
	__builtin_memset(key, 0, sizeof(*key));
	__builtin_memcpy(key->src_addr, at->source, sizeof(key->src_addr));
	__builtin_memcpy(key->dst_addr, at->destination, sizeof(key->dst_addr));
	key->src_port = hl_swap16(plain.src_port);
	key->dst_port = hl_swap16(plain.dst_port);
	key->ifindex = hl_ifindex_of(ctx);
	key->proto = plain.protocol;
	key->direction = direction;
	key->marks = HL_MARK_IPV6;
	key->vlan_id = hl_tag_of_metadata(ctx) & 0x0fff;
	if (!hl_plain_flow_count(ctx, cpu, &plain))
		hl_count_rest(cpu, &cpu->entries[HL_ENTRY_NEW].sight);
	return 1;
}

static __always_inline int hl_observe_plain(hl_context *ctx, struct hl_cpu *cpu, __u8 direction)
{
	const struct hl_view view = hl_view_of(ctx);

	if (hl_link_count && hl_link_kind_of(hl_ifindex_of(ctx)) != HL_LINK_ETHERNET)
		return 0;
	switch (hl_plain_ethertype(&view)) {
	case HL_ETHERTYPE_IPV4:
		return hl_observe_ipv4(ctx, &view, cpu, direction);
	case HL_ETHERTYPE_IPV6:
		return hl_observe_ipv6(ctx, &view, cpu, direction);
	default:
		return 0;
	}
}

/* One that the filter rejects. Only a super-packet has to be parsed, for the headers of its segments. */
__noinline int hl_count_rejected(hl_context *ctx)
{
	struct hl_wire_size wire = hl_wire_size_at(ctx, 0);
	struct hl_cpu *cpu = hl_this_cpu();

	if (!cpu || hl_bank & HL_BANK_CLOSED)
		return 0;
	if (wire.packets > 1) {
		hl_parse_any(ctx, hl_link_kind_of(hl_ifindex_of(ctx)), &cpu->packet);
		wire = hl_wire_size_at(ctx, cpu->packet.header_size);
	}
	hl_count(cpu, HL_SEEN, &wire);
	hl_count(cpu, HL_FILTERED_EXPRESSION, &wire);
	return 0;
}

static __always_inline void hl_observe(hl_context *ctx, __u8 direction)
{
	struct hl_cpu *cpu;

	if (hl_filter_on && !hl_filter_passes(ctx, hl_link_kind_of(hl_ifindex_of(ctx)))) {
		hl_count_rejected(ctx);
		return;
	}
	cpu = hl_this_cpu();
	if (!cpu || hl_bank & HL_BANK_CLOSED)
		return; /* the first cannot be: the map has an element for each CPU */
	hl_begin(cpu);
	if (!hl_observe_plain(ctx, cpu, direction))
		hl_observe_any(ctx, cpu, direction);
}

#endif
