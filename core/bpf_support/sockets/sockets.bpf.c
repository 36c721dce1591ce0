/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * Calls on sockets, with the process that makes them. Several programs see the same thing in different ways ("?": none is
 * loaded of itself); user space picks one way of each that this kernel has.
 */
#include "sockets/calls_by_fexit.bpf.h"
#include "sockets/calls_by_kprobe.bpf.h"
#include "sockets/calls_by_tracepoint.bpf.h"
#include "sockets/ip_hooks.bpf.h"
#include "sockets/open_sockets.bpf.h"
#include "sockets/tcp_events.bpf.h"

/* Compared by user space with its own HL_FLOW_LAYOUT. */
const volatile __u32 hl_layout = HL_FLOW_LAYOUT;

char hl_license[] SEC("license") = "Dual MIT/GPL";
