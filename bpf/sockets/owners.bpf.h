/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* Processes that use sockets, and the numbers that flows name them by. */
#ifndef HOOKLINE_BPF_OWNERS_BPF_H
#define HOOKLINE_BPF_OWNERS_BPF_H

#include "flow_match.bpf.h"
#include "socket_owner.h"
#include "sockets/kernel_types.bpf.h"
#include "sockets/words.h"

#include <linux/bpf.h>
#include <bpf/bpf_core_read.h>
#include <bpf/bpf_helpers.h>

/*
 * Key: hl_flow_key.owner. Value: hl_owner. Written by the programs, again with the first packet of each flow in a bank.
 * Full: the one that was used longest ago goes; rows that it was needed for have no process, and are counted.
 */
struct {
	__uint(type, BPF_MAP_TYPE_LRU_HASH);
	__uint(max_entries, HL_OWNER_LIMIT);
	__type(key, __u64);
	__type(value, struct hl_owner);
} hl_owners SEC(".maps");

static __always_inline __u64 hl_owner_word(const struct hl_owner *owner, int i)
{
	return ((const hl_word *)owner)[i];
}

/* Neither 0 nor provisional. */
static __always_inline __u64 hl_owner_id(const struct hl_owner *owner)
{
	__u64 sum = 0;

#pragma unroll
	for (int i = 0; i < 4; i++)
		sum += hl_owner_word(owner, i) * hl_hash_seeds[i];
	return hl_hash_again(sum) >> 1 | 1;
}

static __always_inline int hl_same_owner(const struct hl_owner *one, const struct hl_owner *other)
{
	__u64 difference = 0;

#pragma unroll
	for (int i = 0; i < 4; i++)
		difference |= hl_owner_word(one, i) ^ hl_owner_word(other, i);
	return !difference;
}

/* The name is the process's, not that of the thread that happens to send. Not its cgroup. */
static __always_inline void hl_owner_of_task(const struct task_struct *task, struct hl_owner *owner)
{
	const struct task_struct *leader = task->group_leader;

	((hl_word *)owner)[0] = hl_halves(task->tgid, task->cred->uid.val);
	((hl_word *)owner->comm)[0] = ((const hl_word *)leader->comm)[0];
	((hl_word *)owner->comm)[1] = ((const hl_word *)leader->comm)[1];
}

/* The process that runs, with its cgroup. HL_DIRECT: Linux 5.11 (bpf_get_current_task_btf). */
static __always_inline void hl_current_owner(enum hl_access access, struct hl_owner *owner)
{
	struct task_struct *task, *leader;

	if (access == HL_DIRECT) {
		task = (struct task_struct *)bpf_get_current_task_btf();
		hl_owner_of_task(task, owner);
		owner->cgroup = task->cgroups->dfl_cgrp->kn->id;
		return;
	}
	task = (struct task_struct *)bpf_get_current_task();
	leader = BPF_CORE_READ(task, group_leader);
	owner->tgid = bpf_get_current_pid_tgid() >> 32;
	owner->uid = (__u32)bpf_get_current_uid_gid();
	owner->cgroup = bpf_get_current_cgroup_id();
	bpf_core_read(owner->comm, sizeof(owner->comm), &leader->comm);
}

static __always_inline void hl_keep_owner(__u64 id, const struct hl_owner *owner)
{
	bpf_map_update_elem(&hl_owners, &id, owner, BPF_ANY);
}

#endif
