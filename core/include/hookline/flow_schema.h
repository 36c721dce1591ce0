/* SPDX-License-Identifier: MIT */
/*
 * The table that describes struct hookline_flow to the host and to sinks. Include it in the one file of a capture that
 * names its streams: it defines static data.
 */
#ifndef HOOKLINE_FLOW_SCHEMA_H
#define HOOKLINE_FLOW_SCHEMA_H

#include <hookline/flow.h>

/* IANA protocol numbers with the short names that Debian's /etc/protocols and the classic report use; IEEE EtherTypes. */
/* clang-format off */
static const hookline_name hookline_proto_names[] = {
	{0, "HOPOPT"},         {1, "ICMPv4"},         {2, "IGMP"},           {3, "GGP"},            {4, "IP-ENCAP"},
	{5, "ST"},             {6, "TCP"},            {8, "EGP"},            {9, "IGP"},            {12, "PUP"},
	{17, "UDP"},           {20, "HMP"},           {22, "XNS-IDP"},       {27, "RDP"},           {29, "ISO-TP4"},
	{33, "DCCP"},          {36, "XTP"},           {37, "DDP"},           {38, "IDPR-CMTP"},     {41, "IPv6"},
	{43, "IPv6-Route"},    {44, "IPv6-Frag"},     {45, "IDRP"},          {46, "RSVP"},          {47, "GRE"},
	{50, "IPSEC-ESP"},     {51, "IPSEC-AH"},      {57, "SKIP"},          {58, "IPv6-ICMP"},     {59, "IPv6-NoNxt"},
	{60, "IPv6-Opts"},     {73, "RSPF"},          {81, "VMTP"},          {88, "EIGRP"},         {89, "OSPFIGP"},
	{93, "AX.25"},         {94, "IPIP"},          {97, "ETHERIP"},       {98, "ENCAP"},         {103, "PIM"},
	{108, "IPCOMP"},       {112, "VRRP"},         {115, "L2TP"},         {124, "ISIS"},         {132, "SCTP"},
	{133, "FC"},           {135, "Mobility-Header"}, {136, "UDPLite"},      {137, "MPLS-in-IP"},   {138, "MANET"},
	{139, "HIP"},          {140, "Shim6"},        {141, "WESP"},         {142, "ROHC"},         {143, "Ethernet"},
	/* between the number spaces: 0x0100 | SAP for IEEE 802.2 LLC frames, then frames that name no protocol */
	{0x0142, "STP"},       {0x01aa, "SNAP"},    {0x01e0, "IPX-LLC"}, {0x01f0, "NetBEUI"}, {0x01fe, "OSI-LLC"},
	{0x0200, "runt-frame"}, {0x0201, "unknown-link"}, {0x0202, "bad-IP"}, {0x0203, "any"},
	{0x0800, "IPv4"},      {0x0806, "ARP"},     {0x0842, "WoL"},     {0x2000, "CDP"},    {0x6003, "DECnet"},
	{0x6558, "TransEth"},  {0x8035, "RARP"},    {0x809b, "AppleTalk"}, {0x8100, "802.1Q"}, {0x8137, "IPX"},
	{0x86dd, "IPv6-frame"}, {0x8808, "EthernetPause"}, {0x8809, "LACP"}, {0x8847, "MPLS"}, {0x8848, "MPLS-MC"},
	{0x8863, "PPPoE-Discovery"}, {0x8864, "PPPoE"}, {0x888e, "EAPOL"}, {0x8892, "PROFINET"}, {0x88a2, "AoE"},
	{0x88a8, "802.1ad"},   {0x88cc, "LLDP"},    {0x88e5, "MACsec"},  {0x88e7, "PBB"},    {0x88f7, "PTP"},
	{0x8902, "CFM"},       {0x8906, "FCoE"},    {0x9000, "Loopback"}, {0x9100, "QinQ"},
};

static const hookline_name hookline_direction_names[] = {{1, "in"}, {2, "out"}};
static const hookline_name hookline_mark_names[] = {
	{1, "fragment"}, {2, "truncated"}, {4, "tunnel"}, {8, "no-peer"}};
