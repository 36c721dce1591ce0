/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* Somebody else's XDP program, for a dispatcher: drops UDP over IPv4 to port 9 (discard), lets the rest pass. */
#include <linux/bpf.h>
#include <linux/if_ether.h>
#include <linux/ip.h>
#include <linux/udp.h>
#include <bpf/bpf_endian.h>
#include <bpf/bpf_helpers.h>

#define DISCARD 9
#define UDP 17

struct headers {
	struct ethhdr ethernet;
	struct iphdr ip;
	struct udphdr udp;
} __attribute__((packed));

SEC("xdp")
int foreign(struct xdp_md *ctx)
{
	const struct headers *headers = (const void *)(long)ctx->data;

	if ((const void *)(headers + 1) > (const void *)(long)ctx->data_end)
		return XDP_PASS;
	if (headers->ethernet.h_proto != bpf_htons(ETH_P_IP) || headers->ip.protocol != UDP)
		return XDP_PASS;
	return headers->udp.dest == bpf_htons(DISCARD) ? XDP_DROP : XDP_PASS;
}

char foreign_license[] SEC("license") = "Dual MIT/GPL";
