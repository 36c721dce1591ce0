// SPDX-License-Identifier: MIT
#include <nghttp2/nghttp2.h>

#include <memory>
#include <string_view>
#include <vector>

#include "host_name.hpp"
#include "http_host.hpp"

namespace hookline::server_names {
namespace {

constexpr std::string_view kPreface = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";
constexpr std::size_t kFrameHeader = 9;
constexpr std::size_t kLongestFrame = 1 << 14;  // SETTINGS_MAX_FRAME_SIZE until the server allows more
constexpr std::size_t kPrioritySize = 5;

struct Block {
    std::vector<std::uint8_t> bytes;  // of the first request's field block
    bool is_whole = false;
    bool is_broken = false;
};

// The fragment in a HEADERS frame (RFC 9113 6.2), as much as is there.
Bytes fragment_of_headers(Bytes payload, std::size_t whole_size, std::uint8_t flags)
{
    ByteReader reader(payload);
    const std::size_t padding = (flags & NGHTTP2_FLAG_PADDED) != 0 ? reader.u8() : 0;
    if ((flags & NGHTTP2_FLAG_PRIORITY) != 0) reader.take(kPrioritySize);
    const auto skipped = payload.size() - reader.left();
    if (!reader.ok() || padding + skipped > whole_size) return {};
    return reader.take_at_most(whole_size - skipped - padding);
}

Block first_field_block(ByteReader frames)
{
    Block block;
    bool is_open = false;
    while (frames.left() >= kFrameHeader && !block.is_whole && !block.is_broken) {
        const auto size = frames.u24();
        const auto type = frames.u8();
        const auto flags = frames.u8();
        frames.take(4);  // stream
        const auto payload = frames.take_at_most(size);
        block.is_broken = size > kLongestFrame || is_open != (type == NGHTTP2_CONTINUATION);
        if (block.is_broken || (!is_open && type != NGHTTP2_HEADERS)) continue;
        is_open = true;
        const auto fragment = type == NGHTTP2_HEADERS ? fragment_of_headers(payload, size, flags) : payload;
        block.bytes.insert(block.bytes.end(), fragment.begin(), fragment.end());
        block.is_whole = (flags & NGHTTP2_FLAG_END_HEADERS) != 0 && payload.size() == size;
    }
    return block;
}

struct FreeInflater {
    void operator()(nghttp2_hd_inflater* inflater) const { ::nghttp2_hd_inflate_del(inflater); }
};
using Inflater = std::unique_ptr<nghttp2_hd_inflater, FreeInflater>;

Inflater make_inflater()
{
    nghttp2_hd_inflater* inflater = nullptr;
    if (::nghttp2_hd_inflate_new(&inflater) != 0) throw std::bad_alloc();
    return Inflater(inflater);
}

std::string_view text(const std::uint8_t* bytes, std::size_t size)
{
    return {reinterpret_cast<const char*>(bytes), size};
}

// RFC 7541. ":authority" comes before all that is no pseudo-header, so the first of the two names wins.
Answer host_in_fields(Block block)
{
    const auto inflater = make_inflater();
    std::uint8_t* at = block.bytes.data();
    std::size_t left = block.bytes.size();
    for (;;) {
        nghttp2_nv field{};
        int flags = 0;
        const auto used = ::nghttp2_hd_inflate_hd2(inflater.get(), &field, &flags, at, left, block.is_whole ? 1 : 0);
        if (used < 0) return Answer::never();
        at += used;
        left -= static_cast<std::size_t>(used);
        if ((flags & NGHTTP2_HD_INFLATE_EMIT) != 0) {
            const auto name = text(field.name, field.namelen);
            if (name == ":authority" || name == "host")
                return Answer::found_or_never(host_of_authority(text(field.value, field.valuelen)));
        } else if ((flags & NGHTTP2_HD_INFLATE_FINAL) != 0 || left == 0) {
            return Answer::more_or_never(!block.is_whole);
        }
    }
}

}  // namespace

Answer http2_host(Bytes start)
{
    ByteReader reader(start);
    const auto preface = reader.take_at_most(kPreface.size());
    if (!kPreface.starts_with(text(preface.data(), preface.size()))) return Answer::never();
    auto block = first_field_block(reader);
    return block.is_broken ? Answer::never() : host_in_fields(std::move(block));
}

}  // namespace hookline::server_names
