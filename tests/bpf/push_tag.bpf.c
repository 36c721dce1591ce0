/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * For tests: bpf_prog_test_run() cannot put a VLAN tag into an skb's metadata. This program does, as a device with tag
 * offload would, and goes on to the program under test.
 */
#include <linux/bpf.h>
#include <linux/if_ether.h>
#include <bpf/bpf_endian.h>
#include <bpf/bpf_helpers.h>

struct {
	__uint(type, BPF_MAP_TYPE_PROG_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, __u32);
} hl_under_test SEC(".maps");

SEC("tc")
int hl_push_tag(struct __sk_buff *skb)
{
	if (bpf_skb_vlan_push(skb, bpf_htons(ETH_P_8021AD), 0x2000 | 123))
		return TCX_DROP;
	bpf_tail_call(skb, &hl_under_test, 0);
	return TCX_DROP; /* no program there */
}

char hl_license[] SEC("license") = "Dual MIT/GPL";
