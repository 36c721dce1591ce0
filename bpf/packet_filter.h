/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * Where the user's filter stands in a program (packet_filter.bpf.h), and what its code finds there
 * (core/packet_filter). It says in r0 whether the packet passes, keeps r6 and r9, and may use r1 to r5, r7 and r8.
 */
#ifndef HOOKLINE_BPF_PACKET_FILTER_H
#define HOOKLINE_BPF_PACKET_FILTER_H

/* Instructions that do nothing, until user space puts a filter in their place. Nowhere else do so many follow. */
#define HL_FILTER_ROOM 16384

/* r9: memory of its own. */
#define HL_FILTER_WORDS 0   /* M[] of classic BPF */
#define HL_FILTER_LOADED 64 /* what a helper has loaded */
#define HL_FILTER_LENGTH 68 /* of the packet, where finding it out takes a call */
#define HL_FILTER_MEMORY 72

/* r6: the program's context. r1: enum hl_link_kind. */

#endif
