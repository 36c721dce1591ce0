/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * QUIC: packets that name a version. Those with a short header (RFC 9000 17.3) have one fixed bit, and are none of
 * our business: the handshake of their connection came first.
 */
#ifndef HOOKLINE_BPF_LABELS_QUIC_H
#define HOOKLINE_BPF_LABELS_QUIC_H

#include "payload.h"

#define HL_QUIC_V1 0x00000001u /* RFC 9000 */
#define HL_QUIC_V2 0x6b3343cfu /* RFC 9369 */
#define HL_QUIC_DRAFT 0xff000000u
#define HL_QUIC_MVFST 0xfaceb000u /* Meta's, in the working group's list of versions */
#define HL_QUIC_LONG_HEADER 0x80
#define HL_QUIC_FIXED_BIT 0x40
#define HL_QUIC_MOST_CID 20

enum hl_quic_layout {
	HL_QUIC_NONE,
	HL_QUIC_BYTES,  /* each connection id behind a byte with its length */
	HL_QUIC_NIBBLES /* one byte with both lengths: drafts before 22, Google's Q046 */
};

/* Google's: 'Q' (own handshake) or 'T' (TLS) and three digits. */
HL_INLINE int hl_is_gquic_version(__u32 version)
{
	const __u32 letter = version >> 24;

	return (letter == 'Q' || letter == 'T') && (version >> 16 & 0xff) == '0' && hl_is_digit(version >> 8 & 0xff) &&
	       hl_is_digit(version & 0xff);
}

HL_INLINE enum hl_quic_layout hl_quic_layout(__u32 version)
{
	const __u32 draft = version - HL_QUIC_DRAFT;

	if (version == HL_QUIC_V1 || version == HL_QUIC_V2 || version - HL_QUIC_MVFST < 16)
		return HL_QUIC_BYTES;
	if (draft >= 5 && draft <= 34) /* long headers came with draft 5 */
		return draft >= 22 ? HL_QUIC_BYTES : HL_QUIC_NIBBLES;
	if (hl_is_gquic_version(version))
		return (version & 0xffff) >= 0x3530 /* "50" */ ? HL_QUIC_BYTES : HL_QUIC_NIBBLES;
	return HL_QUIC_NONE;
}

/* Where the connection ids end; 0 when they are too long. */
HL_INLINE __u32 hl_quic_ids_end(const struct hl_payload *payload)
{
	const __u32 destination = payload->bytes[5];
	__u32 source;

	if (destination > HL_QUIC_MOST_CID)
		return 0;
	source = hl_get8_any(payload, 6 + destination);
	return source > HL_QUIC_MOST_CID ? 0 : 7 + destination + source;
}

/* RFC 9000 17.2.1: the versions that a server knows; 15: those that keep room free are 0x?a?a?a?a. */
HL_INLINE int hl_is_quic_version_negotiation(const struct hl_payload *payload)
{
	const __u32 list = hl_quic_ids_end(payload);
	__u32 version;

	if (!list || payload->size < list + 4 || (payload->size - list) % 4)
		return 0;
	version = hl_get32_any(payload, list);
	return hl_quic_layout(version) != HL_QUIC_NONE || (version & 0x0f0f0f0f) == 0x0a0a0a0a;
}

HL_INLINE int hl_is_quic_long_header(const struct hl_payload *payload)
{
	const __u32 version = hl_get32(payload, 1);
	__u32 end;

	if (version == 0)
		return hl_is_quic_version_negotiation(payload);
	switch (hl_quic_layout(version)) {
	case HL_QUIC_BYTES:
		end = hl_quic_ids_end(payload);
		/* At least a Retry's integrity tag, or a packet number and an AEAD's tag. */
		return payload->bytes[0] & HL_QUIC_FIXED_BIT && end && payload->size >= end + 16;
	case HL_QUIC_NIBBLES:
		return payload->bytes[0] & HL_QUIC_FIXED_BIT && payload->size >= 6 + 8 + 16;
	default:
		return 0;
	}
}

/* Google's before Q046: flags "version follows" and "connection id of 8 bytes", then both. */
HL_INLINE int hl_is_gquic(const struct hl_payload *payload)
{
	return (payload->bytes[0] & 0xc9) == 0x09 && payload->size >= 13 + 12 && payload->bytes[9] == 'Q' &&
	       hl_is_gquic_version(hl_get32(payload, 9));
}

HL_INLINE int hl_is_quic(const struct hl_payload *payload)
{
	if (payload->bytes[0] & HL_QUIC_LONG_HEADER)
		return payload->size >= 7 + 4 && hl_is_quic_long_header(payload);
	return hl_is_gquic(payload);
}

#endif
