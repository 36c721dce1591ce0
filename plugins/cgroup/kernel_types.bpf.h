/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* What the programs read of the kernel's own structs. libbpf finds the fields on the running kernel (CO-RE). */
#ifndef HOOKLINE_CGROUP_KERNEL_TYPES_BPF_H
#define HOOKLINE_CGROUP_KERNEL_TYPES_BPF_H

#include <linux/types.h>

#pragma clang attribute push(__attribute__((preserve_access_index)), apply_to = record)

struct hl_kuid {
	__u32 val;
};

struct cred {
	struct hl_kuid uid;
};

struct task_struct {
	__u32 flags;
	__s32 tgid;
	const struct cred *cred;
	struct task_struct *group_leader;
	char comm[16];
};

struct kernfs_node {
	__u64 id;
};

struct cgroup_subsys_state {
	struct cgroup_subsys_state *parent;
};

struct cgroup {
	struct cgroup_subsys_state self; /* first, so that a parent's address is that of its cgroup */
	struct kernfs_node *kn;
};

struct sock_cgroup_data {
	struct cgroup *cgroup; /* a pointer by itself since 5.15 */
};

struct hl_atomic64 {
	__s64 counter;
};

struct sock_common {
	__u16 skc_family;
	__u8 skc_state;
	struct hl_atomic64 skc_cookie;
};

struct hl_socket_lock {
	int owned;
};

struct sock {
	struct sock_common __sk_common;
	struct hl_socket_lock sk_lock;
	struct sock_cgroup_data sk_cgrp_data;
};

struct inet_sock {
	struct sock sk;
};

struct inet_connection_sock {
	struct inet_sock icsk_inet;
};

struct tcp_sock {
	struct inet_connection_sock inet_conn;
};

struct socket {
	struct sock *sk;
};

struct sk_buff {
	struct sock *sk;
};

struct file;
struct bpf_iter_meta;

struct bpf_iter__task_file {
	struct bpf_iter_meta *meta;
	struct task_struct *task;
	__u32 fd;
	struct file *file;
};

#pragma clang attribute pop

#endif
