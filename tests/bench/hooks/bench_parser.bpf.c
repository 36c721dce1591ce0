/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * Bare parsing: the yardstick of the full programs. What they run to name a packet's flow, and nothing with it. When they
 * change to another entry point of the parser, this does, too. A hook NAME has parse_NAME.
 */
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

#include "packet_parser.h"
#include "plain_headers.h"

/* Someone may look at what was parsed: without that the compiler leaves the parsing out. */
#define bench_used(result) __asm__ volatile("" : : "r"(result) : "memory")

static __always_inline void bench_parse_any(struct hl_view *view, __u32 want_inner)
{
	struct hl_packet packet;

	hl_parse_view(view, HL_LINK_ETHERNET, 0, want_inner, &packet);
	bench_used(&packet);
}

static __always_inline int bench_parse_plain(const struct hl_view *view)
{
	struct hl_plain plain;
	const void *headers = 0;

	switch (hl_plain_ethertype(view)) {
	case HL_ETHERTYPE_IPV4:
		headers = hl_parse_plain_ipv4(view, &plain);
		break;
	case HL_ETHERTYPE_IPV6:
		headers = hl_parse_plain_ipv6(view, &plain);
		break;
	default:
		break;
	}
	bench_used(&plain);
	return headers != 0;
}

static __always_inline void bench_parse(const void *data, const void *data_end, __u32 want_inner)
{
	struct hl_view view = hl_view_of_packet(data, data_end);

	if (!bench_parse_plain(&view))
		bench_parse_any(&view, want_inner);
}

SEC("tc")
int parse_tc(struct __sk_buff *skb)
{
	bench_parse((const void *)(long)skb->data, (const void *)(long)skb->data_end, skb->gso_size);
	return TCX_NEXT;
}

SEC("xdp")
int parse_xdp(struct xdp_md *xdp)
{
	bench_parse((const void *)(long)xdp->data, (const void *)(long)xdp->data_end, 0);
	return XDP_PASS;
}

char bench_license[] SEC("license") = "Dual MIT/GPL";
