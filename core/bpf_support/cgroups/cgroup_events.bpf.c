/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * Cgroups of v2 that come and go: the tracepoints cgroup_mkdir, cgroup_rmdir and cgroup_rename, whose arguments are
 * (struct cgroup *cgroup, const char *path) in all kernels that have them. As of Linux 6.18 none renames in v2.
 */
#include <linux/bpf.h>
#include <bpf/bpf_core_read.h>
#include <bpf/bpf_helpers.h>

#include "cgroup_event.h"

#pragma clang attribute push(__attribute__((preserve_access_index)), apply_to = record)

struct kernfs_node {
	__u64 id;
};

struct cgroup_root {
	int hierarchy_id;
};

struct cgroup {
	struct kernfs_node *kn;
	struct cgroup_root *root;
};

#pragma clang attribute pop

#define HL_DEFAULT_HIERARCHY 0 /* cgroup_hierarchy_idr gives v2 the first number; "0::" in /proc/PID/cgroup */

/* hl_cgroup_event. Full: the event is counted in hl_cgroups_lost. */
struct {
	__uint(type, BPF_MAP_TYPE_RINGBUF);
	__uint(max_entries, 512 * 1024);
} hl_cgroups SEC(".maps");

__u64 hl_cgroups_lost;

/* One is enough: the kernel calls these tracepoints under a lock (trace_cgroup_path_lock), with one buffer for the path. */
static struct hl_cgroup_event hl_event;

static __always_inline int hl_tell(struct bpf_raw_tracepoint_args *ctx, __u32 happening)
{
	const struct cgroup *cgroup = (const struct cgroup *)ctx->args[0];
	struct hl_cgroup_event *event = &hl_event;
	__u64 path_size;
	long read;

	if (BPF_CORE_READ(cgroup, root, hierarchy_id) != HL_DEFAULT_HIERARCHY)
		return 0;
	read = bpf_probe_read_kernel_str(event->path, HL_CGROUP_PATH, (const void *)ctx->args[1]);
	if (read <= 0 || read > HL_CGROUP_PATH)
		return 0;
	path_size = (__u64)read;
	event->id = BPF_CORE_READ(cgroup, kn, id);
	event->happening = happening;
	event->path_size = (__u32)path_size;
	if (bpf_ringbuf_output(&hl_cgroups, event, __builtin_offsetof(struct hl_cgroup_event, path) + path_size, 0))
		__sync_fetch_and_add(&hl_cgroups_lost, 1);
	return 0;
}

SEC("raw_tp/cgroup_mkdir")
int hl_cgroup_made(struct bpf_raw_tracepoint_args *ctx)
{
	return hl_tell(ctx, HL_CGROUP_MADE);
}

SEC("raw_tp/cgroup_rmdir")
int hl_cgroup_removed(struct bpf_raw_tracepoint_args *ctx)
{
	return hl_tell(ctx, HL_CGROUP_REMOVED);
}

SEC("raw_tp/cgroup_rename")
int hl_cgroup_renamed(struct bpf_raw_tracepoint_args *ctx)
{
	return hl_tell(ctx, HL_CGROUP_RENAMED);
}

char hl_license[] SEC("license") = "Dual MIT/GPL";
