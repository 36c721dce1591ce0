/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * Protocol numbers that the parser acts on (IANA registries). Own names, because <linux/in.h> and <netinet/in.h> do not
 * live together in every user-space file.
 */
#ifndef HOOKLINE_BPF_PROTOCOL_NUMBERS_H
#define HOOKLINE_BPF_PROTOCOL_NUMBERS_H

enum hl_ethertype {
	HL_ETHERTYPE_MIN = 0x0600, /* below: the length field of an IEEE 802.3 frame */
	HL_ETHERTYPE_IPV4 = 0x0800,
	HL_ETHERTYPE_ARP = 0x0806,
	HL_ETHERTYPE_TEB = 0x6558, /* transparent Ethernet bridging: an Ethernet frame follows */
	HL_ETHERTYPE_RARP = 0x8035,
	HL_ETHERTYPE_VLAN = 0x8100, /* IEEE 802.1Q C-tag */
	HL_ETHERTYPE_IPV6 = 0x86dd,
	HL_ETHERTYPE_MPLS = 0x8847,
	HL_ETHERTYPE_MPLS_MULTICAST = 0x8848,
	HL_ETHERTYPE_PPPOE_DISCOVERY = 0x8863,
	HL_ETHERTYPE_PPPOE_SESSION = 0x8864,
	HL_ETHERTYPE_QINQ = 0x88a8,     /* IEEE 802.1ad S-tag */
	HL_ETHERTYPE_QINQ_OLD = 0x9100, /* the same before it was standard */
};

enum hl_ip_protocol {
	HL_IP_HOP_BY_HOP = 0,
	HL_IP_ICMP = 1,
	HL_IP_IGMP = 2,
	HL_IP_IPV4 = 4,
	HL_IP_TCP = 6,
	HL_IP_UDP = 17,
	HL_IP_DCCP = 33,
	HL_IP_IPV6 = 41,
	HL_IP_ROUTING = 43,
	HL_IP_FRAGMENT = 44,
	HL_IP_GRE = 47,
	HL_IP_ESP = 50,
	HL_IP_AH = 51,
	HL_IP_ICMPV6 = 58,
	HL_IP_NO_NEXT = 59,
	HL_IP_DESTINATION_OPTIONS = 60,
	HL_IP_OSPF = 89,
	HL_IP_L2TP = 115,
	HL_IP_SCTP = 132,
	HL_IP_MOBILITY = 135,
	HL_IP_UDP_LITE = 136,
	HL_IP_HIP = 139,
	HL_IP_SHIM6 = 140,
};

enum hl_udp_port {
	HL_PORT_GTP_U = 2152,
	HL_PORT_VXLAN = 4789,
	HL_PORT_GENEVE = 6081,
};

#endif
