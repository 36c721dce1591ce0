/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* What is counted of a socket's flow, as the kernel programs and user space share it. */
#ifndef HOOKLINE_BPF_SOCKET_FLOW_H
#define HOOKLINE_BPF_SOCKET_FLOW_H

#include "flow_slot.h"

/* What TCP says of a connection; counts are what was added since the bank began. */
struct hl_tcp_health {
	__u64 retransmitted_bytes;
	__u32 retransmitted;
	__u32 lost;
	__u32 out_of_order;
	__u32 resets;
	__u32 srtt_us; /* 0: not known */
	__u32 pad;
};

struct hl_socket_flow {
	struct hl_slot slot; /* `packets` are calls, `bytes` what they moved */
	struct hl_flow_key key;
	struct hl_tcp_health tcp;
	__u32 netns;  /* inode number of the socket's network namespace; only where hl_tells_sockets is set */
	__u32 socket; /* lower half of its cookie; 0: it has none */
};

/* A place for a flow that is found without a call into the kernel's maps. */
struct hl_near_flow {
	__u64 id; /* of the flow that has it; 0: none */
	struct hl_socket_flow flow;
};

#define HL_NEAR_FLOWS 4096 /* in a bank; a power of two */

#ifdef __cplusplus
static_assert(sizeof(struct hl_socket_flow) == sizeof(struct hl_slot) + sizeof(struct hl_flow_key) + 40,
	      "hl_socket_flow layout");
#else
_Static_assert(sizeof(struct hl_socket_flow) == sizeof(struct hl_slot) + sizeof(struct hl_flow_key) + 40,
	       "hl_socket_flow layout");
#endif

#endif
