/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* What stands at the start of a device's packets: nothing in a packet tells, the device's ARPHRD type does. */
#ifndef HOOKLINE_BPF_LINK_KIND_H
#define HOOKLINE_BPF_LINK_KIND_H

#include <linux/types.h>

enum hl_link_kind {
	HL_LINK_ETHERNET = 0, /* ARPHRD_ETHER, ARPHRD_LOOPBACK: what is in no map */
	HL_LINK_NONE = 1,     /* no header: tun, WireGuard, ipip, sit, gre, ppp and the like */
	HL_LINK_OTHER = 2,    /* a header that the parser does not know (InfiniBand, ...): rows by EtherType only */
};

#endif
