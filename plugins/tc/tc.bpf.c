/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* The tc hook: one program for each direction. Both count the packet and let it pass, whatever happens. */
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_endian.h>

#include "capture_stats.bpf.h"
#include "flow_key.h"
#include "flow_table.bpf.h"
#include "fragments.bpf.h"
#include "link_kind.h"
#include "packet_parser.h"
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

#define HL_COPY_SIZE 2048
#define HL_COPY_FIRST 256 /* enough for nearly all */

struct hl_copy {
	__u8 bytes[HL_COPY_SIZE];
	struct hl_packet packet; /* what the parser made of them */
};

/*
 * Key: 0. Value: the start of a packet, per CPU: with softirqs off, the one program that runs there is alone with it.
 * Written by the programs; cannot be full.
 */
struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, struct hl_copy);
} hl_copies SEC(".maps");

static __always_inline __u32 hl_link_kind_of(__u32 ifindex)
{
	const __u32 *kind;

	if (!hl_link_count)
		return HL_LINK_ETHERNET;
	kind = bpf_map_lookup_elem(&hl_links, &ifindex);
	return kind ? *kind : HL_LINK_ETHERNET;
}

static __always_inline __u16 hl_ethertype_of(const struct __sk_buff *skb)
{
	return bpf_ntohs((__u16)skb->protocol);
}

static __always_inline struct hl_copy *hl_copy_of_this_cpu(void)
{
	const __u32 slot = 0;

	return bpf_map_lookup_elem(&hl_copies, &slot);
}

enum hl_copy_result { HL_COPY_COMPLETE = HL_PARSE_COMPLETE, HL_COPY_TRUNCATED = HL_PARSE_TRUNCATED, HL_COPY_NONE };

/*
 * The whole parser, on a copy of the packet's first `size` bytes. It is for packets whose headers are not in the linear
 * part (pulling them there would change the packet's memory under everyone else), and for headers so rare that the
 * plain parser leaves them out: the verifier's time, and so the time to start, grows with each way through a program.
 * Not static: the verifier looks at a global function once, not once for each way that leads to it; in 5.10 such a
 * function takes no pointer but the context, so the answer stays in the map.
 */
__noinline int hl_parse_copy(struct __sk_buff *skb, __u32 kind, __u32 want_inner, __u32 size)
{
	struct hl_copy *copy = hl_copy_of_this_cpu();
	struct hl_view view;
	__u32 last = (size < skb->len ? size : skb->len) - 1;

	/* The verifier of 6.1 learns nothing from "not 0": so the bound is put on a number that may be 0. */
	__asm__ volatile("" : "+r"(last));
	if (!copy || last >= HL_COPY_SIZE || bpf_skb_load_bytes(skb, 0, copy->bytes, last + 1))
		return HL_COPY_NONE;
	view = hl_view_of_buffer(copy->bytes, last + 1, HL_COPY_SIZE);
	return hl_parse_view(&view, kind, hl_ethertype_of(skb), want_inner, &copy->packet);
}

/* Without a copy `packet` stays as it is: cut, and it says so. */
static __always_inline void hl_parse_rest(struct __sk_buff *skb, __u32 kind, __u32 want_inner, struct hl_packet *packet)
{
	const struct hl_copy *copy;
	int result = hl_parse_copy(skb, kind, want_inner, HL_COPY_FIRST);

	if (result == HL_COPY_TRUNCATED && skb->len > HL_COPY_FIRST)
		result = hl_parse_copy(skb, kind, want_inner, HL_COPY_SIZE);
	copy = hl_copy_of_this_cpu();
	if (result != HL_COPY_NONE && copy)
		*packet = copy->packet;
}

static __always_inline void hl_parse(struct __sk_buff *skb, struct hl_packet *packet)
{
	struct hl_view view = hl_view_of_packet((const void *)(long)skb->data, (const void *)(long)skb->data_end);
	const __u32 kind = hl_link_kind_of(skb->ifindex);

	view.plain = 1;
	if (hl_parse_view(&view, kind, hl_ethertype_of(skb), skb->gso_size, packet) == HL_PARSE_TRUNCATED)
		hl_parse_rest(skb, kind, skb->gso_size, packet);
}

/* The tag that the kernel or the device has taken out of the frame is the outermost one. */
static __always_inline void hl_push_tag_of_metadata(const struct __sk_buff *skb, struct hl_flow_key *key)
{
	if (!skb->vlan_present)
		return;
	key->inner_vlan_id = key->vlan_id;
	key->vlan_id = skb->vlan_tci & 0x0fff;
}

static __always_inline struct hl_wire_size hl_size_of(const struct __sk_buff *skb, __u32 header_size)
{
	const struct hl_kernel_size size = {
		.length = skb->len,
		.wire_length = skb->wire_len,
		.gso_segments = skb->gso_segs,
		.gso_size = skb->gso_size,
		.header_size = header_size,
		.tag_in_metadata = skb->vlan_present,
	};

	return hl_wire_size_of(&size);
}

static __always_inline int hl_is_arp(const struct hl_flow_key *key)
{
	return key->proto == HL_ETHERTYPE_ARP || key->proto == HL_ETHERTYPE_RARP;
}

/* TCX_NEXT (-1, which clsact knows as TC_ACT_UNSPEC) is the only verdict: the next program decides, then the stack. */
static __always_inline int hl_observe(struct __sk_buff *skb, __u8 direction)
{
	const __u64 now_ns = bpf_ktime_get_ns();
	struct hl_wire_size wire;
	struct hl_packet packet;

	hl_parse(skb, &packet);
	packet.key.ifindex = skb->ifindex;
	packet.key.direction = direction;
	hl_push_tag_of_metadata(skb, &packet.key);
	wire = hl_size_of(skb, packet.header_size);
	hl_count(HL_SEEN, &wire);
	if (hl_no_arp && hl_is_arp(&packet.key)) {
		hl_count(HL_FILTERED_NO_ARP, &wire);
		return TCX_NEXT;
	}
	if (packet.fragment)
		hl_fragments_follow(&packet, now_ns);
	hl_flow_count(&packet.key, &wire, packet.tcp_flags, now_ns);
	return TCX_NEXT;
}

/*
 * Plain "tc", which every libbpf loader knows; user space gives the attach type (TCX) or the hook (clsact) when it
 * attaches.
 */
SEC("tc")
int hl_tc_ingress(struct __sk_buff *skb)
{
	return hl_observe(skb, HL_DIRECTION_IN);
}

SEC("tc")
int hl_tc_egress(struct __sk_buff *skb)
{
	return hl_observe(skb, HL_DIRECTION_OUT);
}

char hl_license[] SEC("license") = "Dual MIT/GPL";
