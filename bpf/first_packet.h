/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* What the ring hl_first_packets carries from the programs to user space: packets that may tell the server's name. */
#ifndef HOOKLINE_BPF_FIRST_PACKET_H
#define HOOKLINE_BPF_FIRST_PACKET_H

#include "flow_key.h"

#define HL_FIRST_PACKET_PAYLOAD 1504 /* more than an Ethernet frame has; of what is longer, the start */

struct hl_first_packet {
	struct hl_flow_key key; /* of its direction: source is the client */
	__u32 sequence;         /* TCP: of the payload's first byte (RFC 9293 3.1), host byte order */
	__u16 size;             /* of payload, bytes */
	__u8 label;             /* enum hl_label */
	__u8 is_first;          /* of its connection: what its endpoints said before is over */
	__u8 payload[HL_FIRST_PACKET_PAYLOAD];
};

#endif
