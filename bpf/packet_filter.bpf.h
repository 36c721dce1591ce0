/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * The user's filter: an expression of pcap-filter(7), which user space translates and puts here before it loads the
 * program. Not a function of its own, since libbpf shows only the code of entry points, nor a program that replaces one
 * (freplace), which a dispatcher's part cannot have.
 */
#ifndef HOOKLINE_BPF_PACKET_FILTER_BPF_H
#define HOOKLINE_BPF_PACKET_FILTER_BPF_H

#include "packet_filter.h"

#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

/* Knob: there is a filter. Without it the verifier takes all of this out again. */
const volatile __u8 hl_filter_on = 0;

#define HL_FILTER_TEXT2(value) #value
#define HL_FILTER_TEXT(value) HL_FILTER_TEXT2(value)

/* `kind`: enum hl_link_kind. */
static __always_inline int hl_filter_passes(void *ctx, __u32 kind)
{
	__u64 memory[HL_FILTER_MEMORY / sizeof(__u64)];
	register __u64 passes asm("r0");
	register __u64 r1 asm("r1") = kind;
	register void *r6 asm("r6") = ctx;
	register void *r9 asm("r9") = memory;

	asm volatile(".rept " HL_FILTER_TEXT(HL_FILTER_ROOM) "\n"
							     "goto +0\n"
							     ".endr\n"
		     : "=r"(passes), "+r"(r1)
		     : "r"(r6), "r"(r9)
		     : "r2", "r3", "r4", "r5", "r7", "r8", "memory");
	return passes != 0;
}

#endif
