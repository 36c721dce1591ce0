/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* Programs that the bench is to take, or to refuse with the right words. For its tests. */
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

/* Key: 0. Value: packets. Would be pinned by a loader that does as it is told. */
struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1);
	__uint(pinning, LIBBPF_PIN_BY_NAME);
	__type(key, __u32);
	__type(value, __u64);
} hl_bench_pin SEC(".maps");

SEC("tc")
int count_tc(struct __sk_buff *skb)
{
	const __u32 slot = 0;
	__u64 *packets = bpf_map_lookup_elem(&hl_bench_pin, &slot);

	if (packets)
		*packets += 1;
	return TCX_NEXT;
}

SEC("tcx/ingress")
int attach_type_tc(struct __sk_buff *skb)
{
	return TCX_NEXT;
}

SEC("xdp.frags")
int frags_xdp(struct xdp_md *xdp)
{
	return XDP_PASS;
}

/* The verifier does not know that the packet has a first byte. */
SEC("tc")
int unverified_tc(struct __sk_buff *skb)
{
	return *(volatile __u8 *)(long)skb->data;
}

/* A type that no driver is for. */
SEC("cgroup_skb/ingress")
int other_type(struct __sk_buff *skb)
{
	return 1;
}

/* bpf_prog_test_run runs no program of this attach type. */
SEC("xdp/devmap")
int not_run_xdp(struct xdp_md *xdp)
{
	return XDP_PASS;
}

char sample_license[] SEC("license") = "Dual MIT/GPL";
