// SPDX-License-Identifier: MIT
// What a super-packet is on the wire, for every size that a kernel can name. Input: hl_kernel_size, as it is in memory.
#include "wire_size.h"

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>

namespace {

constexpr std::uint32_t kMostLength = 512 * 1024;  // BIG TCP
constexpr std::uint32_t kMostUncounted = 64 * 1024;  // TUN and virtio, whose super-packets come without gso_segs
constexpr std::uint32_t kMostHeaders = 17 * 1024;  // tests/fuzz/packet_rules.hpp

void require(bool holds, const char* rule, const hl_kernel_size& size, const hl_wire_size& wire)
{
    if (holds) return;
    std::fprintf(stderr,
                 "rule broken: %s\n  length %u, wire_length %u, segments %u of %u, headers %u, tag %u: %u, %u\n", rule,
                 size.length, size.wire_length, size.gso_segments, size.gso_size, size.header_size,
                 size.tag_in_metadata, wire.packets, wire.bytes);
    std::abort();
}

void check_segments(const hl_kernel_size& size, const hl_wire_size& wire)
{
    if (size.gso_size == 0) return require(wire.packets == 1, "no super-packet", size, wire);
    if (size.gso_segments != 0) return require(wire.packets == size.gso_segments, "the kernel's count", size, wire);
    if (size.gso_size == HL_GSO_BY_FRAGMENTS) return require(wire.packets == 1, "nobody knows", size, wire);
    const std::uint64_t payload = size.length > size.header_size ? size.length - size.header_size : 0;
    const std::uint64_t room = std::uint64_t{wire.packets} * size.gso_size;
    require(room >= payload, "the segments hold the payload", size, wire);
    require(wire.packets == 1 || room - size.gso_size < payload, "no segment is empty", size, wire);
}

void check_bytes(const hl_kernel_size& size, const hl_wire_size& wire)
{
    const std::uint64_t tags = size.tag_in_metadata != 0 ? std::uint64_t{HL_VLAN_TAG_SIZE} * wire.packets : 0;
    const std::uint64_t ours = size.length + (wire.packets - 1ULL) * size.header_size;
    const std::uint64_t kernels = size.gso_size != 0 ? size.wire_length : 0;
    require(wire.bytes == (ours > kernels ? ours : kernels) + tags, "headers of every segment", size, wire);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t data_size)
{
    hl_kernel_size size;
    if (data_size < sizeof size) return -1;
    std::memcpy(&size, data, sizeof size);
    size.gso_size &= 0xffff;  // unsigned short in the kernel, both
    size.gso_segments &= 0xffff;
    size.length %= (size.gso_segments == 0 && size.gso_size != 0 ? kMostUncounted : kMostLength) + 1;
    size.header_size %= kMostHeaders + 1;
    size.wire_length %= 1U << 31;

    const hl_wire_size wire = hl_wire_size_of(&size);
    require(wire.packets >= 1, "at least itself", size, wire);
    check_segments(size, wire);
    check_bytes(size, wire);
    return 0;
}
