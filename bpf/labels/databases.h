/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* PostgreSQL (its documentation, 55.7) and MySQL (its internals manual, connection phase). */
#ifndef HOOKLINE_BPF_LABELS_DATABASES_H
#define HOOKLINE_BPF_LABELS_DATABASES_H

#include "payload.h"

enum hl_postgresql_request { /* in the place of a protocol version */
			     HL_PG_CANCEL = 1234 << 16 | 5678,
			     HL_PG_SSL = 1234 << 16 | 5679,
			     HL_PG_GSSENC = 1234 << 16 | 5680,
			     HL_PG_VERSION_2 = 2 << 16,
			     HL_PG_VERSION_3 = 3 << 16,
};

/* What has no type byte: the first message of a client. Its parameters are names in small letters. */
HL_INLINE int hl_is_postgresql_start(const struct hl_payload *payload)
{
	const __u32 length = hl_get32(payload, 0), request = hl_get32(payload, 4);

	if (length < 8 || length != payload->size)
		return 0;
	switch (request) {
	case HL_PG_SSL:
	case HL_PG_GSSENC:
		return length == 8;
	case HL_PG_CANCEL:
		return length >= 16 && length <= 12 + 256; /* a key of 4 bytes; of up to 256 since 3.2 */
	case HL_PG_VERSION_2:
		return length == 296;
	case HL_PG_VERSION_3:
	case HL_PG_VERSION_3 | 2:
		return length >= 9 && (__u32)payload->bytes[8] - 'a' <= 'z' - 'a' &&
		       (length > HL_PAYLOAD_WINDOW || hl_get8_any(payload, length - 1) == 0);
	default:
		return 0;
	}
}

/* AuthenticationOk, ...CleartextPassword and their like: the length goes with the kind. */
HL_INLINE int hl_is_postgresql_authentication(const struct hl_payload *payload)
{
	const __u32 length = hl_get32(payload, 1), kind = hl_get32(payload, 5);

	if (payload->size < 9 || payload->bytes[0] != 'R' || length + 1 > payload->size)
		return 0;
	switch (kind) {
	case 0: /* ok */
	case 2: /* Kerberos 5 */
	case 3: /* clear text */
	case 6: /* SCM credentials */
	case 7: /* GSS */
	case 9: /* SSPI */
		return length == 8;
	case 5: /* MD5, with a salt */
		return length == 12;
	case 8: /* GSS, SASL: the data of each step */
	case 10:
	case 11:
	case 12:
		return length > 8 && length < 0x10000;
	default:
		return 0;
	}
}

/* ErrorResponse begins with the field S, severity. */
HL_INLINE int hl_is_postgresql_error(const struct hl_payload *payload)
{
	return payload->bytes[0] == 'E' && hl_get32(payload, 1) + 1 == payload->size &&
	       (HL_IS(payload, 5, "SFATAL") || HL_IS(payload, 5, "SERROR"));
}

HL_INLINE int hl_is_postgresql_answer(const struct hl_payload *payload)
{
	return hl_is_postgresql_authentication(payload) || hl_is_postgresql_error(payload);
}

#define HL_MYSQL_HEADER 4
#define HL_MYSQL_PROTOCOL_41 0x02 /* CLIENT_PROTOCOL_41, in the second byte of the flags */

/* Protocol 10, and a version that starts "5.", "8.", "10." */
HL_INLINE int hl_is_mysql_greeting(const struct hl_payload *payload)
{
	return payload->size >= 40 && payload->size <= 300 && payload->bytes[4] == 10 &&
	       hl_is_digit(payload->bytes[5]) &&
	       (payload->bytes[6] == '.' || (hl_is_digit(payload->bytes[6]) && payload->bytes[7] == '.'));
}

/* "Too many connections", "host is not allowed to connect": codes 1000 to 1999, then text. */
HL_INLINE int hl_is_mysql_refusal(const struct hl_payload *payload)
{
	const __u32 code = (__u32)payload->bytes[6] << 8 | payload->bytes[5];

	return payload->size >= 16 && payload->bytes[4] == 0xff && code >= 1000 && code < 2000 &&
	       hl_is_printable(payload->bytes[7]) && hl_is_printable(payload->bytes[8]);
}

/*
 * SSLRequest is the start of HandshakeResponse41: flags, largest packet, character set, 23 zeros (MariaDB uses
 * four).
 */
HL_INLINE int hl_is_mysql_login(const struct hl_payload *payload)
{
	return payload->size >= 36 && payload->bytes[5] & HL_MYSQL_PROTOCOL_41 && payload->bytes[12] != 0 &&
	       hl_get64(payload, 13) == 0 && hl_get64(payload, 21) == 0 && hl_get24(payload, 29) == 0;
}

/* A packet has its length in three bytes, the lowest first, and a sequence number. */
HL_INLINE int hl_is_mysql(const struct hl_payload *payload)
{
	if (hl_get24_le(payload, 0) + HL_MYSQL_HEADER != payload->size)
		return 0;
	if (payload->bytes[3] == 0)
		return hl_is_mysql_greeting(payload) || hl_is_mysql_refusal(payload);
	return payload->bytes[3] == 1 && hl_is_mysql_login(payload);
}

#endif