static const hookline_name hookline_gre_inner_names[] = {
	{0x0800, "IPv4"}, {0x0806, "ARP"},  {0x6558, "TransEth"},
	{0x86dd, "IPv6"}, {0x8847, "MPLS"}, {0x8848, "MPLS-MC"},
};
static const hookline_name hookline_ospf_type_names[] = {
	{1, "Hello"}, {2, "DBDesc"}, {3, "LSReq"}, {4, "LSUpd"}, {5, "LSAck"},
};
static const hookline_name hookline_arp_op_names[] = {
	{1, "request"}, {2, "reply"}, {3, "rev-req"}, {4, "rev-reply"},
};
static const hookline_name hookline_app_proto_names[] = {
	{1, "HTTP"},       {2, "HTTP/2"}, {3, "TLS"},        {4, "DTLS"},       {5, "QUIC"}, {6, "SSH"},   {7, "RDP"},
	{8, "PostgreSQL"}, {9, "MQTT"},   {10, "WireGuard"}, {11, "Memcached"}, {12, "DNS"}, {13, "mDNS"}, {14, "MySQL"},
	{15, "Redis"},     {16, "SMTP"},  {17, "NTP"},       {18, "SIP"},       {19, "STUN"}, {20, "DHCP"}, {21, "SNMP"},
	{22, "BGP"},       {23, "Kafka"}, {24, "AMQP"},
};
static const hookline_name hookline_attribution_names[] = {{1, "exact"}, {2, "last-owner"}};
static const hookline_name hookline_tcp_flag_names[] = {
	{0x01, "FIN"}, {0x02, "SYN"}, {0x04, "RST"}, {0x08, "PSH"}, {0x10, "ACK"}, {0x20, "URG"}, {0x40, "ECE"}, {0x80, "CWR"},
};
/* clang-format on */

#define HOOKLINE_COUNT_OF(array) ((uint32_t)(sizeof(array) / sizeof((array)[0])))
#define HOOKLINE_FLOW_COLUMN(COLUMN, FIELD, TYPE, UNIT, ROLE, MERGE, FLAGS, NAMES, NAME_COUNT, NAME, HELP) \
	{HOOKLINE_FLOW_##COLUMN,                                                                           \
	 HOOKLINE_##TYPE,                                                                                  \
	 HOOKLINE_UNIT_##UNIT,                                                                             \
	 HOOKLINE_##ROLE,                                                                                  \
	 HOOKLINE_MERGE_##MERGE,                                                                           \
	 FLAGS,                                                                                            \
	 (uint32_t)offsetof(hookline_flow, FIELD),                                                         \
	 (uint32_t)sizeof(((hookline_flow *)0)->FIELD),                                                    \
	 HOOKLINE_FLOW_##COLUMN,                                                                           \
	 NAME_COUNT,                                                                                       \
	 NAMES,                                                                                            \
	 NAME,                                                                                             \
	 HELP}
#define HOOKLINE_FLOW_PLAIN_KEY(COLUMN, FIELD, TYPE, FLAGS, NAME, HELP) \
	HOOKLINE_FLOW_COLUMN(COLUMN, FIELD, TYPE, NONE, KEY, LAST, FLAGS, NULL, 0, NAME, HELP)
#define HOOKLINE_FLOW_NAMED_KEY(COLUMN, FIELD, TYPE, FLAGS, NAMES, NAME, HELP) \
	HOOKLINE_FLOW_COLUMN(COLUMN, FIELD, TYPE, NONE, KEY, LAST, FLAGS, NAMES, HOOKLINE_COUNT_OF(NAMES), NAME, HELP)

#define HOOKLINE_FLOW_SOCKET_TEXT(COLUMN, FIELD, NAME, HELP) \
	HOOKLINE_FLOW_COLUMN(COLUMN, FIELD, TEXT, NONE, LABEL, LAST, HOOKLINE_COLUMN_DETAIL, NULL, 0, NAME, HELP)
#define HOOKLINE_FLOW_TCP_COUNTER(COLUMN, FIELD, UNIT, NAME, HELP) \
	HOOKLINE_FLOW_COLUMN(COLUMN, FIELD, U64, UNIT, COUNTER, SUM, HOOKLINE_COLUMN_DETAIL, NULL, 0, NAME, HELP)

