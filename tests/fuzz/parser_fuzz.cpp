// SPDX-License-Identifier: MIT
// The packet parser as user space compiles it. Input: a byte for the link kind and for which of two walks is cut, two for
// the EtherType that a device without Ethernet gives, then the frame.
#include "exact_copy.hpp"
#include "packet_rules.hpp"
#include "short_way.hpp"

#include "fragments.h"

#include <algorithm>

using namespace hookline::fuzz;

namespace {

constexpr std::size_t kControl = 3;
constexpr std::uint8_t kCutInside = 0x80;
constexpr std::size_t kMostCuts = 320;  // no byte further on is looked at, but behind IPv6 extension headers

struct Start {
    std::uint32_t kind;
    std::uint16_t ethertype;
};

struct Parsed {
    int result;
    hl_packet packet;
};

hl_view view_of(const ExactCopy& frame)
{
    return hl_view_of_packet(frame.begin(), frame.end());
}

Parsed parse(const Start& start, hl_view view, std::uint32_t want_inner, int fill = 0)
{
    Parsed parsed;
    std::memset(&parsed, fill, sizeof parsed);
    parsed.result = hl_parse_view(&view, start.kind, start.ethertype, want_inner, &parsed.packet);
    return parsed;
}

// By the functions that callers in user space have.
Parsed parse_by_entry(const Start& start, const ExactCopy& frame, std::uint32_t want_inner)
{
    Parsed parsed;
    std::memset(&parsed, 0xee, sizeof parsed);
    const auto *begin = frame.begin(), *end = frame.end();
    if (start.kind == HL_LINK_ETHERNET)
        parsed.result = hl_parse_ethernet(begin, end, want_inner, &parsed.packet);
    else
        parsed.result = hl_parse_network(begin, end, start.ethertype, want_inner, &parsed.packet);
    return parsed;
}

bool equal(const Parsed& a, const Parsed& b)
{
    return a.result == b.result && same(a.packet, b.packet);
}

// The same bytes make the same of a packet, by whichever way they are read and whatever stood in the memory before.
void check_ways(const Start& start, const ExactCopy& frame, std::uint32_t want_inner, const Parsed& parsed)
{
    const auto size = static_cast<std::uint32_t>(frame.size());
    require(equal(parse(start, view_of(frame), want_inner, 0xee), parsed), "every byte is set", parsed.packet);
    require(equal(parse(start, hl_view_of_buffer(frame.begin(), size, size), want_inner), parsed),
            "a buffer is as good as packet memory", parsed.packet);
    if (start.kind == HL_LINK_ETHERNET) check_short_way(view_of(frame), parsed.result, parsed.packet);
    if (start.kind != HL_LINK_OTHER)
        require(equal(parse_by_entry(start, frame, want_inner), parsed), "the entries are the parser", parsed.packet);
}

// A part of a packet is complete only where the rest could say nothing else.
void check_cuts(const Start& start, ExactCopy& frame, std::uint32_t want_inner, const Parsed& whole)
{
    for (std::size_t size = std::min(frame.size(), kMostCuts); size-- > 0;) {
        frame.cut_to(size);
        const Parsed part = parse(start, view_of(frame), want_inner);
        check_packet(part.packet);
        if (start.kind == HL_LINK_ETHERNET) check_short_way(view_of(frame), part.result, part.packet);
        if (part.result == HL_PARSE_COMPLETE) require(equal(part, whole), "what is complete stays so", part.packet);
    }
}

void check_inside(const Parsed& outer, const Parsed& inner)
{
    Parsed without_size = inner;
    without_size.packet.header_size = outer.packet.header_size;
    require(same(without_size.packet, outer.packet), "looking inside changes no row", inner.packet);
    require(inner.packet.header_size >= outer.packet.header_size, "inner headers come after outer ones", inner.packet);
    require(outer.result == HL_PARSE_COMPLETE || inner.result == HL_PARSE_TRUNCATED, "cut is cut", inner.packet);
}

// What a later fragment of the same datagram becomes, once its head was seen.
void check_fragments(const hl_packet& head)
{
    if (!hl_fragment_worth(&head)) return;
    hl_packet later = head;
    later.fragment = HL_FRAGMENT_LATER;
    later.tcp_flags = 0;
    later.key.src_port = later.key.dst_port = 0;
    later.key.tunnel_id = 0;
    later.key.marks = (head.key.marks & (HL_MARK_IPV4 | HL_MARK_IPV6)) | HL_MARK_FRAGMENT;
    check_packet(later);

    hl_fragment_key head_key, later_key;
    hl_fragment_head value;
    std::memset(&head_key, 0x00, sizeof head_key);
    std::memset(&later_key, 0xee, sizeof later_key);
    hl_fragment_key_of(&head, &head_key);
    hl_fragment_key_of(&later, &later_key);
    require(std::memcmp(&head_key, &later_key, sizeof head_key) == 0, "a datagram has one identity", head);
    hl_fragment_head_of(&head, 0, &value);
    hl_fragment_join(&later, &value, HL_FRAGMENT_LIFETIME_NS);
    require(std::memcmp(&later.key, &head.key, sizeof head.key) == 0, "a later fragment gets its head's row", later);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    if (size < kControl) return -1;
    const Start start = {(data[0] & ~kCutInside) % 3U, static_cast<std::uint16_t>(data[1] << 8 | data[2])};
    Parsed parsed[2];
    for (const std::uint32_t want_inner : {0U, 1U}) {
        ExactCopy frame(data + kControl, size - kControl);
        Parsed& whole = parsed[want_inner] = parse(start, view_of(frame), want_inner);
        require(whole.result == HL_PARSE_COMPLETE || whole.result == HL_PARSE_TRUNCATED, "two answers", whole.packet);
        require(whole.packet.key.direction == 0, "direction is the caller's", whole.packet);
        check_packet(whole.packet);
        check_ways(start, frame, want_inner, whole);
        if (want_inner == (data[0] & kCutInside ? 1U : 0U)) check_cuts(start, frame, want_inner, whole);
    }
    check_inside(parsed[0], parsed[1]);
    check_fragments(parsed[0].packet);
    return 0;
}
