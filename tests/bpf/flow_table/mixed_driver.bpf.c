/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * Half of the packets come from 2^28 sources at random, half belong to one of HL_MIXED_FLOWS flows, of which each sends
 * twice as much as one that is 16 ranks below. Counts what it sends of each, and calls the program under test.
 */
#include <linux/bpf.h>
#include <bpf/bpf_endian.h>
#include <bpf/bpf_helpers.h>

#define HL_MIXED_FLOWS 128
#define HL_SPOOFED_NETWORK 0x10000000u /* 16.0.0.0/4 */
#define HL_FLOW_NETWORK 0xc0000000u    /* 192.0.0.0 and on, each flow in a network of its own */
#define HL_SOURCE 26                   /* of IPv4 behind an Ethernet header */

struct {
	__uint(type, BPF_MAP_TYPE_PROG_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, __u32);
} mixed_target SEC(".maps");

__u64 mixed_sent[HL_MIXED_FLOWS];
__u32 mixed_flood_only; /* no flows, only spoofed sources */

static __always_inline __u32 flow_of(__u32 random)
{
	const __u32 within = random >> 8 & 15;
	__u32 group = 0;

	/* A half goes to the first 16 flows, a quarter to the next 16 ... */
	while (group < HL_MIXED_FLOWS / 16 - 1 && random >> (12 + group) & 1)
		group++;
	return group * 16 + within;
}

static __always_inline __u32 source_of(__u32 random)
{
	__u32 flow;

	if (mixed_flood_only || random & 1)
		return HL_SPOOFED_NETWORK | (bpf_get_prandom_u32() >> 4);
	flow = flow_of(bpf_get_prandom_u32()) & (HL_MIXED_FLOWS - 1);
	mixed_sent[flow]++;
	return HL_FLOW_NETWORK | flow << 8;
}

SEC("tc")
int drive_mixed(struct __sk_buff *skb)
{
	void *data = (void *)(long)skb->data;

	if (data + HL_SOURCE + 4 > (void *)(long)skb->data_end)
		return TCX_NEXT;
	*(__be32 *)(data + HL_SOURCE) = bpf_htonl(source_of(bpf_get_prandom_u32()));
	bpf_tail_call(skb, &mixed_target, 0);
	return TCX_NEXT;
}

char mixed_license[] SEC("license") = "Dual MIT/GPL";
