/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* What a socket is for, and what is counted by its calls. */
#ifndef HOOKLINE_BPF_SOCKET_KIND_BPF_H
#define HOOKLINE_BPF_SOCKET_KIND_BPF_H

#include "protocol_numbers.h"
#include "sockets/kernel_types.bpf.h"

#include <linux/bpf.h>
#include <bpf/bpf_core_read.h>
#include <bpf/bpf_helpers.h>

/* Counted by the calls on its socket. Fragments of IPv6: their protocol is known when they are one packet again. */
static __always_inline int hl_has_ports(__u16 protocol)
{
	return protocol == HL_IP_TCP || protocol == HL_IP_UDP || protocol == HL_IP_DCCP || protocol == HL_IP_SCTP ||
	       protocol == HL_IP_UDP_LITE || protocol == HL_IP_FRAGMENT;
}

/* A tcp_sock: neither a raw socket of that protocol nor one of MPTCP, whose rows say TCP, too. */
static __always_inline int hl_is_tcp(struct sock *sk)
{
	return BPF_CORE_READ(sk, sk_protocol) == HL_IP_TCP && BPF_CORE_READ(sk, sk_type) == HL_SOCK_STREAM;
}

#define HL_INET_HDRINCL 12 /* INET_FLAGS_HDRINCL, net/inet_sock.h */

/* IP_HDRINCL (raw(7)): a bit of its own until Linux 6.5, then one of inet_flags. */
static __always_inline int hl_has_own_header(struct sock *sk)
{
	struct inet_sock___flags *flags = (struct inet_sock___flags *)sk;
	struct inet_sock___bits *bits = (struct inet_sock___bits *)sk;

	if (bpf_core_field_exists(flags->inet_flags))
		return BPF_CORE_READ(flags, inet_flags) >> HL_INET_HDRINCL & 1;
	return BPF_CORE_READ_BITFIELD_PROBED(bits, hdrincl);
}

#endif
