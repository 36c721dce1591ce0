/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * A connection: what two endpoints send each other, in both directions, on any CPU. What its first packets said is kept
 * in the map hl_connections, which user space maps, too. One word each, at the place that its hash says; who comes later
 * overwrites who was there: then a flow whose slot is new says again what it is, or says nothing.
 */
#ifndef HOOKLINE_BPF_CONNECTION_H
#define HOOKLINE_BPF_CONNECTION_H

#include "flow_key.h"
#include "label_numbers.h"
#include "packet_bytes.h"

#define HL_CONNECTION_LOOKS 8 /* packets with payload that are looked at, of both directions together */
#define HL_CONNECTION_SHIPS 4 /* packets of the client that are handed to user space for the server's name */

/* From bit 0: looked (4 bits), shipped (3), client is the lower endpoint (1), enum hl_label (8), time (8), hash (40). */
typedef __u64 hl_connection_word;

#define HL_CONNECTION_SHIPPED_SHIFT 4
#define HL_CONNECTION_CLIENT_SHIFT 7
#define HL_CONNECTION_LABEL_SHIFT 8
#define HL_CONNECTION_TIME_SHIFT 16
#define HL_CONNECTION_HASH_SHIFT 24
#define HL_CONNECTION_HASH_MASK (~0ull << HL_CONNECTION_HASH_SHIFT)

struct hl_connection {
	__u64 hash;
	__u32 from_lower; /* of the two endpoints, the one with the lower hash has sent the packet */
};

HL_INLINE __u64 hl_endpoint_hash(const __u8 *address, __u16 port, const volatile __u64 *seeds)
{
	typedef __u64 __attribute__((may_alias)) word;
	const word *words = (const word *)address;
	__u64 hash = words[0] * seeds[0] + words[1] * seeds[1] + port * seeds[2];

	return (hash ^ hash >> 32) * seeds[3];
}

/* `seeds`: hl_hash_seeds. Interfaces and tags play no part: a connection is the same on all that it passes. */
HL_INLINE struct hl_connection hl_connection_of(const struct hl_flow_key *key, const volatile __u64 *seeds)
{
	const __u64 source = hl_endpoint_hash(key->src_addr, key->src_port, seeds);
	const __u64 destination = hl_endpoint_hash(key->dst_addr, key->dst_port, seeds);
	const __u64 sum = source + destination + key->proto;
	const struct hl_connection connection = {
		.hash = (sum ^ sum >> 32) * seeds[4],
		.from_lower = source < destination,
	};

	return connection;
}

/* `bits`: the map has 1 << bits words. */
HL_INLINE __u32 hl_connection_place(__u64 hash, __u32 bits)
{
	return (__u32)(hash >> (64 - bits));
}

/* The places' own bits are those of the hash's upper end, so that the lower ones tell most about who is there. */
HL_INLINE hl_connection_word hl_connection_begin(__u64 hash)
{
	return hash << HL_CONNECTION_HASH_SHIFT;
}

HL_INLINE int hl_connection_is(hl_connection_word word, __u64 hash)
{
	return (word & HL_CONNECTION_HASH_MASK) == hash << HL_CONNECTION_HASH_SHIFT;
}

/* Time of a look, in units of 69 s, which come round in five hours. `now`: as in hl_slot. */
HL_INLINE __u8 hl_connection_clock(__u32 now)
{
	return (__u8)(now >> 16);
}

HL_INLINE hl_connection_word hl_connection_at(hl_connection_word word, __u32 now)
{
	return (word & ~(0xffull << HL_CONNECTION_TIME_SHIFT)) | (hl_connection_word)hl_connection_clock(now)
									 << HL_CONNECTION_TIME_SHIFT;
}

/*
 * UDP has no SYN: who was silent for more than a minute (two at most) may be others with the same ports. A flow that goes
 * on is looked at with each new slot, so once a drain.
 */
HL_INLINE int hl_connection_is_over(hl_connection_word word, __u32 now)
{
	return (__u8)(hl_connection_clock(now) - (__u8)(word >> HL_CONNECTION_TIME_SHIFT)) > 1;
}

HL_INLINE __u8 hl_connection_label(hl_connection_word word)
{
	return (__u8)(word >> HL_CONNECTION_LABEL_SHIFT);
}

HL_INLINE __u32 hl_connection_looked(hl_connection_word word)
{
	return word & 0xf;
}

HL_INLINE __u32 hl_connection_shipped(hl_connection_word word)
{
	return word >> HL_CONNECTION_SHIPPED_SHIFT & 7;
}

/* One more packet was looked at, sent by the lower endpoint or not: it says this label, or nothing. */
HL_INLINE hl_connection_word hl_connection_looked_at(hl_connection_word word, __u8 label, __u32 from_lower)
{
	word++;
	if (!label)
		return word;
	return word | (hl_connection_word)label << HL_CONNECTION_LABEL_SHIFT |
	       (hl_connection_word)from_lower << HL_CONNECTION_CLIENT_SHIFT;
}

/* What came first and could be named: in these protocols the client. */
HL_INLINE __u32 hl_connection_client_is_lower(hl_connection_word word)
{
	return word >> HL_CONNECTION_CLIENT_SHIFT & 1;
}

/* Protocols that tell the server's name. */
HL_INLINE int hl_label_has_name(__u8 label)
{
	return label == HL_LABEL_HTTP || label == HL_LABEL_HTTP2 || label == HL_LABEL_TLS || label == HL_LABEL_DTLS ||
	       label == HL_LABEL_QUIC;
}

#endif
