/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * Looking at payload in programs that are alone on their CPU: the flow is the CPU's HL_ENTRY_NEW, as functions that the
 * verifier looks at on their own can have no pointers in 5.10.
 */
#ifndef HOOKLINE_BPF_PAYLOAD_ENTRY_BPF_H
#define HOOKLINE_BPF_PAYLOAD_ENTRY_BPF_H

#include "cpu_state.bpf.h"
#include "labels.h"

__noinline int hl_label_of_cpu_window(void)
{
	const struct hl_cpu *cpu = hl_this_cpu();

	return cpu ? hl_label_of(&cpu->payload) : HL_LABEL_NONE;
}

static __always_inline int hl_label_of_window(const struct hl_payload *payload)
{
	return hl_label_of_cpu_window();
}

#include "first_packets.bpf.h"

/* hl_transport's members; as hl_look_at_connection(). */
__noinline int hl_look_at_packet(hl_context *ctx, __u32 offset, __u32 size, __u32 tcp_flags)
{
	const struct hl_transport transport = {offset, size, (__u8)tcp_flags};
	struct hl_cpu *cpu = hl_this_cpu();
	struct hl_looker looker;

	if (!cpu)
		return 0;
	looker.cpu = cpu;
	looker.payload = &cpu->payload;
	looker.key = &cpu->entries[HL_ENTRY_NEW].key;
	return hl_look_at_connection(ctx, &looker, &transport);
}

/* Is it worth a look? Without a slot that has to be found out each time. */
static __always_inline int hl_wants_look(const struct hl_slot *slot, const struct hl_transport *transport)
{
	return hl_is_worth_a_look(slot ? slot->state : 0, transport);
}

/* HL_ENTRY_NEW has the key. Without a slot user space asks hl_connections. */
static __always_inline void hl_look_for_slot(hl_context *ctx, struct hl_slot *slot,
					     const struct hl_transport *transport)
{
	const int seen = hl_look_at_packet(ctx, transport->offset, transport->size, transport->tcp_flags);

	if (slot)
		hl_note_look(slot, transport, seen);
}

#endif
