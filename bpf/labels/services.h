/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * Services of the network over UDP: DNS (also over TCP), mDNS, NTP, DHCP. Few fixed bits: they ask for the port,
 * too.
 */
#ifndef HOOKLINE_BPF_LABELS_SERVICES_H
#define HOOKLINE_BPF_LABELS_SERVICES_H

#include "payload.h"

enum hl_service_port {
	HL_PORT_DNS = 53,
	HL_PORT_DHCP_SERVER = 67,
	HL_PORT_DHCP_CLIENT = 68,
	HL_PORT_NTP = 123,
	HL_PORT_DHCP6_CLIENT = 546,
	HL_PORT_DHCP6_SERVER = 547,
	HL_PORT_PXE = 4011, /* Intel, Preboot Execution Environment 2.1, 2.2.1 */
	HL_PORT_MDNS = 5353,
};

#define HL_DNS_HEADER 12

struct hl_dns_counts {
	__u32 questions, answers, authorities, additional;
};

/* RFC 1035 4.1.1, opcodes of IANA's registry. A question that is not asked back has none of the answers. */
HL_INLINE int hl_is_dns_query(__u32 flags, const struct hl_dns_counts *counts)
{
	const __u32 opcode = flags >> 11 & 0xf;

	if (flags & 0xf || counts->questions != 1 || counts->additional > 3)
		return 0;
	if (opcode == 0) /* IXFR has the SOA that is known in its authorities (RFC 1995 3) */
		return counts->answers == 0 && counts->authorities <= 1;
	if (opcode == 4) /* NOTIFY, RFC 1996 */
		return counts->answers <= 1 && counts->authorities == 0;
	return opcode == 5 && counts->answers < 256 && counts->authorities < 256; /* UPDATE, RFC 2136 */
}

HL_INLINE int hl_is_dns_response(__u32 flags, const struct hl_dns_counts *counts)
{
	const __u32 opcode = flags >> 11 & 0xf;

	return (opcode <= 2 || opcode == 4 || opcode == 5) && (flags & 0xf) <= 10 && counts->questions <= 1 &&
	       counts->answers < 4096 && counts->authorities < 256 && counts->additional < 256;
}

/* `at`: where the header starts, a constant. */
HL_INLINE int hl_is_dns_message(const struct hl_payload *payload, __u32 at)
{
	const __u32 flags = hl_get16(payload, at + 2);
	const struct hl_dns_counts counts = {hl_get16(payload, at + 4), hl_get16(payload, at + 6),
					     hl_get16(payload, at + 8), hl_get16(payload, at + 10)};

	if (payload->size < at + HL_DNS_HEADER || flags & 0x0040) /* Z: zero */
		return 0;
	if (counts.questions && (payload->size < at + HL_DNS_HEADER + 5 || payload->bytes[at + HL_DNS_HEADER] > 63))
		return 0;
	return flags & 0x8000 ? hl_is_dns_response(flags, &counts) : hl_is_dns_query(flags, &counts);
}

/* RFC 7766 8: two bytes of length before each message. */
HL_INLINE int hl_is_dns_over_tcp(const struct hl_payload *payload)
{
	return hl_is_port(payload, HL_PORT_DNS) && hl_get16(payload, 0) >= HL_DNS_HEADER &&
	       hl_is_dns_message(payload, 2);
}

/*
 * RFC 6762 18: opcode and response code are zero, as are all flags but QR, AA, TC, and RD of simple resolvers
 * (6.7).
 */
HL_INLINE int hl_is_mdns(const struct hl_payload *payload)
{
	const __u32 flags = hl_get16(payload, 2), questions = hl_get16(payload, 4), answers = hl_get16(payload, 6);

	if (payload->size < HL_DNS_HEADER || flags & 0x78ff)
		return 0;
	return questions < 256 && answers < 256 && questions + answers > 0 && hl_get16(payload, 8) < 256 &&
	       hl_get16(payload, 10) < 256 && (flags & 0x8000 || questions > 0);
}

/* RFC 5905 7.3. Clients that give nothing away leave zeros, and 32 for the precision. */
HL_INLINE int hl_is_ntp_time(const struct hl_payload *payload)
{
	const __u32 stratum = payload->bytes[1], poll = payload->bytes[2], precision = payload->bytes[3];
	const __u32 delay = payload->bytes[4], dispersion = payload->bytes[8]; /* upper bytes of seconds */

	return payload->size >= 48 && payload->size % 4 == 0 && stratum <= 16 && poll <= 17 &&
	       (precision >= 0xe0 || precision == 0 || precision == 32) && (delay == 0 || delay == 0xff) &&
	       dispersion == 0;
}

