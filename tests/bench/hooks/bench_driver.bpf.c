/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * Drivers: a program of each hook's type that makes the packet one of the drawn flow and tail-calls the program under
 * test. The same with an empty program is the base line of all figures. A hook NAME has drive_NAME and empty_NAME.
 */
#include <linux/bpf.h>
#include <bpf/bpf_endian.h>
#include <bpf/bpf_helpers.h>

#include "traffic.h"

#define BENCH_IPV4_SOURCE 26 /* Ethernet header, then 12 bytes on */
#define BENCH_IPV4_PORT 34
#define BENCH_IPV6_SOURCE 34 /* the last four bytes of the address */
#define BENCH_IPV6_PORT 54
#define BENCH_WRITTEN 56

#define BENCH_IPV4_NETWORK 0x10000000u
#define BENCH_LOWEST_PORT 1024
#define BENCH_PORT_MASK 0x7fff

/* Key: 0. Value: the program under test. Written by user space. */
struct {
	__uint(type, BPF_MAP_TYPE_PROG_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, __u32);
} bench_target SEC(".maps");

struct bench_traffic bench_traffic;

/* Knuth's MMIX generator: a multiplication and an addition, and good enough in its upper half. */
static __always_inline __u32 bench_random(void)
{
	bench_traffic.random = bench_traffic.random * 6364136223846793005ull + 1442695040888963407ull;
	return bench_traffic.random >> 32;
}

/* The quantile table inverted: between two entries every flow is as likely as its neighbours. */
static __always_inline __u32 bench_draw_by_quantiles(void)
{
	const __u32 random = bench_random();
	const __u32 entry = random >> (32 - BENCH_QUANTILE_BITS);
	const __u64 within = random << BENCH_QUANTILE_BITS;
	const __u32 low = bench_traffic.quantiles[entry];

	return low + ((bench_traffic.quantiles[entry + 1] - low) * within >> 32);
}

static __always_inline __u32 bench_draw_round_robin(void)
{
	const __u32 flow = bench_traffic.next;

	bench_traffic.next = flow + 1 < bench_traffic.flows ? flow + 1 : 0;
	return flow;
}

static __always_inline __u32 bench_draw_flow(void)
{
	if (bench_traffic.draw == BENCH_DRAW_UNIFORM)
		return (__u64)bench_random() * bench_traffic.flows >> 32;
	if (bench_traffic.draw == BENCH_DRAW_QUANTILES)
		return bench_draw_by_quantiles();
	return bench_draw_round_robin();
}

/* One to one, so that flows are neither neighbours nor an arithmetic series, which some hashes spread too well. */
static __always_inline __u32 bench_scatter(__u32 flow)
{
	const __u32 mask = BENCH_MAX_FLOWS - 1;

	flow = flow * 0x9e3779b1u & mask;
	flow ^= flow >> 13;
	return flow * 0x85ebca6bu & mask;
}

static __always_inline int bench_write_flow(void *data, void *data_end)
{
	const __u32 host = bench_scatter(bench_draw_flow());
	const __be16 port = bpf_htons(BENCH_LOWEST_PORT + (host & BENCH_PORT_MASK));

	if (data + BENCH_WRITTEN > data_end)
		return 0;
	if (bench_traffic.is_ipv6) {
		*(__be32 *)(data + BENCH_IPV6_SOURCE) = bpf_htonl(host);
		*(__be16 *)(data + BENCH_IPV6_PORT) = port;
	} else {
		*(__be32 *)(data + BENCH_IPV4_SOURCE) = bpf_htonl(BENCH_IPV4_NETWORK | host);
		*(__be16 *)(data + BENCH_IPV4_PORT) = port;
	}
	return 1;
}

SEC("tc")
int drive_tc(struct __sk_buff *skb)
{
	if (bench_write_flow((void *)(long)skb->data, (void *)(long)skb->data_end))
		bpf_tail_call(skb, &bench_target, 0);
	return BENCH_NOT_CALLED;
}

SEC("tc")
int empty_tc(struct __sk_buff *skb)
{
	return TCX_NEXT;
}

SEC("xdp")
int drive_xdp(struct xdp_md *xdp)
{
	if (bench_write_flow((void *)(long)xdp->data, (void *)(long)xdp->data_end))
		bpf_tail_call(xdp, &bench_target, 0);
	return BENCH_NOT_CALLED;
}

SEC("xdp")
int empty_xdp(struct xdp_md *xdp)
{
	return XDP_PASS;
}

char bench_license[] SEC("license") = "Dual MIT/GPL";
