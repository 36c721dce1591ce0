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
 *
 * and calls hl_observe() in its programs. All of them are inlined: what a hook has not costs nothing.
 */
#ifndef HOOKLINE_BPF_OBSERVE_BPF_H
#define HOOKLINE_BPF_OBSERVE_BPF_H

#include "flow_table.bpf.h"
#include "fragments.bpf.h"
#include "link_kind.h"
#include "packet_parser.h"
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

static __always_inline void hl_observe_any(hl_context *ctx, struct hl_cpu *cpu, __u8 direction)
{
	if (hl_look_at_any(ctx, direction) && !hl_entry_count())
		hl_count_rest(cpu, &cpu->entries[HL_ENTRY_NEW].sight);
}

static __always_inline void hl_see(hl_context *ctx, struct hl_cpu *cpu, const struct hl_plain *plain,
				   struct hl_sight *sight)
{
	const struct hl_wire_size wire = hl_wire_size_at(ctx, plain->header_size);

	hl_count(cpu, HL_SEEN, &wire);
	hl_sight_begin(sight, &wire, plain->tcp_flags, cpu);
}

static __always_inline int hl_tagged_count(struct hl_cpu *cpu, const struct hl_flow4_key *key, __u32 tag,
					   const struct hl_sight *sight)
{
	struct hl_entry *entry = &cpu->entries[HL_ENTRY_NEW];

	hl_flow_key_of4(key, &entry->key);
	entry->key.vlan_id = tag & 0x0fff;
	entry->sight = *sight;
	return hl_entry_count();
}

/* 0: not such a packet, or not a plain one. */
static __always_inline int hl_observe_ipv4(hl_context *ctx, const struct hl_view *view, struct hl_cpu *cpu,
					   __u8 direction)
{
	const __u32 ifindex = hl_ifindex_of(ctx), tag = hl_tag_of_metadata(ctx);
	const struct hl_plain_ipv4 *at;
	struct hl_plain plain;
	struct hl_sight sight;
	struct hl_flow4_key key;

	at = ifindex < HL_WHERE_IFINDEX_LIMIT ? hl_parse_plain_ipv4(view, &plain) : 0;
	if (!at)
		return 0;
	hl_see(ctx, cpu, &plain, &sight);
	key.src_addr = at->ip.source;
	key.dst_addr = at->ip.destination;
	key.src_port = plain.src_port;
	key.dst_port = plain.dst_port;
	key.where = hl_flow4_where(plain.protocol, direction, ifindex);
	if (tag ? !hl_tagged_count(cpu, &key, tag, &sight) : !hl_flow4_count(cpu, &key, &sight))
		hl_count_rest(cpu, &sight);
	return 1;
}

static __always_inline int hl_observe_ipv6(hl_context *ctx, const struct hl_view *view, struct hl_cpu *cpu,
					   __u8 direction)
{
	struct hl_plain plain;
	const struct hl_plain_ipv6 *at = hl_parse_plain_ipv6(view, &plain);
	struct hl_flow_key key = {};
	struct hl_sight sight;

	if (!at)
		return 0;
	hl_see(ctx, cpu, &plain, &sight);
	__builtin_memcpy(key.src_addr, at->source, sizeof(key.src_addr));
	__builtin_memcpy(key.dst_addr, at->destination, sizeof(key.dst_addr));
	key.src_port = hl_swap16(plain.src_port);
	key.dst_port = hl_swap16(plain.dst_port);
	key.ifindex = hl_ifindex_of(ctx);
	key.proto = plain.protocol;
	key.direction = direction;
	key.marks = HL_MARK_IPV6;
	key.vlan_id = hl_tag_of_metadata(ctx) & 0x0fff;
	if (!hl_long_flow_count(cpu, &key, &sight))
		hl_count_rest(cpu, &sight);
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

static __always_inline void hl_observe(hl_context *ctx, __u8 direction)
{
	struct hl_cpu *cpu = hl_this_cpu();

	if (!cpu || hl_bank & HL_BANK_CLOSED)
		return; /* the first cannot be: the map has an element for each CPU */
	hl_begin(cpu);
	if (!hl_observe_plain(ctx, cpu, direction))
		hl_observe_any(ctx, cpu, direction);
}

#endif
