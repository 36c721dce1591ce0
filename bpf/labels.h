/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * Which application protocol a packet's payload is of. A label needs bytes that its specification fixes; where
 * those are few, the lengths must agree, too, and the port be the one that IANA gave. Of random payload one packet
 * in a million or less gets one.
 *
 * The first bytes decide who has a look, so that a packet that says nothing costs little.
 */
#ifndef HOOKLINE_BPF_LABELS_H
#define HOOKLINE_BPF_LABELS_H

#include "labels/caches.h"
#include "labels/databases.h"
#include "labels/messaging.h"
#include "labels/network.h"
#include "labels/payload.h"
#include "labels/quic.h"
#include "labels/remote.h"
#include "labels/services.h"
#include "labels/tls.h"
#include "labels/web.h"

#define HL_TRY(label, says_so)        \
	do {                          \
		hl_start_over();      \
		if (says_so)          \
			return label; \
	} while (0)

/* Protocols over TCP that start with a letter, a digit or a sign. */
HL_INLINE __u8 hl_label_of_text(const struct hl_payload *payload)
{
	HL_TRY(HL_LABEL_HTTP, hl_is_http_response(payload));
	HL_TRY(HL_LABEL_HTTP2, hl_is_http2_preface(payload));
	HL_TRY(HL_LABEL_SSH, hl_is_ssh(payload));
	HL_TRY(HL_LABEL_SMTP, hl_is_smtp_greeting(payload));
	HL_TRY(HL_LABEL_REDIS, hl_is_redis(payload));
	HL_TRY(HL_LABEL_MEMCACHED, hl_is_memcached_stored(payload));
	HL_TRY(HL_LABEL_AMQP, hl_is_amqp_header(payload));
	HL_TRY(HL_LABEL_POSTGRESQL, hl_is_postgresql_answer(payload));
	return HL_LABEL_NONE;
}

/* Those that start with other bytes. */
HL_INLINE __u8 hl_label_of_binary(const struct hl_payload *payload)
{
	HL_TRY(HL_LABEL_TLS, hl_is_tls_record(payload) || hl_is_ssl2_hello(payload));
	HL_TRY(HL_LABEL_HTTP2, hl_is_http2_settings(payload));
	HL_TRY(HL_LABEL_RDP, hl_is_rdp(payload));
	HL_TRY(HL_LABEL_POSTGRESQL, hl_is_postgresql_start(payload));
	HL_TRY(HL_LABEL_MQTT, hl_is_mqtt(payload));
	HL_TRY(HL_LABEL_MEMCACHED, hl_is_memcached_binary(payload, 0));
	HL_TRY(HL_LABEL_AMQP, hl_is_amqp_start(payload));
	HL_TRY(HL_LABEL_BGP, hl_is_bgp(payload));
	HL_TRY(HL_LABEL_KAFKA, hl_is_kafka(payload));
	return HL_LABEL_NONE;
}

HL_INLINE __u8 hl_label_of_tcp(const struct hl_payload *payload)
{
	const int is_text = hl_is_printable(payload->bytes[0]) && payload->bytes[0] != ' ';
	const __u8 label = is_text ? hl_label_of_text(payload) : hl_label_of_binary(payload);

	if (label)
		return label;
	/* Their first byte is one of a length, and may be any. */
	HL_TRY(HL_LABEL_MYSQL, hl_is_mysql(payload));
	HL_TRY(HL_LABEL_DNS, hl_is_dns_over_tcp(payload));
	return HL_LABEL_NONE;
}

HL_INLINE __u8 hl_label_of_udp(const struct hl_payload *payload)
{
	HL_TRY(HL_LABEL_QUIC, hl_is_quic(payload));
	HL_TRY(HL_LABEL_DTLS, hl_is_dtls(payload));
	HL_TRY(HL_LABEL_WIREGUARD, hl_is_wireguard(payload));
	HL_TRY(HL_LABEL_SNMP, hl_is_snmp(payload));
	HL_TRY(HL_LABEL_RDP, hl_is_rdp_udp(payload));
	HL_TRY(HL_LABEL_DNS, hl_is_port(payload, HL_PORT_DNS) && hl_is_dns_message(payload, 0));
	HL_TRY(HL_LABEL_MDNS, hl_is_port(payload, HL_PORT_MDNS) && hl_is_mdns(payload));
	HL_TRY(HL_LABEL_NTP, hl_is_port(payload, HL_PORT_NTP) && hl_is_ntp(payload));
	HL_TRY(HL_LABEL_DHCP, hl_is_dhcp_port(payload) && hl_is_dhcp(payload));
	HL_TRY(HL_LABEL_DHCP, hl_is_dhcp6_port(payload) && hl_is_dhcp6(payload));
	HL_TRY(HL_LABEL_MEMCACHED, hl_is_memcached_udp(payload));
	return HL_LABEL_NONE;
}

/* Protocols that are known by their first word, and by a first line that has an end. */
HL_INLINE __u8 hl_label_of_line(const struct hl_payload *payload)
{
	const struct hl_line line = hl_first_line(payload);
	__u32 target;

	hl_start_over();
	target = hl_forget(hl_method_size(payload));
	if (target)
		return hl_request_label(payload, target, &line);
	if (!line.is_crlf || payload->protocol != HL_IP_TCP)
		return HL_LABEL_NONE;
	HL_TRY(HL_LABEL_SMTP, hl_is_smtp_command(payload) || hl_is_smtp_reply(payload));
	HL_TRY(HL_LABEL_MEMCACHED, hl_is_memcached_line(payload));
	HL_TRY(HL_LABEL_REDIS, line.end + 2 == payload->size && hl_is_redis_line(payload));
	return HL_LABEL_NONE;
}

/* enum hl_label of this one packet. HL_LABEL_NONE: it says nothing. */
HL_INLINE __u8 hl_label_of(const struct hl_payload *payload)
{
	__u8 label;

	if (payload->protocol == HL_IP_TCP)
		label = hl_label_of_tcp(payload);
	else if (payload->protocol == HL_IP_UDP)
		label = hl_label_of_udp(payload);
	else
		return HL_LABEL_NONE;
	if (label)
		return label;
	HL_TRY(HL_LABEL_STUN, hl_is_stun(payload));
	hl_start_over();
	if (!hl_is_printable(payload->bytes[0]))
		return HL_LABEL_NONE;
	HL_TRY(HL_LABEL_SIP, hl_is_sip_response(payload));
	hl_start_over();
	return hl_label_of_line(payload);
}

#endif
