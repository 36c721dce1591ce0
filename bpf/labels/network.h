/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* What runs the network: STUN (RFC 8489), SNMP (RFC 1157, 1901, 3412), BGP (RFC 4271). */
#ifndef HOOKLINE_BPF_LABELS_NETWORK_H
#define HOOKLINE_BPF_LABELS_NETWORK_H

#include "payload.h"

#define HL_STUN_COOKIE 0x2112a442u
#define HL_STUN_HEADER 20

/* RFC 8489 5: two zero bits, the magic cookie, a length in words; a datagram is one message. */
HL_INLINE int hl_is_stun(const struct hl_payload *payload)
{
	const __u32 size = HL_STUN_HEADER + hl_get16(payload, 2);

	if (hl_get32(payload, 4) != HL_STUN_COOKIE || payload->bytes[0] & 0xc0 || size % 4)
		return 0;
	return payload->protocol == HL_IP_UDP ? size == payload->size : size <= payload->size;
}

enum hl_ber { HL_BER_INTEGER = 0x02, HL_BER_OCTET_STRING = 0x04, HL_BER_SEQUENCE = 0x30 }; /* ITU-T X.690 8 */

/* Bytes of a sequence's tag and length, when it fills the datagram; else 0. */
HL_INLINE __u32 hl_ber_sequence_header(const struct hl_payload *payload)
{
	const __u32 first = payload->bytes[1];

	if (payload->bytes[0] != HL_BER_SEQUENCE)
		return 0;
	if (first < 0x80)
		return first + 2 == payload->size ? 2 : 0;
	if (first == 0x81)
		return payload->bytes[2] + 3u == payload->size ? 3 : 0;
	return first == 0x82 && hl_get16(payload, 2) + 4 == payload->size ? 4 : 0;
}

/* RFC 1157 4, RFC 1905 3: a community, then one of the PDUs. */
HL_INLINE int hl_is_snmp_community(const struct hl_payload *payload, __u32 at)
{
	const __u32 length = hl_get8_any(payload, at + 1);

	if (hl_get8_any(payload, at) != HL_BER_OCTET_STRING || length >= 0x80 || at + 2 + length >= payload->size)
		return 0;
	return at + 2 + length >= HL_PAYLOAD_WINDOW || hl_get8_any(payload, at + 2 + length) - 0xa0 <= 8;
}

/* RFC 3412 6: a sequence of message id, largest size, one byte of flags, security model. */
HL_INLINE int hl_is_snmp_global_data(const struct hl_payload *payload, __u32 at)
{
	const __u32 id = hl_get8_any(payload, at + 3);

	return hl_get8_any(payload, at) == HL_BER_SEQUENCE && hl_get8_any(payload, at + 1) < 0x20 &&
	       hl_get8_any(payload, at + 2) == HL_BER_INTEGER && id - 1 < 5 &&
	       hl_get8_any(payload, at + 4 + id) == HL_BER_INTEGER;
}

HL_INLINE int hl_is_snmp(const struct hl_payload *payload)
{
	const __u32 at = hl_forget(hl_ber_sequence_header(payload));
	__u32 version;

	if (!at || payload->size < 20 || hl_get16_any(payload, at) != (HL_BER_INTEGER << 8 | 1))
		return 0;
	version = hl_get8_any(payload, at + 2);
	if (version == 3)
		return hl_is_snmp_global_data(payload, at + 3);
	return version <= 1 && hl_is_snmp_community(payload, at + 3);
}

#define HL_BGP_MOST 65535 /* RFC 8654 */

/* RFC 4271 4.1 to 4.5, RFC 2918: a marker of ones, and lengths that go with the types. */
HL_INLINE int hl_is_bgp(const struct hl_payload *payload)
{
	const __u32 length = hl_get16(payload, 16);

	if (payload->size < 19 || ~hl_get64(payload, 0) || ~hl_get64(payload, 8))
		return 0;
	switch (payload->bytes[18]) {
	case 1: /* OPEN */
		return length >= 29 && payload->size >= 20 && payload->bytes[19] == 4;
	case 2: /* UPDATE */
		return length >= 23;
	case 3: /* NOTIFICATION */
		return length >= 21;
	case 4: /* KEEPALIVE */
		return length == 19;
	case 5: /* ROUTE-REFRESH */
		return length >= 23;
	default:
		return 0;
	}
}

#endif
