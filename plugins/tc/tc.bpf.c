/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* The tc hook: one program for each direction. Both count the packet and let it pass, whatever happens. */
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_endian.h>

#include "cpu_state.bpf.h"
#include "packet_copy.bpf.h"
#include "packet_parser.h"
#include "wire_size.h"

typedef struct __sk_buff hl_context;

static __always_inline struct hl_view hl_view_of(const hl_context *skb)
{
	return hl_view_of_packet((const void *)(long)skb->data, (const void *)(long)skb->data_end);
}

static __always_inline __u32 hl_ifindex_of(const hl_context *skb)
{
	return skb->ifindex;
}

static __always_inline __u32 hl_tag_of_metadata(const hl_context *skb)
{
	return skb->vlan_present ? 0x1000 | (skb->vlan_tci & 0x0fff) : 0;
}

static __always_inline __u16 hl_ethertype_of(const hl_context *skb)
{
	return bpf_ntohs((__u16)skb->protocol);
}

static __always_inline struct hl_wire_size hl_wire_size_at(const hl_context *skb, __u32 header_size)
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

/*
 * The whole parser, on a copy of the packet's first `size` bytes: pulling them into the linear part would change the
 * packet's memory under everyone else. Not static: the verifier looks at a global function once, not once for each way
 * that leads to it; in 5.10 such a function takes no pointer but the context, so the answer stays in the map.
 */
__noinline int hl_parse_copy(hl_context *skb, __u32 kind, __u32 size)
{
	struct hl_copy *copy = hl_copy_of_this_cpu();
	struct hl_cpu *cpu = hl_this_cpu();
	struct hl_view view;
	__u32 last = (size < skb->len ? size : skb->len) - 1;

	/* The verifier of 6.1 learns nothing from "not 0": so the bound is put on a number that may be 0. */
	__asm__ volatile("" : "+r"(last));
	if (!copy || !cpu || last >= HL_COPY_SIZE || bpf_skb_load_bytes(skb, 0, copy->bytes, last + 1))
		return HL_COPY_NONE;
	view = hl_view_of_buffer(copy->bytes, last + 1, HL_COPY_SIZE);
	return hl_parse_view(&view, kind, hl_ethertype_of(skb), skb->gso_size, &cpu->packet);
}

static __always_inline void hl_parse_any(hl_context *skb, __u32 kind, struct hl_packet *packet)
{
	int result = hl_parse_copy(skb, kind, HL_COPY_FIRST);

	if (result == HL_COPY_TRUNCATED && skb->len > HL_COPY_FIRST)
		result = hl_parse_copy(skb, kind, HL_COPY_SIZE);
	if (result == HL_COPY_NONE)
		hl_parse_nothing(packet, hl_ethertype_of(skb));
}

static __always_inline long hl_load_payload(hl_context *skb, __u32 offset, void *to, __u32 size)
{
	return bpf_skb_load_bytes(skb, offset, to, size);
}

/* Not 0: rows are to say whose they are. */
const volatile __u8 hl_notes_sockets;

/* Of what is sent; what is received has no socket here. The cookie is made where there is none yet. */
static __always_inline __u32 hl_socket_of(hl_context *skb)
{
	return hl_notes_sockets && skb->sk ? (__u32)bpf_get_socket_cookie(skb) : 0;
}

#include "observe.bpf.h"

/*
 * Plain "tc", which every libbpf loader knows; user space gives the attach type (TCX) or the hook (clsact) when it
 * attaches. TCX_NEXT (-1, which clsact knows as TC_ACT_UNSPEC) is the only verdict: the next program decides, then the
 * stack.
 */
SEC("tc")
int hl_tc_ingress(hl_context *skb)
{
	hl_observe(skb, HL_DIRECTION_IN);
	return TCX_NEXT;
}

SEC("tc")
int hl_tc_egress(hl_context *skb)
{
	hl_observe(skb, HL_DIRECTION_OUT);
	return TCX_NEXT;
}

char hl_license[] SEC("license") = "Dual MIT/GPL";
