/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * Who uses a socket, remembered beside its storage: to ask that costs a helper call, a third of what a packet costs.
 * An entry counts only as long as its check is right, so that it says what the storage says, or nothing.
 */
#ifndef HOOKLINE_CGROUP_RECENT_USERS_BPF_H
#define HOOKLINE_CGROUP_RECENT_USERS_BPF_H

#include "flow_match.bpf.h"
#include "socket_owner.h"
#include "sockets/kernel_types.bpf.h"

#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

struct hl_recent_user {
	__u64 check; /* hl_recent_check() */
	__u64 id;    /* hl_socket.id */
	__u64 cgroup;
	__u64 replaced; /* how often the user of a socket of this entry has been replaced by another one */
};

#define HL_RECENT_USERS 4096

/*
 * At a socket's cookie modulo HL_RECENT_USERS. Written by the programs, on any CPU, when a packet does not find its
 * socket; sockets that share an entry take turns. In .bss, where no lookup is needed.
 */
static struct hl_recent_user hl_recent_users[HL_RECENT_USERS];

/* Linux 6.2 (commit fd264ca02094). No call: the verifier puts a move in its place. */
extern void *bpf_cast_to_kern_ctx(void *ctx) __ksym __weak;

/* All before it is seen by others before all after it: an exchange is a full barrier. */
static __always_inline void hl_full_barrier(void)
{
	__u64 anything = 0;

	__sync_lock_test_and_set(&anything, 1);
}

/* Never given out twice (sock_gen_cookie()). 0: this socket has none yet, or the kernel does not let us look. */
static __always_inline __u64 hl_cookie_of(struct __sk_buff *skb)
{
	const struct sk_buff *kernels;
	const struct sock *sk;

	if (!bpf_ksym_exists(bpf_cast_to_kern_ctx))
		return 0;
	kernels = bpf_cast_to_kern_ctx(skb);
	sk = kernels->sk;
	return sk ? sk->__sk_common.skc_cookie.counter : 0;
}

/* It holds of these values together, and until a user is replaced: words of two writers do not fit. */
static __always_inline __u64 hl_recent_check(__u64 cookie, __u64 id, __u64 cgroup, __u64 replaced)
{
	return cookie * hl_hash_seeds[0] + id * hl_hash_seeds[1] + cgroup * hl_hash_seeds[2] +
	       replaced * hl_hash_seeds[3] + hl_hash_seeds[4];
}

static __always_inline volatile struct hl_recent_user *hl_recent_user_at(__u64 cookie)
{
	return &hl_recent_users[hl_index((__u32)cookie, HL_RECENT_USERS)];
}

/* What is known of a socket; 0: it is to be asked. */
static __always_inline int hl_find_recent_user(__u64 cookie, __u64 *id, __u64 *cgroup)
{
	const volatile struct hl_recent_user *recent = hl_recent_user_at(cookie);
	const __u64 replaced = recent->replaced;

	*id = recent->id;
	*cgroup = recent->cgroup;
	return cookie && recent->check == hl_recent_check(cookie, *id, *cgroup, replaced);
}

/*
 * What the socket's storage says, in `at`, unless it is known already, or that nobody has used it. Makes the cookie.
 * `replaced` is read before the id: who replaces the id after that counts after that.
 */
static __always_inline void hl_remember_user(struct __sk_buff *skb, const volatile __u64 *at, __u64 cgroup)
{
	volatile struct hl_recent_user *recent;
	__u64 replaced, cookie, known, id;

	if (!bpf_ksym_exists(bpf_cast_to_kern_ctx) || hl_find_recent_user(hl_cookie_of(skb), &id, &known))
		return;
	cookie = bpf_get_socket_cookie(skb);
	recent = hl_recent_user_at(cookie);
	replaced = recent->replaced;
	hl_full_barrier();
	id = *at;
	if (!id || id & HL_OWNER_PROVISIONAL)
		return;
	recent->id = id;
	recent->cgroup = cgroup;
	recent->check = hl_recent_check(cookie, id, cgroup, replaced);
}

/* After the socket's storage has been written, and a full barrier; the cookie, too, is read after that. */
static __always_inline void hl_forget_user(__u64 cookie)
{
	if (cookie)
		__sync_fetch_and_add(&hl_recent_users[hl_index((__u32)cookie, HL_RECENT_USERS)].replaced, 1);
}

#endif
