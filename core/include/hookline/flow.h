/* SPDX-License-Identifier: MIT */
/*
 * The `flow` schema: what every capture that counts traffic by flow emits, so that one pipeline can merge them.
 * A capture hands over rows of struct hookline_flow; hookline_flow_schema describes them. A capture that cannot tell a
 * column leaves its presence bit clear.
 */
#ifndef HOOKLINE_FLOW_H
#define HOOKLINE_FLOW_H

#include <hookline/plugin.h>

/* Ids of the columns, and their bits in `present`. */
typedef enum hookline_flow_column {
	HOOKLINE_FLOW_PACKETS = 0,
	HOOKLINE_FLOW_BYTES = 1,
	HOOKLINE_FLOW_PROTO = 2,
	HOOKLINE_FLOW_SRC_ADDR = 3,
	HOOKLINE_FLOW_SRC_PORT = 4,
	HOOKLINE_FLOW_DST_ADDR = 5,
	HOOKLINE_FLOW_DST_PORT = 6,
	HOOKLINE_FLOW_DIRECTION = 7,
	HOOKLINE_FLOW_INTERFACE = 8,
	HOOKLINE_FLOW_VLAN = 9,
	HOOKLINE_FLOW_INNER_VLAN = 10,
	HOOKLINE_FLOW_ICMP_TYPE = 11,
	HOOKLINE_FLOW_ICMP_CODE = 12,
	HOOKLINE_FLOW_SPI = 13,
	HOOKLINE_FLOW_GRE_INNER = 14,
	HOOKLINE_FLOW_GRE_FLAGS = 15,
	HOOKLINE_FLOW_OSPF_TYPE = 16,
	HOOKLINE_FLOW_OSPF_VERSION = 17,
	HOOKLINE_FLOW_ARP_OP = 18,
	HOOKLINE_FLOW_TUNNEL_ID = 19,
	HOOKLINE_FLOW_MARKS = 20,
	HOOKLINE_FLOW_TCP_FLAGS = 21,
	HOOKLINE_FLOW_FIRST = 22,
	HOOKLINE_FLOW_LAST = 23,
	HOOKLINE_FLOW_PREFIX_LENGTH = 24,
	HOOKLINE_FLOW_OTHER = 25,
	HOOKLINE_FLOW_APP_PROTO = 26,
	HOOKLINE_FLOW_SERVER_NAME = 27,
	HOOKLINE_FLOW_PID = 28,
	HOOKLINE_FLOW_COMM = 29,
	HOOKLINE_FLOW_UID = 30,
	HOOKLINE_FLOW_CGROUP = 31,
	HOOKLINE_FLOW_REPEATED_PACKETS = 32,
	HOOKLINE_FLOW_REPEATED_BYTES = 33,
	HOOKLINE_FLOW_ATTRIBUTION = 34,
	HOOKLINE_FLOW_UNIT = 35,
	HOOKLINE_FLOW_CONTAINER = 36,
	HOOKLINE_FLOW_RUNTIME = 37,
	HOOKLINE_FLOW_POD = 38,
	HOOKLINE_FLOW_CGROUP_ID = 39,
	HOOKLINE_FLOW_SRTT = 40,
	HOOKLINE_FLOW_RETRANSMITTED_PACKETS = 41,
	HOOKLINE_FLOW_RETRANSMITTED_BYTES = 42,
	HOOKLINE_FLOW_LOST_PACKETS = 43,
	HOOKLINE_FLOW_OUT_OF_ORDER_PACKETS = 44,
	HOOKLINE_FLOW_RESETS = 45
} hookline_flow_column;

#define HOOKLINE_FLOW_BIT(column) (UINT64_C(1) << (column))

enum hookline_flow_direction {
	HOOKLINE_DIRECTION_UNKNOWN = 0, /* a capture file does not tell */
	HOOKLINE_DIRECTION_IN = 1,
	HOOKLINE_DIRECTION_OUT = 2
};

enum hookline_flow_marks {
	HOOKLINE_MARK_FRAGMENT = 1u << 0,  /* later fragments whose head was not seen: ports unknown */
	HOOKLINE_MARK_TRUNCATED = 1u << 1, /* the layer-4 header was cut off: ports unknown */
	HOOKLINE_MARK_TUNNEL = 1u << 2,    /* the outer flow of a tunnel */
	HOOKLINE_MARK_NO_PEER = 1u << 3 /* of a socket that is not connected, whose hook does not tell the other end */
};

