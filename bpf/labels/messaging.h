/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * Messages: SMTP (RFC 5321), MQTT (OASIS 3.1.1 and 5.0, IBM 3.1), AMQP (0-9-1, OASIS 1.0), Kafka (its protocol
 * guide).
 */
#ifndef HOOKLINE_BPF_LABELS_MESSAGING_H
#define HOOKLINE_BPF_LABELS_MESSAGING_H

#include "lines.h"

enum hl_messaging_port {
	HL_PORT_SMTP = 25,
	HL_PORT_SUBMISSION = 587, /* RFC 6409 */
	HL_PORT_MQTT = 1883,
	HL_PORT_KAFKA = 9092,
};

/* FTP greets with 220 as well: so the server says what it is, or has the port. */
HL_INLINE int hl_says_smtp(const struct hl_payload *payload)
{
	__u32 last = 0;

	HL_UNROLL
	for (__u32 i = 4; i < HL_PAYLOAD_WINDOW; i++) {
		last = last << 8 | payload->bytes[i];
		if (last == 0x534d5450 /* "SMTP" */)
			return i < payload->size;
	}
	return 0;
}

HL_INLINE int hl_is_smtp_greeting(const struct hl_payload *payload)
{
	return (HL_IS(payload, 0, "220 ") || HL_IS(payload, 0, "220-")) && hl_says_smtp(payload);
}

/* With the port. 220: ready; 250: done; 354: go on with the mail; 421: closing; 554: no service here. */
HL_INLINE int hl_is_smtp_reply(const struct hl_payload *payload)
{
	if (payload->src_port != HL_PORT_SMTP && payload->src_port != HL_PORT_SUBMISSION)
		return 0;
	if (payload->bytes[3] != ' ' && payload->bytes[3] != '-')
		return 0;
	return HL_IS(payload, 0, "220") || HL_IS(payload, 0, "250") || HL_IS(payload, 0, "354") ||
	       HL_IS(payload, 0, "421") || HL_IS(payload, 0, "554");
}

/* In any case (RFC 5321 2.4): the bit that makes a small letter is set in all, and is in a space and a colon, too. */
HL_INLINE int hl_is_smtp_command(const struct hl_payload *payload)
{
	const __u32 verb = hl_get32(payload, 0) | 0x20202020, more = hl_get32(payload, 4) | 0x20202020;

	if (payload->size < 8)
		return 0;
	switch (verb) {
	case 0x65686c6f: /* "ehlo" */
	case 0x68656c6f: /* "helo" */
		return payload->bytes[4] == ' ';
	case 0x6d61696c: /* "mail" */
		return more == 0x2066726f /* " fro" */ && (payload->bytes[8] | 0x20) == 'm' && payload->bytes[9] == ':';
	case 0x72637074: /* "rcpt" */
		return more == 0x20746f3a /* " to:" */;
	default:
		return 0;
	}
}

/* A CONNECT, behind its first byte and `header` - 1 bytes of length: the protocol's name, its level, flags. */
HL_INLINE int hl_is_mqtt_name(const struct hl_payload *payload, __u32 header)
{
	__u32 level, flags;

	if (HL_IS(payload, header, "\0\4MQTT")) {
		level = payload->bytes[header + 6] & 0x7f; /* the upper bit: a bridge of Mosquitto's */
		flags = payload->bytes[header + 7];
		return payload->size >= header + 10 && (level == 4 || level == 5) && !(flags & 1);
	}
	level = payload->bytes[header + 8] & 0x7f;
	flags = payload->bytes[header + 9];
	return HL_IS(payload, header, "\0\6MQIsdp") && payload->size >= header + 12 && level == 3 && !(flags & 1);
}

/* 3.1: seven bits of the length in a byte, the lowest first. */
HL_INLINE int hl_is_mqtt_connect(const struct hl_payload *payload)
{
	const __u32 first = payload->bytes[1], second = payload->bytes[2], third = payload->bytes[3];

	if (first < 0x80)
		return first + 2 <= payload->size && hl_is_mqtt_name(payload, 2);
	if (second < 0x80)
		return second > 0 && hl_is_mqtt_name(payload, 3);
	return third > 0 && third < 0x80 && hl_is_mqtt_name(payload, 4);
}

/* 3.2: four fixed bytes, or properties behind them; weak, so with the port. */
HL_INLINE int hl_is_mqtt_connack(const struct hl_payload *payload)
{
	const __u32 length = payload->bytes[1], flags = payload->bytes[2], reason = payload->bytes[3];

	if (payload->src_port != HL_PORT_MQTT || payload->size < 4 || flags > 1 || payload->size < length + 2)
		return 0;
	if (length == 2)
		return reason <= 5;
	return length > 2 && length < 0x80 && (reason == 0 || reason >= 0x80) && payload->bytes[4] == length - 3;
}

HL_INLINE int hl_is_mqtt(const struct hl_payload *payload)
{
	if (payload->bytes[0] == 0x10)
		return hl_is_mqtt_connect(payload);
	return payload->bytes[0] == 0x20 && hl_is_mqtt_connack(payload);
}

/* 0-9-1 4.2.2, 1.0 2.2 and 5.3.2: protocol id and version. */
HL_INLINE int hl_is_amqp_header(const struct hl_payload *payload)
{
	if (!HL_IS(payload, 0, "AMQP") || payload->size < 8)
		return 0;
	switch (hl_get32(payload, 4)) {
	case 0x00000901: /* 0-9-1 */
	case 0x01010009: /* 0-9 */
	case 0x0101000a: /* 0-10 */
	case 0x01010800: /* 0-8 */
	case 0x00010000: /* 1.0 */
	case 0x02010000: /* its TLS */
	case 0x03010000: /* its SASL */
		return 1;
	default:
		return 0;
	}
}

/* 0-9-1 2.3.5 and 1.4.2.1: a method frame on channel 0; class 10, method 10, version 0-9. */
HL_INLINE int hl_is_amqp_start(const struct hl_payload *payload)
{
	return payload->size >= 13 && hl_get24(payload, 0) == 0x010000 && hl_get32(payload, 7) == 0x000a000a &&
	       hl_get16(payload, 11) == 0x0009 && hl_get32(payload, 3) >= 6 && hl_get32(payload, 3) < 1 << 20;
}

/*
 * A request: length, API key, its version, a number that counts up from 0, the client's name. Answers have no mark.
 */
HL_INLINE int hl_is_kafka(const struct hl_payload *payload)
{
	const __u32 length = hl_get32(payload, 0), key = hl_get16(payload, 4), version = hl_get16(payload, 6);
	const __u32 number = hl_get32(payload, 8), name = hl_get16(payload, 12);

	if (length < 10 || length + 4 != payload->size || key > 100 || version > 25)
		return 0;
	if (name == 0xffff) /* null */
		return payload->dst_port == HL_PORT_KAFKA && number < 1 << 24;
	if (number >= 1 << 24 && payload->dst_port != HL_PORT_KAFKA)
		return 0;
	return name > 0 && name <= 100 && name + 10 <= length && hl_is_printable(payload->bytes[14]) &&
	       hl_is_printable(hl_get8_any(payload, 13 + name));
}

#endif
