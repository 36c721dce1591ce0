// SPDX-License-Identifier: MIT
#include "cell.hpp"

#include "common/address.hpp"
#include "common/numbers.hpp"
#include "common/utf8.hpp"

namespace hookline::table_sink {

using namespace sink_common;

namespace {

constexpr char kHexDigits[] = "0123456789abcdef";

void put_hex_byte(Text& out, std::uint8_t byte)
{
    out.put(kHexDigits[byte >> 4]);
    out.put(kHexDigits[byte & 0xf]);
}

bool is_control(const Character& character)
{
    // C0, DEL, C1, and what turns the direction of text around
    const std::uint32_t code = character.code;
    return code < 0x20 || (code >= 0x7f && code < 0xa0) || (code >= 0x202a && code <= 0x202e) ||
           (code >= 0x2066 && code <= 0x2069);
}

void put_character(Text& out, const Character& character)
{
    if (!character.valid) return out.put(kReplacement);
    if (!is_control(character)) return out.put(character.bytes);
    for (const char byte : character.bytes) {
        out.put("\\x");
        put_hex_byte(out, static_cast<std::uint8_t>(byte));
    }
}

// How many there are, and the first few.
void put_bytes(Text& out, std::string_view bytes)
{
    constexpr std::size_t kShown = 16;
    out.put_unsigned(bytes.size());
    out.put(" B");
    if (!bytes.empty()) out.put(' ');
    for (const char byte : bytes.substr(0, kShown))
        put_hex_byte(out, static_cast<std::uint8_t>(byte));
    if (bytes.size() > kShown) out.put("...");
}

void put_real(Text& out, double value)
{
    if (value >= 0)
        put_fixed(out, value, 2);
    else
        put_exact(out, value);
}

void put_bits(Text& out, const Field& field, std::uint64_t value)
{
    bool is_first = true;
    for_each_bit(field, value, [&](std::string_view name, std::uint64_t rest) {
        if (!is_first) out.put('|');
        is_first = false;
        if (name.empty())
            put_nameless(out, *field.column, rest);
        else
            out.put(name);
    });
}

}  // namespace

void put_printable(Text& out, std::string_view text)
{
    constexpr std::size_t kLongest = 256;
    const bool is_cut = text.size() > kLongest;
    if (is_cut) text = text.substr(0, kLongest);
    while (!text.empty()) {
        if (text[0] >= 0x20 && text[0] < 0x7f) {  // by far the most
            out.put(text[0]);
            text.remove_prefix(1);
            continue;
        }
        const Character character = first_character(text);
        put_character(out, character);
        text.remove_prefix(character.bytes.size());
    }
    if (is_cut) out.put("...");
}

Field printable_field(const hookline_column& column)
{
    return {column, [](std::string_view name) {
                Text text;
                put_printable(text, name);
                return std::string(text.view());
            }};
}

void put_plain(Text& out, const Row& row, const Field& field, LocalTime& clock)
{
    const hookline_column& column = *field.column;
    const std::uint64_t value = row.integer(column);
    switch (field.look) {
    case Look::flag: return out.put(value != 0 ? "yes" : "no");
    case Look::number: return out.put_unsigned(value);
    case Look::signed_number: return out.put_signed(static_cast<std::int64_t>(value));
    case Look::real: return put_real(out, row.number(column));
    case Look::named:
        if (const auto name = field.names.of(value); !name.empty()) return out.put(name);
        return put_nameless(out, column, value);
    case Look::bits: return put_bits(out, field, value);
    case Look::hex: return put_nameless(out, column, value);
    case Look::ip: return put_ip(out, row.text(column));
    case Look::mac: return put_mac(out, row.text(column));
    case Look::text: return put_printable(out, row.text(column));
    case Look::bytes: return put_bytes(out, row.text(column));
    case Look::time: return clock.put_short(out, static_cast<std::int64_t>(value));
    case Look::duration: return put_duration(out, value);
    }
}

void put_human(Text& out, const Row& row, const Field& field, LocalTime& clock)
{
    const hookline_column& column = *field.column;
    const bool is_number = field.look == Look::number || field.look == Look::real;
    switch (is_number ? column.unit : std::uint32_t{HOOKLINE_UNIT_NONE}) {
    case HOOKLINE_UNIT_BYTES: return put_scaled(out, row.number(column), kByteScale);
    case HOOKLINE_UNIT_BITS_PER_SECOND: return put_scaled(out, row.number(column), kBitRateScale);
    case HOOKLINE_UNIT_PACKETS_PER_SECOND: return put_scaled(out, row.number(column), kPacketRateScale);
    case HOOKLINE_UNIT_PERCENT: return put_fixed(out, row.number(column), 1), out.put(" %");
    default: return put_plain(out, row, field, clock);
    }
}

}  // namespace hookline::table_sink
