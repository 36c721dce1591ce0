// SPDX-License-Identifier: MIT
#include "common/field.hpp"

#include "common/numbers.hpp"

namespace hookline::sink_common {

namespace {

Look look_of_integer(const hookline_column& column)
{
    if (column.name_count != 0) return (column.flags & HOOKLINE_COLUMN_BITMASK) != 0 ? Look::bits : Look::named;
    return (column.flags & HOOKLINE_COLUMN_HEX) != 0 ? Look::hex : Look::number;
}

// Small integers are shown in full width, as protocol fields usually are; longer ones without leading zeros.
unsigned hex_digits(const hookline_column& column)
{
    return column.width <= 2 ? 2 * column.width : 1;
}

}  // namespace

Look look_of(const hookline_column& column)
{
    switch (column.type) {
    case HOOKLINE_BOOL: return Look::flag;
    case HOOKLINE_I64: return Look::signed_number;
    case HOOKLINE_F64: return Look::real;
    case HOOKLINE_IP: return Look::ip;
    case HOOKLINE_MAC: return Look::mac;
    case HOOKLINE_CHARS:
    case HOOKLINE_TEXT: return Look::text;
    case HOOKLINE_BYTES: return Look::bytes;
    case HOOKLINE_TIME: return Look::time;
    case HOOKLINE_DURATION: return Look::duration;
    default: return look_of_integer(column);
    }
}

void put_nameless(Text& out, const hookline_column& column, std::uint64_t value)
{
    constexpr std::uint64_t kIpProtocols = 256;
    const bool is_ip_protocol = value < kIpProtocols && std::string_view(column.name) == "proto";
    if ((column.flags & (HOOKLINE_COLUMN_HEX | HOOKLINE_COLUMN_BITMASK)) == 0 || is_ip_protocol)
        return out.put_unsigned(value);
    put_hex(out, value, hex_digits(column));
}

}  // namespace hookline::sink_common
