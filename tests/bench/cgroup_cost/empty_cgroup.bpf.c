/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* Programs that do nothing: what the hook itself costs, and reading the clock around a program. */
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

SEC("cgroup_skb/ingress")
int empty_ingress(struct __sk_buff *skb)
{
	return 1;
}

SEC("cgroup_skb/egress")
int empty_egress(struct __sk_buff *skb)
{
	return 1;
}

char hl_license[] SEC("license") = "Dual MIT/GPL";
