/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
#ifndef HOOKLINE_BPF_WORDS_H
#define HOOKLINE_BPF_WORDS_H

#include <linux/types.h>

/*
 * Words of hl_flow_key and hl_owner, put together in registers: who stores a field and then reads the word that it is in
 * waits for the store to arrive, ten times as long as all this takes.
 */
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
#define hl_halves(first, second) ((__u64)(__u32)(first) | (__u64)(__u32)(second) << 32)
#define hl_quarters(a, b, c, d) hl_halves((__u16)(a) | (__u32)(__u16)(b) << 16, (__u16)(c) | (__u32)(__u16)(d) << 16)
#define hl_bytes(first, second) ((__u8)(first) | (__u16)(__u8)(second) << 8)
#else
#define hl_halves(first, second) ((__u64)(__u32)(first) << 32 | (__u32)(second))
#define hl_quarters(a, b, c, d) hl_halves((__u32)(__u16)(a) << 16 | (__u16)(b), (__u32)(__u16)(c) << 16 | (__u16)(d))
#define hl_bytes(first, second) ((__u16)(__u8)(first) << 8 | (__u8)(second))
#endif

#endif
