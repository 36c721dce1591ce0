/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* Remote access: SSH (RFC 4253), RDP ([MS-RDPBCGR], [MS-RDPEUDP]), WireGuard (its white paper, 5.4). */
#ifndef HOOKLINE_BPF_LABELS_REMOTE_H
#define HOOKLINE_BPF_LABELS_REMOTE_H

#include "payload.h"

#define HL_PORT_RDP 3389

/* RFC 4253 4.2 and 5.1: SSH-2.0-, SSH-1.99-, SSH-1.5-. */
HL_INLINE int hl_is_ssh(const struct hl_payload *payload)
{
	return (HL_IS(payload, 0, "SSH-2.") || HL_IS(payload, 0, "SSH-1.")) && payload->size >= 8 &&
	       hl_is_digit(payload->bytes[6]);
}

enum hl_x224 { HL_X224_REQUEST = 0xe0, HL_X224_CONFIRM = 0xd0 }; /* ITU-T X.224 13.3, 13.4: connection, class 0 */

#define HL_RDP_HEADERS 11 /* TPKT (RFC 1006 6): 4; X.224: 7 */

/* [MS-RDPBCGR] 2.2.1.1.1, 2.2.1.2.1 and 2.2.1.2.2: type, flags, length 8 with the lower byte first, then a number. */
HL_INLINE int hl_is_rdp_negotiation(const struct hl_payload *payload, __u32 type)
{
	const __u32 at = HL_RDP_HEADERS;

	return payload->size >= at + 8 && payload->bytes[at] == type && hl_get16(payload, at + 2) == 0x0800 &&
	       hl_get24(payload, at + 5) == 0;
}

/*
 * The client may say where it wants to go before it says how. Other users of X.224 have parameters (c0 to c2)
 * there.
 */
HL_INLINE int hl_is_rdp_request(const struct hl_payload *payload)
{
	if (payload->size == HL_RDP_HEADERS)
		return payload->dst_port == HL_PORT_RDP;
	if (HL_IS(payload, HL_RDP_HEADERS, "Cookie: mst") || HL_IS(payload, HL_RDP_HEADERS, "tsv://"))
		return 1;
	return hl_is_rdp_negotiation(payload, 1);
}

HL_INLINE int hl_is_rdp_confirm(const struct hl_payload *payload)
{
	if (payload->size == HL_RDP_HEADERS)
		return payload->src_port == HL_PORT_RDP;
	return payload->size == HL_RDP_HEADERS + 8 &&
	       (hl_is_rdp_negotiation(payload, 2) || hl_is_rdp_negotiation(payload, 3));
}

HL_INLINE int hl_is_rdp(const struct hl_payload *payload)
{
	const __u32 length = hl_get16(payload, 2);

	if (hl_get16(payload, 0) != 0x0300 || length < HL_RDP_HEADERS || length != payload->size ||
	    payload->bytes[4] != length - 5 || payload->bytes[10] != 0)
		return 0;
	if (payload->bytes[5] == HL_X224_REQUEST)
		return hl_get16(payload, 6) == 0 && hl_is_rdp_request(payload);
	return payload->bytes[5] == HL_X224_CONFIRM && hl_is_rdp_confirm(payload);
}

/*
 * [MS-RDPEUDP] 2.2.2.1 and 2.2.2.5, a SYN: acknowledges ff..ff, flag SYN without ACK, then the sequence number and
 * two MTUs of 1132 to 1232; the datagram is filled up to 1232 bytes (3.1.5.1.1).
 */
HL_INLINE int hl_is_rdp_udp(const struct hl_payload *payload)
{
	const __u32 flags = hl_get16(payload, 6), up = hl_get16(payload, 12), down = hl_get16(payload, 14);

	return hl_get32(payload, 0) == 0xffffffff && (flags & 0xe005) == 0x0001 && up >= 1132 && up <= 1232 &&
	       down >= 1132 && down <= 1232 && payload->size >= 1132 && payload->size <= 1232;
}

enum hl_wireguard { HL_WG_INITIATION = 1, HL_WG_RESPONSE = 2, HL_WG_COOKIE = 3, HL_WG_DATA = 4 };

/*
 * Padded to 16 bytes behind a header of 16 and before a tag of 16. The receiver's index is drawn at random, the
 * counter starts at 0; both come with the lower bytes first.
 */
HL_INLINE int hl_is_wireguard_data(const struct hl_payload *payload)
{
	return payload->size >= 32 && payload->size % 16 == 0 && hl_get16(payload, 6) != 0 &&
	       hl_get24(payload, 13) == 0;
}

HL_INLINE int hl_is_wireguard(const struct hl_payload *payload)
{
	if (hl_get24(payload, 1) != 0)
		return 0;
	switch (payload->bytes[0]) {
	case HL_WG_INITIATION:
		return payload->size == 148;
	case HL_WG_RESPONSE:
		return payload->size == 92;
	case HL_WG_COOKIE:
		return payload->size == 64;
	case HL_WG_DATA:
		return hl_is_wireguard_data(payload);
	default:
		return 0;
	}
}

#endif
