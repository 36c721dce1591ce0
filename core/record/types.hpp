// SPDX-License-Identifier: MIT
// What the record code knows of each hookline_type.
#pragma once

#include <hookline/plugin.h>

#include <cstddef>
#include <cstdint>

namespace hookline::record {

// Bytes in the row; 0 for CHARS, whose column says, and for what is no type.
constexpr std::size_t type_size(std::uint32_t type)
{
    switch (type) {
    case HOOKLINE_BOOL:
    case HOOKLINE_U8: return 1;
    case HOOKLINE_U16:
    case HOOKLINE_U16_BE: return 2;
    case HOOKLINE_U32:
    case HOOKLINE_U32_BE: return 4;
    case HOOKLINE_U64:
    case HOOKLINE_I64:
    case HOOKLINE_F64:
    case HOOKLINE_TIME:
    case HOOKLINE_DURATION: return 8;
    case HOOKLINE_MAC: return 6;
    case HOOKLINE_IP: return 16;
    case HOOKLINE_TEXT:
    case HOOKLINE_BYTES: return sizeof(hookline_string);
    default: return 0;
    }
}

// Addresses and text in the row are bytes and stand anywhere.
constexpr std::size_t type_alignment(std::uint32_t type)
{
    switch (type) {
    case HOOKLINE_IP:
    case HOOKLINE_MAC:
    case HOOKLINE_CHARS: return 1;
    case HOOKLINE_TEXT:
    case HOOKLINE_BYTES: return alignof(hookline_string);
    default: return type_size(type) != 0 ? type_size(type) : 1;
    }
}

constexpr bool is_unsigned_integer(std::uint32_t type)
{
    return type >= HOOKLINE_BOOL && type <= HOOKLINE_U64;
}
constexpr bool is_big_endian(std::uint32_t type)
{
    return type == HOOKLINE_U16_BE || type == HOOKLINE_U32_BE;
}
// What Row::integer() reads.
constexpr bool is_integer(std::uint32_t type)
{
    return is_unsigned_integer(type) || is_big_endian(type) || type == HOOKLINE_I64 || type == HOOKLINE_TIME ||
           type == HOOKLINE_DURATION;
}
constexpr bool is_number(std::uint32_t type)
{
    return is_integer(type) || type == HOOKLINE_F64;
}
constexpr bool is_text(std::uint32_t type)
{
    return type == HOOKLINE_TEXT || type == HOOKLINE_BYTES;
}

constexpr const char* type_name(std::uint32_t type)
{
    constexpr const char* kNames[] = {"nothing", "bool", "u8",  "u16",   "u32",  "u64",   "i64",  "f64",     "u16_be",
                                      "u32_be",  "ip",   "mac", "chars", "text", "bytes", "time", "duration"};
    return type < sizeof kNames / sizeof kNames[0] ? kNames[type] : "unknown";
}

constexpr std::uint64_t presence_bit(const hookline_column& column)
{
    return column.presence_bit < 64 ? std::uint64_t{1} << column.presence_bit : 0;
}

}  // namespace hookline::record
