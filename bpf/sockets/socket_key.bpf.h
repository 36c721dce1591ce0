/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* From a socket to the key of its flows. */
#ifndef HOOKLINE_BPF_SOCKET_KEY_BPF_H
#define HOOKLINE_BPF_SOCKET_KEY_BPF_H

#include "flow_slot.h"
#include "packet.h"
#include "protocol_numbers.h"
#include "sockets/kernel_types.bpf.h"
#include "sockets/words.h"

#include <linux/bpf.h>
#include <bpf/bpf_core_read.h>
#include <bpf/bpf_helpers.h>

/* One end of a flow. */
struct hl_endpoint {
	__u64 address[2]; /* network byte order; IPv4 as ::ffff:a.b.c.d (RFC 4291 2.5.5.2) */
	__u16 port;       /* host byte order */
	__u16 family;     /* HL_AF_INET, HL_AF_INET6 */
	__u32 pad;
};

#define HL_MPTCP 262 /* IPPROTO_MPTCP: on the wire it is TCP */

static __always_inline int hl_is_ipv4_mapped(const __u64 *address)
{
	return !address[0] && (__u32)address[1] == hl_swap32(0x0000ffffu);
}

static __always_inline void hl_set_ipv4(__u64 *address, __be32 ipv4)
{
	address[0] = 0;
	address[1] = (__u64)ipv4 << 32 | hl_swap32(0x0000ffffu);
}

/* `from`: 16 bytes inside of a kernel struct. */
static __always_inline void hl_read_ipv6(enum hl_access access, __u64 *to, const __u64 *from)
{
	__u64 first, second;

	if (access == HL_COPIED) {
		bpf_probe_read_kernel(to, 16, from);
		return;
	}
	first = from[0];
	second = from[1];
	/* Else the compiler makes one instruction of this and a load from a map: the verifier wants to see two. */
	__asm__ volatile("" : "+r"(first), "+r"(second));
	to[0] = first;
	to[1] = second;
}

/* A socket that is closed has given its port back, but remembers it. */
static __always_inline __u16 hl_local_port(enum hl_access access, struct sock *sk)
{
	struct inet_sock *inet = (struct inet_sock *)sk;

	if (access == HL_DIRECT && sk->__sk_common.skc_num)
		return sk->__sk_common.skc_num;
	return hl_swap16(BPF_CORE_READ(inet, inet_sport));
}

static __always_inline void hl_local_end(enum hl_access access, struct sock *sk, __u16 family, struct hl_endpoint *end)
{
	end->family = family;
	end->port = hl_local_port(access, sk);
	if (family == HL_AF_INET)
		hl_set_ipv4(end->address, hl_read(access, sk, __sk_common.skc_rcv_saddr));
	else
		hl_read_ipv6(access, end->address, (const __u64 *)&sk->__sk_common.skc_v6_rcv_saddr);
}

static __always_inline void hl_remote_end(enum hl_access access, struct sock *sk, __u16 family, struct hl_endpoint *end)
{
	end->family = family;
	end->port = hl_swap16(hl_read(access, sk, __sk_common.skc_dport));
	if (family == HL_AF_INET)
		hl_set_ipv4(end->address, hl_read(access, sk, __sk_common.skc_daddr));
	else
		hl_read_ipv6(access, end->address, (const __u64 *)&sk->__sk_common.skc_v6_daddr);
}

/* An IPv6 socket that talks IPv4 has mapped addresses, and the local one may be unspecified. */
static __always_inline __u8 hl_family_mark(__u16 family, const struct hl_endpoint *local,
					   const struct hl_endpoint *remote)
{
	return family == HL_AF_INET || hl_is_ipv4_mapped(remote->address) || hl_is_ipv4_mapped(local->address)
		       ? HL_MARK_IPV4
		       : HL_MARK_IPV6;
}

/* All of the key but the owner. */
static __always_inline void hl_key_between(const struct hl_endpoint *local, const struct hl_endpoint *remote,
					   __u16 protocol, __u8 direction, struct hl_flow_key *key)
{
	const struct hl_endpoint *from = direction == HL_DIRECTION_OUT ? local : remote;
	const struct hl_endpoint *to = direction == HL_DIRECTION_OUT ? remote : local;
	const __u8 mark = hl_family_mark(local->family, local, remote);
	hl_word *words = (hl_word *)key;

	words[0] = from->address[0];
	words[1] = from->address[1];
	words[2] = to->address[0];
	words[3] = to->address[1];
	words[4] = hl_quarters(from->port, to->port, 0, 0);
	words[5] = hl_quarters(0, 0, protocol == HL_MPTCP ? HL_IP_TCP : protocol, 0);
	words[6] = hl_quarters(0, hl_bytes(direction, mark), 0, 0);
}

#define HL_KEY_OFFSET_IS(field, offset)                                           \
	_Static_assert(__builtin_offsetof(struct hl_flow_key, field) == (offset), \
		       "hl_key_between() knows where fields are")
HL_KEY_OFFSET_IS(src_port, 32);
HL_KEY_OFFSET_IS(dst_port, 34);
HL_KEY_OFFSET_IS(proto, 44);
HL_KEY_OFFSET_IS(direction, 50);
HL_KEY_OFFSET_IS(marks, 51);
HL_KEY_OFFSET_IS(owner, 56);

#endif
