/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* TLS from SSL 3.0 (RFC 6101) to 1.3 (RFC 8446), and DTLS 1.0 (RFC 4347), 1.2 (RFC 6347), 1.3 (RFC 9147). */
#ifndef HOOKLINE_BPF_LABELS_TLS_H
#define HOOKLINE_BPF_LABELS_TLS_H

#include "payload.h"

enum hl_tls_content { /* IANA TLS ContentType */
		      HL_TLS_CHANGE_CIPHER_SPEC = 20,
		      HL_TLS_ALERT = 21,
		      HL_TLS_HANDSHAKE = 22,
		      HL_TLS_APPLICATION_DATA = 23,
		      HL_TLS_HEARTBEAT = 24,
		      HL_TLS_CID = 25, /* DTLS: RFC 9146 */
		      HL_TLS_ACK = 26, /* DTLS: RFC 9147 7 */
};

#define HL_TLS_MOST (16384 + 2048) /* RFC 5246 6.2.3 */
#define HL_TLS_MOST_FINISHED 128   /* a Finished message, encrypted: the longest digest, padding and MAC there are */
#define HL_TLS_HEADER 5
#define HL_DTLS_HEADER 13

HL_INLINE int hl_is_tls_version(__u32 version)
{
	return version >= 0x0300 && version <= 0x0304;
}

/* IANA TLS HandshakeType, those that go in the clear. */
HL_INLINE int hl_is_tls_handshake_type(__u32 type)
{
	const __u32 known = 1u << 0 | 1u << 1 | 1u << 2 | 1u << 3 | 1u << 4 | 1u << 6 | 1u << 8 | 1u << 11 | 1u << 12 |
			    1u << 13 | 1u << 14 | 1u << 15 | 1u << 16 | 1u << 20 | 1u << 21 | 1u << 22 | 1u << 23;

	return type < 32 && known >> type & 1;
}

/* Nobody but the two knows what is inside: so the record ends with the segment, or another one follows it. */
HL_INLINE int hl_is_tls_record_complete(const struct hl_payload *payload, __u32 length)
{
	const __u32 end = HL_TLS_HEADER + length;

	if (end >= payload->size || end + 1 >= HL_PAYLOAD_WINDOW)
		return end <= payload->size;
	return end + 1 < payload->size && hl_get8_any(payload, end) - HL_TLS_CHANGE_CIPHER_SPEC <= 4 &&
	       hl_get8_any(payload, end + 1) == 3;
}

HL_INLINE int hl_is_tls_handshake(const struct hl_payload *payload, __u32 length)
{
	const __u32 type = payload->bytes[5], size = hl_get24(payload, 6);

	if (payload->size < 9 || length < 4 || !hl_is_tls_handshake_type(type))
		return 0;
	if (type == 0 || type == 14) /* HelloRequest, ServerHelloDone */
		return size == 0;
	if (type == 1 || type == 2) /* hellos; drafts of 1.3 put 7f and their number into the second */
		return payload->size >= 11 && size >= 34 && size <= 0xffff &&
		       (hl_is_tls_version(hl_get16(payload, 9)) || payload->bytes[9] == 0x7f);
	/* A message may go over several records, but then it fills the first. */
	return size > 0 && (size + 4 <= length || (length >= 1024 && size <= 0x3ffff));
}

HL_INLINE int hl_is_tls_plain_alert(const struct hl_payload *payload)
{
	return payload->size >= 7 && payload->bytes[5] - 1u < 2 && payload->bytes[6] <= 121;
}

HL_INLINE int hl_is_tls_record(const struct hl_payload *payload)
{
	const __u32 type = payload->bytes[0], length = hl_get16(payload, 3);

	if (type - HL_TLS_CHANGE_CIPHER_SPEC > 4 || payload->size <= HL_TLS_HEADER ||
	    !hl_is_tls_version(hl_get16(payload, 1)) || length == 0 || length > HL_TLS_MOST)
		return 0;
	switch (type) {
	case HL_TLS_CHANGE_CIPHER_SPEC:
		return length == 1 && payload->bytes[5] == 1;
	case HL_TLS_ALERT:
		if (length == 2)
			return hl_is_tls_plain_alert(payload);
		return hl_is_tls_record_complete(payload, length);
	case HL_TLS_HANDSHAKE:
		return hl_is_tls_handshake(payload, length) ||
		       (length <= HL_TLS_MOST_FINISHED && hl_is_tls_record_complete(payload, length));
	case HL_TLS_APPLICATION_DATA:
		return length + HL_TLS_HEADER > payload->size || hl_is_tls_record_complete(payload, length);
	default:
		return hl_is_tls_record_complete(payload, length);
	}
}

/*
 * RFC 5246 E.2: the hello of SSL 2.0, which may offer TLS. It has the lengths of its three parts, and is nothing
 * else.
 */
HL_INLINE int hl_is_ssl2_hello(const struct hl_payload *payload)
{
	const __u32 length = hl_get16(payload, 0) & 0x7fff, version = hl_get16(payload, 3);
	const __u32 ciphers = hl_get16(payload, 5), session = hl_get16(payload, 7), challenge = hl_get16(payload, 9);

	return payload->bytes[0] & 0x80 && payload->bytes[2] == 1 && payload->size == length + 2 && length > 9 &&
	       (version == 0x0002 || hl_is_tls_version(version)) && ciphers && ciphers % 3 == 0 &&
	       (session == 0 || session == 16) && challenge >= 16 && challenge <= 32 &&
	       length == 9 + ciphers + session + challenge;
}

/* A version before 1.0 that Cisco's AnyConnect speaks: 1.0 in the numbers of TLS. */
#define HL_DTLS_OLD_VERSION 0x0100

/* RFC 6347 4.2.2: the fragment that is here lies inside of its message. */
HL_INLINE int hl_is_dtls_handshake(const struct hl_payload *payload, __u32 length)
{
	const __u32 size = hl_get24(payload, 14), offset = hl_get24(payload, 19), here = hl_get24(payload, 22);

	return length >= 12 && hl_is_tls_handshake_type(payload->bytes[13]) && offset + here <= size &&
	       here + 12 <= length;
}

HL_INLINE int hl_is_dtls(const struct hl_payload *payload)
{
	const __u32 type = payload->bytes[0], version = hl_get16(payload, 1), epoch = hl_get16(payload, 3);
	const __u32 length = hl_get16(payload, 11);

	if (type - HL_TLS_CHANGE_CIPHER_SPEC > HL_TLS_ACK - HL_TLS_CHANGE_CIPHER_SPEC)
		return 0;
	if (version != 0xfeff && version != 0xfefd && version != HL_DTLS_OLD_VERSION)
		return 0;
	/* A record never spans datagrams, nor does the number of one go beyond 2^40. */
	if (!length || length > HL_TLS_MOST || HL_DTLS_HEADER + length > payload->size || payload->bytes[5])
		return 0;
	if (epoch == 0 && type == HL_TLS_HANDSHAKE)
		return hl_is_dtls_handshake(payload, length);
	return epoch <= 0xff && (epoch || type <= HL_TLS_ALERT);
}

#endif
