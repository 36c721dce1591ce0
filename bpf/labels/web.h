/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* HTTP/1 (RFC 9112), HTTP/2 (RFC 9113), and SIP (RFC 3261), whose first lines are made alike. */
#ifndef HOOKLINE_BPF_LABELS_WEB_H
#define HOOKLINE_BPF_LABELS_WEB_H

#include "lines.h"

/*
 * IANA's HTTP method registry, most frequent first; methods of SIP (RFC 3261, 3262, 3311, 3428, 3515, 3903, 6086,
 * 6665), and of events in UPnP (Device Architecture 2.0, 4.1).
 */
/* clang-format off */
#define HL_METHODS(METHOD) \
	METHOD("GET ") METHOD("POST ") METHOD("HEAD ") METHOD("PUT ") METHOD("CONNECT ") METHOD("OPTIONS ") \
	METHOD("DELETE ") METHOD("PATCH ") METHOD("PROPFIND ") METHOD("REPORT ") METHOD("TRACE ") METHOD("ACL ") \
	METHOD("BASELINE-CONTROL ") METHOD("BIND ") METHOD("CHECKIN ") METHOD("CHECKOUT ") METHOD("COPY ") \
	METHOD("LABEL ") METHOD("LINK ") METHOD("LOCK ") METHOD("MERGE ") METHOD("MKACTIVITY ") METHOD("MKCALENDAR ") \
	METHOD("MKCOL ") METHOD("MKREDIRECTREF ") METHOD("MKWORKSPACE ") METHOD("MOVE ") METHOD("ORDERPATCH ") \
	METHOD("PROPPATCH ") METHOD("QUERY ") METHOD("REBIND ") METHOD("SEARCH ") METHOD("UNBIND ") METHOD("UNCHECKOUT ") \
	METHOD("UNLINK ") METHOD("UNLOCK ") METHOD("UPDATE ") METHOD("UPDATEREDIRECTREF ") METHOD("VERSION-CONTROL ") \
	METHOD("INVITE ") METHOD("REGISTER ") METHOD("ACK ") METHOD("BYE ") METHOD("CANCEL ") METHOD("PRACK ") \
	METHOD("MESSAGE ") METHOD("REFER ") METHOD("PUBLISH ") METHOD("INFO ") \
	METHOD("NOTIFY ") METHOD("SUBSCRIBE ") METHOD("UNSUBSCRIBE ")
/* clang-format on */

/* Bytes of a known method and its space, 0 without one. */
HL_INLINE __u32 hl_method_size(const struct hl_payload *payload)
{
	if ((__u32)payload->bytes[0] - 'A' > 'Z' - 'A')
		return 0;
#define HL_TRY_METHOD(text)          \
	if (HL_IS(payload, 0, text)) \
		return sizeof(text) - 1;
	HL_METHODS(HL_TRY_METHOD)
#undef HL_TRY_METHOD
	return 0;
}

#define HL_HTTP_VERSION 8 /* characters of "HTTP/1.1" */

/* Which protocol a whole request line names at its end. RTSP, ICAP and others have the same methods. */
HL_INLINE __u8 hl_label_of_version(const struct hl_payload *payload, __u32 target, __u32 end)
{
	const __u32 start = end - HL_HTTP_VERSION;
	const __u32 name = hl_get32_any(payload, start), number = hl_get32_any(payload, start + 4);

	if (end >= target + HL_HTTP_VERSION && name == 0x20534950 /* " SIP" */ && number == 0x2f322e30 /* "/2.0" */)
		return HL_LABEL_SIP;
	if (payload->protocol != HL_IP_TCP)
		return HL_LABEL_NONE;
	/* HTTP/0.9 has no version (RFC 1945 5, Simple-Request). */
	if (end <= target + HL_HTTP_VERSION || hl_get8_any(payload, start - 1) != ' ')
		return HL_IS(payload, 0, "GET /") ? HL_LABEL_HTTP : HL_LABEL_NONE;
	return name == 0x48545450 /* "HTTP" */ && (number & ~1u) == 0x2f312e30 /* "/1.0" */ ? HL_LABEL_HTTP
											    : HL_LABEL_NONE;
}

