/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* Whose a socket is, as the kernel programs and user space share it. */
#ifndef HOOKLINE_BPF_SOCKET_OWNER_H
#define HOOKLINE_BPF_SOCKET_OWNER_H

#include <linux/types.h>

/*
 * hl_flow_key.owner is the key of a hl_owner in the map hl_owners. Either a hash of the owner, so that it never means
 * another one; or this bit and the socket's cookie, of a socket that nobody has used yet, as far as is known: what is
 * accepted and waits, or was open before the start. Then the owner is who has the socket, until somebody uses it.
 */
#define HL_OWNER_PROVISIONAL (1ull << 63)

struct hl_owner {
	__u32 tgid; /* 0: not known */
	__u32 uid;
	__u64 cgroup; /* id of the socket's cgroup */
	char comm[16];
} __attribute__((aligned(8)));

#define HL_OWNER_LIMIT 65536

#ifdef __cplusplus
static_assert(sizeof(struct hl_owner) == 32, "hl_owner layout");
#else
_Static_assert(sizeof(struct hl_owner) == 32, "hl_owner layout");
#endif

#endif
