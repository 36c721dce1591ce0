// SPDX-License-Identifier: MIT
#include "json_value.hpp"

#include "common/address.hpp"
#include "common/numbers.hpp"
#include "common/times.hpp"
#include "common/utf8.hpp"

namespace hookline::json_sink {

using namespace sink_common;

namespace {

constexpr char kHexDigits[] = "0123456789abcdef";

bool is_plain(char character)
{
    const auto byte = static_cast<std::uint8_t>(character);
    return byte >= 0x20 && byte < 0x7f && character != '"' && character != '\\';
}

void put_escaped(Text& out, const Character& character)
{
    if (!character.valid) return out.put(kReplacement);
    switch (character.code) {
    case '"': return out.put("\\\"");
    case '\\': return out.put("\\\\");
    case '\n': return out.put("\\n");
    case '\r': return out.put("\\r");
    case '\t': return out.put("\\t");
    default: break;
    }
    if (character.code >= 0x20 && character.code != 0x7f) return out.put(character.bytes);
    out.put("\\u00");
    out.put(kHexDigits[character.code >> 4]);
    out.put(kHexDigits[character.code & 0xf]);
}

template <class Put>
void put_quoted(Text& out, Put&& put)
{
    out.put('"');
    put();
    out.put('"');
}

void put_bytes(Text& out, std::string_view bytes)
{
    char* at = out.room(2 * bytes.size());
    for (const char byte : bytes) {
        *at++ = kHexDigits[static_cast<std::uint8_t>(byte) >> 4];
        *at++ = kHexDigits[static_cast<std::uint8_t>(byte) & 0xf];
    }
    out.take(at);
}

// The names are quoted already, when the field was made.
void put_name(Text& out, const Field& field, std::string_view name, std::uint64_t value)
{
    if (!name.empty()) return out.put(name);
    put_quoted(out, [&] { put_nameless(out, *field.column, value); });
}

void put_bits(Text& out, const Field& field, std::uint64_t value)
{
    char separator = '[';
    for_each_bit(field, value, [&](std::string_view name, std::uint64_t rest) {
        out.put(separator);
        put_name(out, field, name, rest);
        separator = ',';
    });
    out.put(separator == '[' ? "[]" : "]");
}

}  // namespace

void put_string(Text& out, std::string_view text)
{
    out.put('"');
    while (!text.empty()) {
        std::size_t plain = 0;
        while (plain < text.size() && is_plain(text[plain]))
            ++plain;
        out.put(text.substr(0, plain));
        text.remove_prefix(plain);
        if (text.empty()) break;
        const Character character = first_character(text);
        put_escaped(out, character);
        text.remove_prefix(character.bytes.size());
    }
    out.put('"');
}

std::string quoted(std::string_view text)
{
    Text out;
    put_string(out, text);
    return std::string(out.view());
}

void put_value(Text& out, const Row& row, const Field& field)
{
    const hookline_column& column = *field.column;
    switch (field.look) {
    case Look::flag: return out.put(row.integer(column) != 0 ? "true" : "false");
    case Look::number:
    case Look::hex:
    case Look::duration: return out.put_unsigned(row.integer(column));
    case Look::signed_number: return out.put_signed(static_cast<std::int64_t>(row.integer(column)));
    case Look::real: return put_exact(out, row.number(column));
    case Look::named: {
        const std::uint64_t value = row.integer(column);
        return put_name(out, field, field.names.of(value), value);
    }
    case Look::bits: return put_bits(out, field, row.integer(column));
    case Look::ip: return put_quoted(out, [&] { put_ip(out, row.text(column)); });
    case Look::mac: return put_quoted(out, [&] { put_mac(out, row.text(column)); });
    case Look::text: return put_string(out, row.text(column));
    case Look::bytes: return put_quoted(out, [&] { put_bytes(out, row.text(column)); });
    case Look::time: return put_quoted(out, [&] { put_rfc3339(out, static_cast<std::int64_t>(row.integer(column))); });
    }
}

}  // namespace hookline::json_sink