/* clang-format off */
/* Most useful first. */
static const hookline_column hookline_flow_columns[] = {
	HOOKLINE_FLOW_COLUMN(PACKETS, packets, U64, PACKETS, COUNTER, SUM, 0, NULL, 0, "packets", "packets as on the wire"),
	HOOKLINE_FLOW_COLUMN(BYTES, bytes, U64, BYTES, COUNTER, SUM, 0, NULL, 0, "bytes",
			     "bytes as on the wire: frames without FCS"),
	HOOKLINE_FLOW_NAMED_KEY(PROTO, proto, U16, HOOKLINE_COLUMN_HEX, hookline_proto_names, "proto",
				"IP protocol, or EtherType where the frame is not IP"),
	HOOKLINE_FLOW_PLAIN_KEY(SRC_ADDR, src_addr, IP, 0, "src_addr", "source address"),
	HOOKLINE_FLOW_PLAIN_KEY(SRC_PORT, src_port, U16, 0, "src_port", "source port"),
	HOOKLINE_FLOW_PLAIN_KEY(DST_ADDR, dst_addr, IP, 0, "dst_addr", "destination address"),
	HOOKLINE_FLOW_PLAIN_KEY(DST_PORT, dst_port, U16, 0, "dst_port", "destination port"),
	HOOKLINE_FLOW_NAMED_KEY(DIRECTION, direction, U8, 0, hookline_direction_names, "direction",
				"in or out, as the interface sees it"),
	HOOKLINE_FLOW_PLAIN_KEY(INTERFACE, interface, TEXT, 0, "interface", "name of the interface"),
	HOOKLINE_FLOW_PLAIN_KEY(VLAN, vlan, U16, 0, "vlan", "outermost VLAN id (802.1Q)"),
	HOOKLINE_FLOW_PLAIN_KEY(INNER_VLAN, inner_vlan, U16, 0, "inner_vlan",
				"second VLAN id (802.1ad)"),
	HOOKLINE_FLOW_PLAIN_KEY(ICMP_TYPE, icmp_type, U8, 0, "icmp_type", "ICMP, ICMPv6 or IGMP type"),
	HOOKLINE_FLOW_PLAIN_KEY(ICMP_CODE, icmp_code, U8, HOOKLINE_COLUMN_DETAIL, "icmp_code", "ICMP or ICMPv6 code"),
	HOOKLINE_FLOW_PLAIN_KEY(SPI, spi, U32, HOOKLINE_COLUMN_HEX, "spi", "security parameters index (ESP, AH)"),
	HOOKLINE_FLOW_NAMED_KEY(GRE_INNER, gre_inner, U16, HOOKLINE_COLUMN_HEX, hookline_gre_inner_names, "gre_inner",
				"protocol inside GRE"),
	HOOKLINE_FLOW_PLAIN_KEY(GRE_FLAGS, gre_flags, U16, HOOKLINE_COLUMN_HEX | HOOKLINE_COLUMN_DETAIL, "gre_flags",
				"GRE flags and version"),
	HOOKLINE_FLOW_NAMED_KEY(OSPF_TYPE, ospf_type, U8, 0, hookline_ospf_type_names, "ospf_type", "OSPF packet type"),
	HOOKLINE_FLOW_PLAIN_KEY(OSPF_VERSION, ospf_version, U8, HOOKLINE_COLUMN_DETAIL, "ospf_version", "OSPF version"),
	HOOKLINE_FLOW_NAMED_KEY(ARP_OP, arp_op, U16, 0, hookline_arp_op_names, "arp_op", "ARP or RARP operation"),
	HOOKLINE_FLOW_PLAIN_KEY(TUNNEL_ID, tunnel_id, U32, 0, "tunnel_id", "VXLAN or GENEVE VNI, GTP TEID, GRE key"),
	HOOKLINE_FLOW_COLUMN(MARKS, marks, U8, NONE, KEY, LAST, HOOKLINE_COLUMN_BITMASK,
			     hookline_mark_names, HOOKLINE_COUNT_OF(hookline_mark_names), "marks",
			     "fragment: later fragments without their head; truncated: cut layer-4 header; tunnel: outer flow; "
			     "no-peer: of a socket that is not connected"),
	HOOKLINE_FLOW_COLUMN(TCP_FLAGS, tcp_flags, U8, NONE, LABEL, OR, HOOKLINE_COLUMN_BITMASK | HOOKLINE_COLUMN_DETAIL,
			     hookline_tcp_flag_names, HOOKLINE_COUNT_OF(hookline_tcp_flag_names), "tcp_flags",
			     "union of the TCP flags seen"),
	HOOKLINE_FLOW_COLUMN(FIRST, first, TIME, NONE, WHEN, MIN, HOOKLINE_COLUMN_DETAIL, NULL, 0, "first",
			     "time of the first packet"),
	HOOKLINE_FLOW_COLUMN(LAST, last, TIME, NONE, WHEN, MAX, HOOKLINE_COLUMN_DETAIL, NULL, 0, "last",
			     "time of the last packet"),
	HOOKLINE_FLOW_PLAIN_KEY(PREFIX_LENGTH, prefix_length, U8, HOOKLINE_COLUMN_DETAIL, "prefix_length",
				"the addresses are networks of this many bits; only in rows that say other"),
	HOOKLINE_FLOW_COLUMN(OTHER, other, BOOL, NONE, LABEL, OR, HOOKLINE_COLUMN_DETAIL, NULL, 0, "other",
			     "the row stands for many flows that had no room of their own"),
	HOOKLINE_FLOW_COLUMN(APP_PROTO, app_proto, U8, NONE, LABEL, LAST, 0, hookline_app_proto_names,
			     HOOKLINE_COUNT_OF(hookline_app_proto_names), "app_proto",
			     "application protocol, by the first packets that carry something"),
	HOOKLINE_FLOW_COLUMN(SERVER_NAME, server_name, TEXT, NONE, LABEL, LAST, 0, NULL, 0, "server_name",
			     "name that the client asked for: SNI of TLS and QUIC, host of HTTP"),
	HOOKLINE_FLOW_PLAIN_KEY(PID, pid, U32, 0, "pid", "process that holds the socket"),
	HOOKLINE_FLOW_PLAIN_KEY(COMM, comm, TEXT, 0, "comm", "name of that process"),
	HOOKLINE_FLOW_PLAIN_KEY(UID, uid, U32, HOOKLINE_COLUMN_DETAIL, "uid", "user of that process"),
	HOOKLINE_FLOW_PLAIN_KEY(CGROUP, cgroup, TEXT, 0, "cgroup", "cgroup of the socket, below the cgroup2 mount"),
	HOOKLINE_FLOW_COLUMN(REPEATED_PACKETS, repeated_packets, U64, PACKETS, COUNTER, SUM, HOOKLINE_COLUMN_DETAIL, NULL, 0,
			     "repeated_packets", "of packets: those that the sender's row has, too"),
	HOOKLINE_FLOW_COLUMN(REPEATED_BYTES, repeated_bytes, U64, BYTES, COUNTER, SUM, HOOKLINE_COLUMN_DETAIL, NULL, 0,
			     "repeated_bytes", "of bytes: those that the sender's row has, too"),
	HOOKLINE_FLOW_COLUMN(ATTRIBUTION, attribution, U8, NONE, LABEL, MAX, HOOKLINE_COLUMN_DETAIL,
			     hookline_attribution_names, HOOKLINE_COUNT_OF(hookline_attribution_names), "attribution",
			     "exact: that process; last-owner: the last that had a socket with these addresses and ports"),
	HOOKLINE_FLOW_SOCKET_TEXT(UNIT, unit, "unit", "systemd unit of the cgroup"),
	HOOKLINE_FLOW_SOCKET_TEXT(CONTAINER, container, "container", "id of the container that the cgroup is of"),
	HOOKLINE_FLOW_SOCKET_TEXT(RUNTIME, runtime, "runtime", "what runs that container: docker, containerd, cri-o, podman"),
	HOOKLINE_FLOW_SOCKET_TEXT(POD, pod, "pod", "uid of the Kubernetes pod that the cgroup is of"),
	HOOKLINE_FLOW_COLUMN(CGROUP_ID, cgroup_id, U64, NONE, LABEL, LAST, HOOKLINE_COLUMN_DETAIL, NULL, 0, "cgroup_id",
			     "number of the cgroup, as the kernel has it"),
	HOOKLINE_FLOW_COLUMN(SRTT, srtt, DURATION, NONE, GAUGE, LAST, HOOKLINE_COLUMN_DETAIL, NULL, 0, "srtt",
			     "smoothed round-trip time of the TCP connection"),
	HOOKLINE_FLOW_TCP_COUNTER(RETRANSMITTED_PACKETS, retransmitted_packets, PACKETS, "retransmitted_packets",
				  "TCP segments sent again"),
	HOOKLINE_FLOW_TCP_COUNTER(RETRANSMITTED_BYTES, retransmitted_bytes, BYTES, "retransmitted_bytes",
				  "payload of TCP segments sent again"),
	HOOKLINE_FLOW_TCP_COUNTER(LOST_PACKETS, lost_packets, PACKETS, "lost_packets",
				  "TCP segments that the sender took for lost"),
	HOOKLINE_FLOW_TCP_COUNTER(OUT_OF_ORDER_PACKETS, out_of_order_packets, PACKETS, "out_of_order_packets",
				  "TCP segments received before an earlier one"),
	HOOKLINE_FLOW_TCP_COUNTER(RESETS, resets, PACKETS, "resets", "TCP connections reset: out by this side, in by the peer"),
};
/* clang-format on */

/* The last ones are known where sockets are seen: a capture without them saves their room in every table. */
#define HOOKLINE_SOCKET_COLUMN_COUNT 18u

static const hookline_schema hookline_flow_schema = {
	sizeof(hookline_schema),
	HOOKLINE_TABLE,
	"flow",
	"packets and bytes by flow, as on the wire",
	1,
	sizeof(hookline_flow),
	offsetof(hookline_flow, present),
	sizeof(hookline_column),
	HOOKLINE_COUNT_OF(hookline_flow_columns) - HOOKLINE_SOCKET_COLUMN_COUNT,
	0,
	hookline_flow_columns,
};

/* The same with process, cgroup, TCP's state and what is repeated; its name is the same, as rows of both may be added up. */
static const hookline_schema hookline_socket_flow_schema = {
	sizeof(hookline_schema),
	HOOKLINE_TABLE,
	"flow",
	"packets and bytes by flow and process",
	1,
	sizeof(hookline_flow),
	offsetof(hookline_flow, present),
	sizeof(hookline_column),
	HOOKLINE_COUNT_OF(hookline_flow_columns),
	0,
	hookline_flow_columns,
};

#endif
