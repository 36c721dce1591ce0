// SPDX-License-Identifier: MIT
#include "common/utf8.hpp"

#include <cstddef>

namespace hookline::sink_common {

namespace {

struct Lead {
    std::size_t size;       // of the sequence; 0: this byte starts none
    std::uint32_t bits;     // of the code in the first byte
    std::uint32_t smallest; // code that needs this many bytes
};

Lead lead_of(std::uint8_t byte)
{
    if (byte < 0x80) return {1, byte, 0};
    if (byte >= 0xc2 && byte < 0xe0) return {2, byte & 0x1fU, 0x80};
    if (byte >= 0xe0 && byte < 0xf0) return {3, byte & 0x0fU, 0x800};
    if (byte >= 0xf0 && byte < 0xf5) return {4, byte & 0x07U, 0x10000};
    return {0, 0, 0};
}

bool is_code_point(std::uint32_t code)
{
    return code <= 0x10ffff && (code < 0xd800 || code > 0xdfff);
}

}  // namespace

Character first_character(std::string_view text)
{
    const Character bad{text.substr(0, 1), 0xfffd, false};
    const Lead lead = lead_of(static_cast<std::uint8_t>(text[0]));
    if (lead.size == 0 || lead.size > text.size()) return bad;
    std::uint32_t code = lead.bits;
    for (std::size_t i = 1; i < lead.size; ++i) {
        const auto byte = static_cast<std::uint8_t>(text[i]);
        if ((byte & 0xc0) != 0x80) return bad;
        code = code << 6 | (byte & 0x3f);
    }
    if (code < lead.smallest || !is_code_point(code)) return bad;
    return {text.substr(0, lead.size), code, true};
}

}  // namespace hookline::sink_common
