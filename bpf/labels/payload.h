/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * The start of what TCP or UDP carries, and how signatures read it. In a kernel program it lies in a map value:
 * constant offsets need no check there, others are masked.
 */
#ifndef HOOKLINE_BPF_LABELS_PAYLOAD_H
#define HOOKLINE_BPF_LABELS_PAYLOAD_H

#include "../label_numbers.h"
#include "../packet_bytes.h"
#include "../protocol_numbers.h"

#define HL_PAYLOAD_WINDOW 128 /* a power of two */

struct hl_payload {
	__u8 bytes[HL_PAYLOAD_WINDOW]; /* the start of it, zero behind its end */
	__u32 size;                    /* of all of it; may be more than the window */
	__u16 src_port;                /* host byte order */
	__u16 dst_port;
	__u8 protocol; /* IP protocol number */
	__u8 pad[7];
} __attribute__((aligned(8)));
HL_ASSERT_SIZE(hl_payload, 144);

#ifdef __bpf__
#define HL_UNROLL _Pragma("unroll")
#else
#define HL_UNROLL
#endif

/*
 * Between two signatures: what one has read, the next one reads again. Else values stay in registers, the verifier
 * knows something else of them for each way through the first, and follows all of these through the second.
 */
HL_INLINE void hl_start_over(void)
{
#ifdef __bpf__
	__asm__ volatile("" : : : "memory");
#endif
}

typedef __u16 __attribute__((may_alias)) hl_word16;
typedef __u32 __attribute__((may_alias)) hl_word32;
typedef __u64 __attribute__((may_alias)) hl_word64;

#define HL_LOAD(type, payload, at) (*(const type *)(const void *)((payload)->bytes + (at))) /* as it lies, aligned */

/*
 * Numbers at constant offsets, in network byte order where nothing else is said. The BPF back end loads at once
 * what it sees is aligned, and else byte by byte.
 */
HL_INLINE __u32 hl_get16(const struct hl_payload *payload, __u32 at)
{
	if (at % 2 == 0)
		return hl_swap16(HL_LOAD(hl_word16, payload, at));
	return (__u32)payload->bytes[at] << 8 | payload->bytes[at + 1];
}

HL_INLINE __u32 hl_get24(const struct hl_payload *payload, __u32 at)
{
	return (__u32)payload->bytes[at] << 16 | hl_get16(payload, at + 1);
}

HL_INLINE __u32 hl_get24_le(const struct hl_payload *payload, __u32 at)
{
	return (__u32)payload->bytes[at + 2] << 16 | (__u32)payload->bytes[at + 1] << 8 | payload->bytes[at];
}

HL_INLINE __u32 hl_get32(const struct hl_payload *payload, __u32 at)
{
	if (at % 4 == 0)
		return hl_swap32(HL_LOAD(hl_word32, payload, at));
	return hl_get16(payload, at) << 16 | hl_get16(payload, at + 2);
}

HL_INLINE __u64 hl_get64(const struct hl_payload *payload, __u32 at)
{
	return (__u64)hl_get32(payload, at) << 32 | hl_get32(payload, at + 4);
}

/*
 * At any offset, of which the lower bits count. One that is a constant on some ways through the program but not on
 * others goes through hl_forget() first: else the verifier follows each of those ways to the end.
 */
HL_INLINE __u32 hl_get8_any(const struct hl_payload *payload, __u32 at)
{
#ifdef __bpf__
	__asm__ volatile("" : "+r"(at)); /* else the compiler leaves the mask out where it knows better */
#endif
	return payload->bytes[at & (HL_PAYLOAD_WINDOW - 1)];
}

HL_INLINE __u32 hl_get16_any(const struct hl_payload *payload, __u32 at)
{
	return hl_get8_any(payload, at) << 8 | hl_get8_any(payload, at + 1);
}

HL_INLINE __u32 hl_get32_any(const struct hl_payload *payload, __u32 at)
{
	return hl_get16_any(payload, at) << 16 | hl_get16_any(payload, at + 2);
}

/*
 * Does it have this text at `at`, both constants? As all is zero behind the end, text that is there lies before it.
 * Word by word where it can be (the BPF back end has no memcmp()), and one branch for all that follows the first:
 * each is one more way for the verifier.
 */
HL_INLINE int hl_is_text(const struct hl_payload *payload, __u32 at, const char *text, __u32 length)
{
	const __u32 words = at % 4 == 0 ? length / 4 * 4 : 0;
	__u32 want, other = 0;

	if (words) {
		__builtin_memcpy(&want, text, sizeof(want));
		if (HL_LOAD(hl_word32, payload, at) != want)
			return 0;
	}
	HL_UNROLL
	for (__u32 i = 4; i < words; i += 4) {
		__builtin_memcpy(&want, text + i, sizeof(want));
		other |= HL_LOAD(hl_word32, payload, at + i) ^ want;
	}
	HL_UNROLL
	for (__u32 i = words; i < length; i++)
		other |= (__u32)payload->bytes[at + i] ^ (__u8)text[i];
	return other == 0;
}
#define HL_IS(payload, at, literal) hl_is_text(payload, at, literal, (__u32)sizeof(literal) - 1)

HL_INLINE int hl_is_digit(__u32 byte)
{
	return byte - '0' <= 9;
}

HL_INLINE int hl_is_printable(__u32 byte)
{
	return byte - ' ' <= '~' - ' ';
}

HL_INLINE int hl_is_port(const struct hl_payload *payload, __u16 port)
{
	return payload->src_port == port || payload->dst_port == port;
}

#endif