enum hookline_flow_attribution {
	HOOKLINE_ATTRIBUTION_EXACT = 1,     /* the process that moved the bytes, or the socket that they passed */
	HOOKLINE_ATTRIBUTION_LAST_OWNER = 2 /* the last that had a socket with these addresses and ports */
};

typedef struct hookline_flow {
	uint64_t present;     /* HOOKLINE_FLOW_BIT of each column that has a value */
	uint8_t src_addr[16]; /* HOOKLINE_IP */
	uint8_t dst_addr[16];
	hookline_string interface; /* name */
	uint64_t packets;          /* as on the wire: segments of a super-packet (GSO, GRO), not the super-packet */
	uint64_t bytes;            /* frames without FCS, as on the wire, headers of every segment included */
	int64_t first;             /* HOOKLINE_TIME of the first and last packet among these */
	int64_t last;
	uint16_t proto;    /* IP protocol number (below 256) or EtherType (1536 and above), in one number space */
	uint16_t src_port; /* TCP, UDP, UDP-Lite, SCTP, DCCP */
	uint16_t dst_port;
	uint16_t vlan; /* outermost and next 802.1Q VID */
	uint16_t inner_vlan;
	uint16_t gre_inner; /* EtherType (RFC 2784) */
	uint16_t gre_flags; /* first 16 bits of the header: flags and version */
	uint16_t arp_op;    /* RFC 826 */
	uint32_t spi;       /* ESP (RFC 4303), AH (RFC 4302) */
	uint32_t tunnel_id; /* VXLAN or GENEVE VNI, GTP TEID, GRE key */
	uint8_t direction;  /* enum hookline_flow_direction */
	uint8_t marks;      /* enum hookline_flow_marks */
	uint8_t tcp_flags;  /* union of all packets' flag bytes (RFC 9293 3.1) */
	uint8_t icmp_type;  /* ICMP, ICMPv6, IGMP */
	uint8_t icmp_code;
	uint8_t ospf_type; /* RFC 2328 A.3.1 */
	uint8_t ospf_version;
	uint8_t prefix_length; /* of both addresses, in bits of their family; a key, so that a network is never taken for
	                          the host that has its first address */
	uint8_t other;         /* HOOKLINE_BOOL: many flows that had no room of their own; exact all the same */
	uint8_t app_proto;     /* what the payload says; enumerated by the column's names */
	uint8_t attribution;   /* enum hookline_flow_attribution: how pid, comm, uid and cgroup are known */
	uint8_t reserved[5];
	hookline_string server_name; /* TLS and QUIC: SNI (RFC 6066 3); HTTP: host */
	hookline_string comm;        /* the process's name, at most 15 bytes */
	hookline_string cgroup;      /* of the socket: path below the cgroup2 mount, from "/" on */
	uint32_t pid;                /* of the process that holds the socket, as the initial PID namespace numbers it */
	uint32_t uid;                /* of that process */
	uint64_t repeated_packets;   /* of `packets`: those that the sender's row has, too; totals leave them out */
	uint64_t repeated_bytes;
	hookline_string unit;      /* systemd's, of the cgroup: "nginx.service" */
	hookline_string container; /* id of 64 hexadecimal digits, or what its runtime calls it */
	hookline_string runtime;   /* of the container: docker, containerd, cri-o, podman */
	hookline_string pod;       /* uid of the Kubernetes pod */
	uint64_t cgroup_id;        /* of the kernel; never of two cgroups */
	uint64_t srtt;             /* HOOKLINE_DURATION: smoothed round-trip time (RFC 6298) */
	/* What the socket's TCP counted since the last row; kept with the direction that it is about. */
	uint64_t retransmitted_packets; /* segments sent again */
	uint64_t retransmitted_bytes;   /* their payload */
	uint64_t lost_packets;          /* segments that the sender took for lost */
	uint64_t out_of_order_packets;  /* received before an earlier one */
	uint64_t resets;                /* RST segments (RFC 9293 3.5.3) */
} hookline_flow;

#endif