/* RFC 9327 2: the data has its length; a request has no status. */
HL_INLINE int hl_is_ntp_control(const struct hl_payload *payload)
{
	const __u32 is_response = payload->bytes[1] & 0x80, opcode = payload->bytes[1] & 0x1f;
	const __u32 offset = hl_get16(payload, 8), count = hl_get16(payload, 10);
	const __u32 most_behind = 3 + 24; /* padding, key id, digest */

	if (payload->size < 12 + count || payload->size > 12 + count + most_behind || payload->bytes[0] & 0xc0)
		return 0;
	if (opcode == 0 || (opcode > 12 && opcode != 31))
		return 0;
	return is_response ? offset < 4096 : !(payload->bytes[1] & 0xe0) && !hl_get16(payload, 4) && !offset;
}

/* Mode 7 of the reference implementation (ntp_request.h): implementation 2 or 3, a number of items of one size. */
HL_INLINE int hl_is_ntp_private(const struct hl_payload *payload)
{
	const __u32 is_response = payload->bytes[0] & 0x80, implementation = payload->bytes[2];
	const __u32 items = hl_get16(payload, 4), item_size = hl_get16(payload, 6);

	if (payload->size < 8 || (implementation != 2 && implementation != 3) || payload->bytes[3] > 46 ||
	    item_size > 500)
		return 0;
	if (!is_response)
		return items == 0 && item_size == 0 && payload->bytes[1] < 0x80;
	return items >> 12 <= 7 && payload->size == 8 + (items & 0xfff) * item_size;
}

HL_INLINE int hl_is_ntp(const struct hl_payload *payload)
{
	const __u32 version = payload->bytes[0] >> 3 & 7, mode = payload->bytes[0] & 7;

	if (version == 0 || version > 4 || mode == 0)
		return 0;
	if (mode == 6)
		return hl_is_ntp_control(payload);
	return mode == 7 ? hl_is_ntp_private(payload) : hl_is_ntp_time(payload);
}

/*
 * RFC 2131 2. Its magic cookie is behind the window; in it are the kinds of address, flags that are zero but for
 * one, and the unused end of the client's address.
 */
HL_INLINE int hl_is_dhcp(const struct hl_payload *payload)
{
	const __u32 kind = payload->bytes[1], address = payload->bytes[2], hops = payload->bytes[3];

	if (payload->size < 240 || payload->bytes[0] - 1u > 1 || kind == 0 || kind > 38 || hops > 16)
		return 0;
	if (address > 8 || (kind == 1 && address != 6) || hl_get16(payload, 10) & 0x7fff)
		return 0;
	return hl_get64(payload, 36) == 0;
}

/* RFC 8415 21.1: an option lies inside, and another one follows, or nothing. */
HL_INLINE int hl_is_dhcp6_option(const struct hl_payload *payload, __u32 at)
{
	const __u32 code = hl_get16(payload, at), next = at + 4 + hl_get16(payload, at + 2);

	if (payload->size < at + 4 || code == 0 || code > 150)
		return 0;
	if (next == payload->size)
		return 1;
	if (next + 4 > payload->size)
		return 0;
	return next + 4 > HL_PAYLOAD_WINDOW ? next + 4 <= payload->size && payload->bytes[at + 2] <= 1
					    : hl_get16_any(payload, next) - 1 < 150 &&
						      next + 4 + hl_get16_any(payload, next + 2) <= payload->size;
}

/* RFC 8415 8 and 9: a type and a transaction id; of relays hops and two addresses. */
HL_INLINE int hl_is_dhcp6(const struct hl_payload *payload)
{
	const __u32 type = payload->bytes[0];

	if (type == 12 || type == 13)
		return payload->bytes[1] <= 32 && hl_is_dhcp6_option(payload, 34);
	return type - 1 < 36 && hl_is_dhcp6_option(payload, 4);
}

HL_INLINE int hl_is_dhcp_port(const struct hl_payload *payload)
{
	return hl_is_port(payload, HL_PORT_DHCP_SERVER) || hl_is_port(payload, HL_PORT_DHCP_CLIENT) ||
	       hl_is_port(payload, HL_PORT_PXE);
}

HL_INLINE int hl_is_dhcp6_port(const struct hl_payload *payload)
{
	return hl_is_port(payload, HL_PORT_DHCP6_SERVER) || hl_is_port(payload, HL_PORT_DHCP6_CLIENT);
}

#endif
