/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * Reading the bytes of a packet, for the BPF target and for user space. Every read goes through hl_at(), the one place
 * that knows what the verifier wants to see before it lets a program touch memory.
 */
#ifndef HOOKLINE_BPF_PACKET_BYTES_H
#define HOOKLINE_BPF_PACKET_BYTES_H

#include <linux/types.h>

#ifdef __bpf__
#define HL_INLINE static inline __attribute__((always_inline, unused))
/* The BPF back end reads a packed struct byte by byte; the kernel aligns headers where the CPU needs it. */
#define HL_WIRE
#else
#define HL_INLINE static inline __attribute__((unused))
#define HL_WIRE __attribute__((packed))
#endif

/* The one or the other would pad a struct whose fields are not aligned by themselves. */
#ifdef __cplusplus
#define HL_ASSERT_SIZE(type, size) static_assert(sizeof(struct type) == (size), "on the wire")
#else
#define HL_ASSERT_SIZE(type, size) _Static_assert(sizeof(struct type) == (size), "on the wire")
#endif

/* Where the language wants a constant. */
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
#define hl_constant16(value) ((__u16)((value) << 8 | (value) >> 8))
#else
#define hl_constant16(value) ((__u16)(value))
#endif

#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
#define hl_swap16(value) __builtin_bswap16(value)
#define hl_swap32(value) __builtin_bswap32(value)
#else
#define hl_swap16(value) ((__u16)(value))
#define hl_swap32(value) ((__u32)(value))
#endif

/*
 * A power of two less one that no offset reaches: 8 IPv6 extension headers of 2048 bytes are the most by far. The
 * verifier wants the bound, and below 64 KiB.
 */
#define HL_MAX_OFFSET 0x7fffu

#ifdef __bpf__
/*
 * Zero, in .bss and written by nobody, which the verifier cannot know: what is mixed with it is any number again.
 * Without it the verifier follows the rest of the parser once for each depth of the tags, labels and headers before it,
 * since each leaves it with a different offset or bound.
 */
volatile __u32 hl_zero;
#define hl_forget(value) ((value) ^ hl_zero)
#else
#define hl_forget(value) (value)
#endif

#define hl_forget_offset(offset) (hl_forget(offset) & HL_MAX_OFFSET)

/* The bytes that are there to be read. Either packet memory of a BPF program, or a buffer of known size. */
struct hl_view {
	const __u8 *data;
	const __u8 *data_end; /* packet memory: the verifier accepts only a comparison with this */
	__u32 size;           /* a buffer: bytes in it */
	__u32 capacity;       /* a buffer in a BPF map: its size, known when compiling. 0 for packet memory */
	__u32 network_end;    /* where the IP header says its packet ends: what follows is link padding */
};

HL_INLINE struct hl_view hl_view_of_packet(const void *data, const void *data_end)
{
	struct hl_view view = {(const __u8 *)data, (const __u8 *)data_end, 0, 0, ~0u};

	/* Read in user space only: the verifier would not let go of the difference of two packet pointers there. */
#ifndef __bpf__
	view.size = (__u32)(view.data_end - view.data);
#endif
	return view;
}

HL_INLINE struct hl_view hl_view_of_buffer(const void *data, __u32 size, __u32 capacity)
{
	struct hl_view view = {(const __u8 *)data, 0, size, capacity, ~0u};

	return view;
}

/* `length` bytes at `offset`, or null when they are not all there. */
HL_INLINE const void *hl_at(const struct hl_view *view, __u32 offset, __u32 length)
{
#ifdef __bpf__
	const __u8 *bytes;

	if (view->capacity) {
		/* Else the compiler adds an offset that it checked for a shorter header, and the verifier remembers that. */
		__asm__ volatile("" : "+r"(offset));
		if (offset > view->capacity - length || offset + length > hl_forget(view->size))
			return 0;
		return view->data + offset;
	}
	bytes = view->data + offset;
	return bytes + length > view->data_end ? 0 : bytes;
#else
	return offset + length > view->size ? 0 : view->data + offset;
#endif
}

/* The same for bytes that must also lie inside the IP packet. */
HL_INLINE const void *hl_at_inside(const struct hl_view *view, __u32 offset, __u32 length)
{
	return offset + length > view->network_end ? 0 : hl_at(view, offset, length);
}

#define HL_AT(view, offset, type) ((const struct type *)hl_at(view, offset, sizeof(struct type)))
#define HL_AT_INSIDE(view, offset, type) ((const struct type *)hl_at_inside(view, offset, sizeof(struct type)))

#endif
