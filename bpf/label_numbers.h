/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* What a flow's payload says that it is. The numbers are values of the column app_proto (hookline/flow_schema.h). */
#ifndef HOOKLINE_BPF_LABEL_NUMBERS_H
#define HOOKLINE_BPF_LABEL_NUMBERS_H

enum hl_label {
	HL_LABEL_NONE = 0,
	HL_LABEL_HTTP = 1,
	HL_LABEL_HTTP2 = 2,
	HL_LABEL_TLS = 3,
	HL_LABEL_DTLS = 4,
	HL_LABEL_QUIC = 5,
	HL_LABEL_SSH = 6,
	HL_LABEL_RDP = 7,
	HL_LABEL_POSTGRESQL = 8,
	HL_LABEL_MQTT = 9,
	HL_LABEL_WIREGUARD = 10,
	HL_LABEL_MEMCACHED = 11,
	HL_LABEL_DNS = 12,
	HL_LABEL_MDNS = 13,
	HL_LABEL_MYSQL = 14,
	HL_LABEL_REDIS = 15,
	HL_LABEL_SMTP = 16,
	HL_LABEL_NTP = 17,
	HL_LABEL_SIP = 18,
	HL_LABEL_STUN = 19,
	HL_LABEL_DHCP = 20,
	HL_LABEL_SNMP = 21,
	HL_LABEL_BGP = 22,
	HL_LABEL_KAFKA = 23,
	HL_LABEL_AMQP = 24,
	HL_LABEL_COUNT,
};

#endif
