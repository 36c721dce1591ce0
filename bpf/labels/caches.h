/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* Memcached (its protocol.txt and protocol-binary.txt) and Redis (RESP 2 and 3). */
#ifndef HOOKLINE_BPF_LABELS_CACHES_H
#define HOOKLINE_BPF_LABELS_CACHES_H

#include "lines.h"

#define HL_PORT_MEMCACHED 11211
#define HL_PORT_REDIS 6379
#define HL_MEMCACHED_HEADER 24
#define HL_MEMCACHED_UDP_HEADER 8

enum hl_memcached_magic { HL_MEMCACHED_REQUEST = 0x80, HL_MEMCACHED_RESPONSE = 0x81 };

/* `at`: where the header starts, a constant. */
HL_INLINE int hl_is_memcached_binary(const struct hl_payload *payload, __u32 at)
{
	const __u32 magic = payload->bytes[at], opcode = payload->bytes[at + 1], key = hl_get16(payload, at + 2);
	const __u32 extras = payload->bytes[at + 4], type = payload->bytes[at + 5], status = hl_get16(payload, at + 6);
	const __u32 body = hl_get32(payload, at + 8);

	if (payload->size < at + HL_MEMCACHED_HEADER || opcode > 0x48 || key > 250 || extras > 20 || extras % 4 || type)
		return 0;
	if (body < key + extras || body > 1 << 28)
		return 0;
	if (magic == HL_MEMCACHED_REQUEST)
		return status < 1024; /* Couchbase: the number of its partition */
	return magic == HL_MEMCACHED_RESPONSE && status <= 0x86;
}

/* "get" and "set" are said elsewhere, too: with the port. */
HL_INLINE int hl_is_memcached_command(const struct hl_payload *payload)
{
	return HL_IS(payload, 0, "get ") || HL_IS(payload, 0, "set ") || HL_IS(payload, 0, "gets ") ||
	       HL_IS(payload, 0, "add ") || HL_IS(payload, 0, "cas ") || HL_IS(payload, 0, "replace ") ||
	       HL_IS(payload, 0, "append ") || HL_IS(payload, 0, "prepend ") || HL_IS(payload, 0, "gat ") ||
	       HL_IS(payload, 0, "gats ") || HL_IS(payload, 0, "incr ") || HL_IS(payload, 0, "decr ") ||
	       HL_IS(payload, 0, "delete ") || HL_IS(payload, 0, "touch ") || HL_IS(payload, 0, "stats") ||
	       HL_IS(payload, 0, "version\r\n") || HL_IS(payload, 0, "verbosity ") || HL_IS(payload, 0, "flush_all") ||
	       HL_IS(payload, 0, "quit\r\n") || HL_IS(payload, 0, "mg ") || HL_IS(payload, 0, "ms ") ||
	       HL_IS(payload, 0, "md ") || HL_IS(payload, 0, "ma ") || HL_IS(payload, 0, "mn\r\n");
}

HL_INLINE int hl_is_memcached_reply(const struct hl_payload *payload)
{
	return HL_IS(payload, 0, "VALUE ") || HL_IS(payload, 0, "END\r\n") || HL_IS(payload, 0, "OK\r\n") ||
	       HL_IS(payload, 0, "STAT ") || HL_IS(payload, 0, "DELETED\r\n") || HL_IS(payload, 0, "TOUCHED\r\n") ||
	       HL_IS(payload, 0, "EXISTS\r\n") || HL_IS(payload, 0, "NOT_FOUND\r\n") || HL_IS(payload, 0, "VERSION ") ||
	       HL_IS(payload, 0, "ERROR\r\n") || HL_IS(payload, 0, "CLIENT_ERROR ") ||
	       HL_IS(payload, 0, "SERVER_ERROR ");
}

/* Whole messages that nobody else says. */
HL_INLINE int hl_is_memcached_stored(const struct hl_payload *payload)
{
	return HL_IS(payload, 0, "STORED\r\n") || HL_IS(payload, 0, "NOT_STORED\r\n");
}

HL_INLINE int hl_is_memcached_line(const struct hl_payload *payload)
{
	if (payload->dst_port == HL_PORT_MEMCACHED)
		return hl_is_memcached_command(payload);
	return payload->src_port == HL_PORT_MEMCACHED && hl_is_memcached_reply(payload);
}

/* protocol.txt, "UDP protocol": request id, number of this datagram, how many there are, zero. */
HL_INLINE int hl_is_memcached_udp(const struct hl_payload *payload)
{
	const __u32 at = HL_MEMCACHED_UDP_HEADER, count = hl_get16(payload, 4);

	if (!hl_is_port(payload, HL_PORT_MEMCACHED) || hl_get16(payload, 6) || hl_get16(payload, 2) >= count ||
	    count > 1024)
		return 0;
	return hl_is_memcached_binary(payload, HL_MEMCACHED_UDP_HEADER) || HL_IS(payload, at, "get ") ||
	       HL_IS(payload, at, "gets ") || HL_IS(payload, at, "set ") || HL_IS(payload, at, "stats") ||
	       HL_IS(payload, at, "version\r\n") || HL_IS(payload, at, "VALUE ") || HL_IS(payload, at, "STAT ") ||
	       HL_IS(payload, at, "END\r\n") || HL_IS(payload, at, "STORED\r\n") || HL_IS(payload, at, "NOT_FOUND\r\n");
}

/* Behind "<sign><number>\r\n", all in eight bytes; 0 when it is not that. */
HL_INLINE __u32 hl_resp_header(const struct hl_payload *payload)
{
	const __u64 bits = hl_newline_bits(hl_get_word(payload, 0));
	const __u32 newline = hl_first_byte(bits);

	if (!bits || newline < 3 || !hl_is_digit(payload->bytes[1]))
		return 0;
	return hl_get8_any(payload, newline - 1) == '\r' && hl_is_digit(hl_get8_any(payload, newline - 2)) ? newline + 1
													   : 0;
}

/* The parts of an array: "*2\r\n$3\r\nGET\r\n". A map of RESP 3 is the answer to HELLO. */
HL_INLINE int hl_is_resp_array(const struct hl_payload *payload, __u32 at)
{
	const __u32 sign = hl_get8_any(payload, at);

	return (sign == '$' || sign == '*' || sign == ':') && hl_is_digit(hl_get8_any(payload, at + 1));
}

/* One line that other protocols could say, too (POP3: "+OK"): with the port. */
HL_INLINE int hl_is_redis_line(const struct hl_payload *payload)
{
	const __u32 sign = payload->bytes[0], second = payload->bytes[1];

	if (payload->src_port != HL_PORT_REDIS)
		return payload->dst_port == HL_PORT_REDIS && HL_IS(payload, 0, "PING\r\n");
	if (sign == '+' || sign == '-')
		return second - 'A' <= 'Z' - 'A';
	return sign == ':' && hl_is_digit(second);
}

HL_INLINE int hl_is_redis(const struct hl_payload *payload)
{
	const __u32 sign = payload->bytes[0];
	__u32 at;

	if (sign != '*' && sign != '%' && sign != '$')
		return 0;
	at = hl_resp_header(payload);
	if (!at)
		return 0;
	return sign == '$' ? payload->src_port == HL_PORT_REDIS : hl_is_resp_array(payload, at);
}

#endif