/* The line is longer than the window: a path, or a URI with its scheme. */
HL_INLINE __u8 hl_label_of_target(const struct hl_payload *payload, __u32 target)
{
	const __u32 start = hl_get32_any(payload, target);

	switch (start) {
	case 0x7369703a: /* "sip:" */
	case 0x73697073: /* "sips" */
		return HL_LABEL_SIP;
	default:
		if (payload->protocol == HL_IP_TCP && (start >> 24 == '/' || start == 0x68747470 /* "http" */))
			return HL_LABEL_HTTP;
		return HL_LABEL_NONE;
	}
}

/* `target`: behind the method. */
HL_INLINE __u8 hl_request_label(const struct hl_payload *payload, __u32 target, const struct hl_line *line)
{
	if (hl_get8_any(payload, target) <= ' ')
		return HL_LABEL_NONE;
	if (line->end != HL_NO_LINE)
		return hl_label_of_version(payload, target, line->end);
	if (payload->size < HL_PAYLOAD_WINDOW)
		return HL_LABEL_NONE;
	return hl_label_of_target(payload, target);
}

HL_INLINE int hl_is_status_code(const struct hl_payload *payload, __u32 at)
{
	return payload->size >= at + 3 && (__u32)payload->bytes[at] - '1' <= 5 && hl_is_digit(payload->bytes[at + 1]) &&
	       hl_is_digit(payload->bytes[at + 2]);
}

/* Status lines: RFC 9112 4, RFC 3261 7.2. */
HL_INLINE int hl_is_http_response(const struct hl_payload *payload)
{
	return (HL_IS(payload, 0, "HTTP/1.1 ") || HL_IS(payload, 0, "HTTP/1.0 ")) && hl_is_status_code(payload, 9);
}

HL_INLINE int hl_is_sip_response(const struct hl_payload *payload)
{
	return HL_IS(payload, 0, "SIP/2.0 ") && hl_is_status_code(payload, 8);
}

enum hl_http2_frame { HL_HTTP2_SETTINGS = 4, HL_HTTP2_WINDOW_UPDATE = 8 }; /* RFC 9113 6 */

/* IANA's HTTP/2 settings registry. */
HL_INLINE int hl_is_http2_setting(__u32 id)
{
	return (id >= 1 && id <= 6) || id == 8 || id == 9 || id == 0x10;
}

/* What a server sends next when its SETTINGS are empty: zeros alone are too little to go by. */
HL_INLINE int hl_is_http2_second_frame(const struct hl_payload *payload)
{
	const __u64 start = hl_get64(payload, 9);
	const __u64 acknowledgement = (__u64)HL_HTTP2_SETTINGS << 32 | 1u << 24;
	const __u64 window_update = 4ull << 40 | (__u64)HL_HTTP2_WINDOW_UPDATE << 32;

	return payload->size >= 18 && (start == acknowledgement || start == window_update) && payload->bytes[17] == 0;
}

/* RFC 9113 3.4: a server's connection preface is a SETTINGS frame: no flags, stream 0, six bytes a setting. */
HL_INLINE int hl_is_http2_settings(const struct hl_payload *payload)
{
	const __u32 length = hl_get24(payload, 0);

	if (payload->size < 9 || hl_get16(payload, 3) != HL_HTTP2_SETTINGS << 8 || hl_get32(payload, 5) != 0)
		return 0;
	if (length == 0)
		return payload->size == 9 || hl_is_http2_second_frame(payload);
	return length % 6 == 0 && length <= 20 * 6 && length + 9 <= payload->size &&
	       hl_is_http2_setting(hl_get16(payload, 9));
}

HL_INLINE int hl_is_http2_preface(const struct hl_payload *payload)
{
	return HL_IS(payload, 0, "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");
}

#endif
