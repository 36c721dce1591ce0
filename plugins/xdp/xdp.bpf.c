/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* The XDP hook, before the stack has a packet of it: counts the frame and lets it pass, whatever happens. */
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

#include "cpu_state.bpf.h"
#include "packet_copy.bpf.h"
#include "packet_parser.h"
#include "wire_size.h"

typedef struct xdp_md hl_context;

/*
 * A knob, set between open and load: frames in several buffers, of which only the first can be read directly. The
 * program is then loaded with BPF_F_XDP_HAS_FRAGS, which needs Linux 5.18, like the two helpers that only this way
 * calls: the verifier of an older kernel knows that the knob is 0, and never looks there. Without it a device that has
 * such frames refuses the program.
 */
const volatile __u8 hl_multi_buffer = 0;

static __always_inline struct hl_view hl_view_of(const hl_context *ctx)
{
	return hl_view_of_packet((const void *)(long)ctx->data, (const void *)(long)ctx->data_end);
}

static __always_inline __u32 hl_ifindex_of(const hl_context *ctx)
{
	return ctx->ingress_ifindex;
}

/* There may be one, but XDP has no word of it. */
static __always_inline __u32 hl_tag_of_metadata(const hl_context *ctx)
{
	return 0;
}

/* Nor of what a frame is that starts with the network layer. */
static __always_inline __u16 hl_ethertype_of(const struct hl_view *view, __u32 kind)
{
	const __u8 *first = kind == HL_LINK_NONE ? hl_at(view, 0, 1) : 0;

	return first ? hl_ethertype_of_ip(*first) : 0;
}

/* Subtracting pointers needs CAP_PERFMON: where the kernel has the helper, we do without. */
static __always_inline __u32 hl_length_of(hl_context *ctx)
{
	return hl_multi_buffer ? bpf_xdp_get_buff_len(ctx) : ctx->data_end - ctx->data;
}

/* XDP comes before packets are merged; what comes merged all the same does not say so. */
static __always_inline struct hl_wire_size hl_wire_size_at(hl_context *ctx, __u32 header_size)
{
	const struct hl_wire_size wire = {1, hl_length_of(ctx)};

	return wire;
}

/*
 * The whole parser, for headers so rare that the plain parser leaves them out. Not static: the verifier looks at a
 * global function once, not once for each way that leads to it; in 5.10 such a function takes no pointer but the
 * context, so the answer stays in the map.
 */
__noinline int hl_parse_linear(hl_context *ctx, __u32 kind)
{
	struct hl_cpu *cpu = hl_this_cpu();
	struct hl_view view = hl_view_of(ctx);

	if (!cpu)
		return HL_COPY_NONE;
	return hl_parse_view(&view, kind, hl_ethertype_of(&view, kind), 0, &cpu->packet);
}

/* The same on a copy of the frame's first `size` bytes, which its first buffer may not hold. */
__noinline int hl_parse_copy(hl_context *ctx, __u32 kind, __u32 size)
{
	struct hl_copy *copy = hl_copy_of_this_cpu();
	struct hl_cpu *cpu = hl_this_cpu();
	struct hl_view view;
	__u32 last;

	if (!hl_multi_buffer || !copy || !cpu)
		return HL_COPY_NONE;
	last = hl_length_of(ctx);
	last = (size < last ? size : last) - 1;
	/* The verifier of 6.1 learns nothing from "not 0": so the bound is put on a number that may be 0. */
	__asm__ volatile("" : "+r"(last));
	if (last >= HL_COPY_SIZE || bpf_xdp_load_bytes(ctx, 0, copy->bytes, last + 1))
		return HL_COPY_NONE;
	view = hl_view_of_buffer(copy->bytes, last + 1, HL_COPY_SIZE);
	return hl_parse_view(&view, kind, hl_ethertype_of(&view, kind), 0, &cpu->packet);
}

static __always_inline void hl_parse_any(hl_context *ctx, __u32 kind, struct hl_packet *packet)
{
	int result = hl_multi_buffer ? hl_parse_copy(ctx, kind, HL_COPY_FIRST) : hl_parse_linear(ctx, kind);

	if (hl_multi_buffer && result == HL_COPY_TRUNCATED)
		result = hl_parse_copy(ctx, kind, HL_COPY_SIZE);
	if (result == HL_COPY_NONE)
		hl_parse_nothing(packet, 0);
}

/*
 * A knob: the kernel has bpf_xdp_load_bytes() (5.18), for frames in one buffer, too. Reading them in place would be a loop
 * of single bytes; without the helper no payload is looked at.
 */
const volatile __u8 hl_loads_payload = 0;

static __always_inline long hl_load_payload(hl_context *ctx, __u32 offset, void *to, __u32 size)
{
	return hl_loads_payload ? bpf_xdp_load_bytes(ctx, offset, to, size) : -1;
}

/* There are no sockets yet. */
static __always_inline __u32 hl_socket_of(const hl_context *ctx)
{
	return 0;
}

#include "observe.bpf.h"

/* XDP_PASS is the only verdict: the stack decides, or the next program of a dispatcher. */
SEC("xdp")
int hl_xdp(hl_context *ctx)
{
	hl_observe(ctx, HL_DIRECTION_IN);
	return XDP_PASS;
}

char hl_license[] SEC("license") = "Dual MIT/GPL";
