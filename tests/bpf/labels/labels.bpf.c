/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* For tests: the label of what user space puts into a map, as the kernel computes it. */
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

#include "labels.h"

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, struct hl_payload);
} hl_payloads SEC(".maps");

/* Not static: the verifier looks at it alone, as it does in the programs of the captures. */
__noinline int hl_label_of_payload(void)
{
	const __u32 first = 0;
	const struct hl_payload *payload = bpf_map_lookup_elem(&hl_payloads, &first);

	return payload ? hl_label_of(payload) : 0xff;
}

SEC("tc")
int hl_label_test(struct __sk_buff *skb)
{
	return hl_label_of_payload();
}

char hl_license[] SEC("license") = "Dual MIT/GPL";
