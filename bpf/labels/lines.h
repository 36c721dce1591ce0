/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* The first line of a text protocol. */
#ifndef HOOKLINE_BPF_LABELS_LINES_H
#define HOOKLINE_BPF_LABELS_LINES_H

#include "payload.h"

#define HL_NO_LINE HL_PAYLOAD_WINDOW

/* Eight bytes, the first one lowest; `at` is a multiple of eight. */
HL_INLINE __u64 hl_get_word(const struct hl_payload *payload, __u32 at)
{
	const __u64 word = HL_LOAD(hl_word64, payload, at);

#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
	return __builtin_bswap64(word);
#else
	return word;
#endif
}

/*
 * A set bit in the first of eight bytes that is '\n' (and perhaps in later ones), 0 without. Mycroft's test for
 * zeros.
 */
HL_INLINE __u64 hl_newline_bits(__u64 word)
{
	const __u64 ones = 0x0101010101010101ull;

	word ^= '\n' * ones;
	return (word - ones) & ~word & ones << 7;
}

/* The number of the first byte with a set upper bit: its lowest bit moves that number into the top byte. */
HL_INLINE __u32 hl_first_byte(__u64 bits)
{
	return (__u32)(((bits & (0 - bits)) >> 7) * 0x0001020304050607ull >> 56);
}

/* Where the first '\n' is, or HL_NO_LINE. */
HL_INLINE __u32 hl_find_newline(const struct hl_payload *payload)
{
	__u32 word, at;
	__u64 bits = 0;

	HL_UNROLL
	for (word = 0; word < HL_PAYLOAD_WINDOW; word += 8) {
		bits = hl_newline_bits(hl_get_word(payload, word));
		if (bits)
			break;
	}
	at = hl_forget(word) + (bits ? hl_first_byte(bits) : 0);
	return at < payload->size ? at : HL_NO_LINE;
}

struct hl_line {
	__u32 end;     /* where its CR LF or LF is; HL_NO_LINE when the window shows none */
	__u32 is_crlf; /* most protocols have nothing else; HTTP's receivers take both (RFC 9112 2.2) */
};

HL_INLINE struct hl_line hl_first_line(const struct hl_payload *payload)
{
	struct hl_line line = {hl_find_newline(payload), 0};

	if (line.end == HL_NO_LINE || hl_get8_any(payload, line.end - 1) != '\r')
		return line;
	line.end -= 1;
	line.is_crlf = 1;
	return line;
}

#endif
