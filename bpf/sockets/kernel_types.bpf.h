/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * What the programs read of the kernel's own structs: our own small versions, the fields that are used alone. libbpf finds
 * them on the running kernel (CO-RE). Names after ___ are ours: libbpf leaves them out when it compares.
 */
#ifndef HOOKLINE_BPF_KERNEL_TYPES_BPF_H
#define HOOKLINE_BPF_KERNEL_TYPES_BPF_H

#include <linux/types.h>

#pragma clang attribute push(__attribute__((preserve_access_index)), apply_to = record)

struct hl_kuid {
	__u32 val;
};

struct cred {
	struct hl_kuid uid;
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

struct css_set {
	struct cgroup *dfl_cgrp;
};

struct task_struct {
	__u32 flags;
	__s32 tgid;
	const struct cred *cred;
	struct css_set *cgroups;
	struct task_struct *group_leader;
	char comm[16];
};

struct sock_cgroup_data {
	struct cgroup *cgroup; /* a pointer by itself since 5.15 */
};

struct hl_atomic64 {
	__s64 counter;
};

struct in6_addr {
	__u64 words___[2]; /* network byte order; never asked for by name */
};

struct ns_common {
	unsigned int inum;
};

struct net {
	struct ns_common ns;
};

struct hl_net_pointer {
	struct net *net;
};

struct sock_common {
	struct hl_net_pointer skc_net;
	__be32 skc_daddr;
	__be32 skc_rcv_saddr;
	__be16 skc_dport;
	__u16 skc_num; /* host byte order */
	__u16 skc_family;
	__u8 skc_state;
	struct in6_addr skc_v6_daddr;
	struct in6_addr skc_v6_rcv_saddr;
	unsigned long skc_flags; /* bits of enum sock_flags */
	struct hl_atomic64 skc_cookie;
};

struct hl_socket_lock {
	int owned;
};

struct file;

struct socket {
	struct sock *sk;
	struct file *file;
};

struct sock {
	struct sock_common __sk_common;
	struct hl_socket_lock sk_lock;
	struct sock_cgroup_data sk_cgrp_data;
	struct socket *sk_socket;
	void *sk_user_data;
	__u16 sk_type;
	__u16 sk_protocol;
};

struct inet_sock {
	struct sock sk;
	__be16 inet_sport; /* stays when the port is given back */
};

struct inet_sock___flags {
	unsigned long inet_flags; /* Linux 6.5: bits of an enum without a name */
};

struct inet_sock___bits {
	__u8 hdrincl : 1;
};

struct inet_connection_sock {
	struct inet_sock icsk_inet;
	const void *icsk_ulp_ops;
};

struct tcp_sock {
	struct inet_connection_sock inet_conn;
	__u32 copied_seq;
	__u32 urg_seq;
	__u32 rcv_nxt;
	__u32 srtt_us; /* eight times the microseconds */
	__u32 lost;
	__u32 total_retrans;
	__u64 bytes_retrans;
	__u32 rcv_ooopack;
};

struct sk_buff {
	struct sock *sk;
	__u32 len;
	__u16 transport_header; /* from `head` on, like the next */
	__u16 network_header;
	unsigned char *head;
};

struct msghdr {
	void *msg_name;
	int msg_namelen;
};

struct bpf_iter_meta;

struct bpf_map;

struct bpf_iter__bpf_sk_storage_map {
	struct bpf_iter_meta *meta;
	struct bpf_map *map;
	struct sock *sk;
	void *value;
};

struct bpf_iter__tcp {
	struct bpf_iter_meta *meta;
	struct sock_common *sk_common;
};

struct bpf_iter__bpf_map_elem {
	struct bpf_iter_meta *meta;
	struct bpf_map *map;
	void *key;
	void *value;
};

struct bpf_iter__task_file {
	struct bpf_iter_meta *meta;
	struct task_struct *task;
	__u32 fd;
	struct file *file;
};

#pragma clang attribute pop

/*
 * How a program reads a field. HL_DIRECT: in place, in programs whose arguments have BTF types. HL_COPIED: by a helper,
 * which any tracing program may call, at about 10 ns each. Known when compiling.
 */
enum hl_access { HL_COPIED, HL_DIRECT };

#define hl_read(access, object, field)                                                \
	({                                                                            \
		__typeof__(({ (object)->field; })) hl_value;                          \
		if ((access) == HL_DIRECT)                                            \
			hl_value = (object)->field;                                   \
		else                                                                  \
			bpf_core_read(&hl_value, sizeof(hl_value), &(object)->field); \
		hl_value;                                                             \
	})

#define HL_AF_INET 2
#define HL_AF_INET6 10
#define HL_TCP_LISTEN 10            /* TCP_LISTEN, net/tcp_states.h */
#define HL_KERNEL_THREAD 0x00200000 /* PF_KTHREAD, linux/sched.h */
#define HL_SOCK_STREAM 1
#define HL_SOCK_DGRAM 2
#define HL_SOCK_RAW 3

#endif
