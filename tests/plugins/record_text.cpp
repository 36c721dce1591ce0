// SPDX-License-Identifier: MIT
#include "record_text.hpp"

#include <arpa/inet.h>

#include <array>
#include <cstdio>

namespace tests {
namespace {

using hookline::Row;

std::string hex(std::string_view bytes, const char* between = "")
{
    std::string text;
    for (const unsigned char byte : bytes) {
        std::array<char, 3> digits{};
        std::snprintf(digits.data(), digits.size(), "%02x", byte);
        text += (text.empty() ? "" : between) + std::string(digits.data());
    }
    return text;
}

std::string quoted(std::string_view text)
{
    std::string all = "\"";
    for (const char c : text) {
        if (c == '"' || c == '\\') all += '\\';
        if (c == '\n')
            all += "\\n";
        else
            all += c;
    }
    return all + '"';
}

std::string address(std::string_view bytes)
{
    constexpr std::string_view kMappedIpv4("\0\0\0\0\0\0\0\0\0\0\xff\xff", 12);
    const bool is_ipv4 = bytes.starts_with(kMappedIpv4);
    std::array<char, INET6_ADDRSTRLEN> text{};
    ::inet_ntop(is_ipv4 ? AF_INET : AF_INET6, bytes.data() + (is_ipv4 ? 12 : 0), text.data(), text.size());
    return text.data();
}

std::string bit_names(const hookline_column& column, std::uint64_t bits)
{
    std::string text;
    for (std::uint64_t bit = 1; bit != 0; bit <<= 1) {
        if ((bits & bit) == 0) continue;
        const auto name = hookline::name_of(column, bit);
        text += (text.empty() ? "" : "|") + (name.empty() ? std::to_string(bit) : std::string(name));
    }
    return text;
}

std::string integer(const hookline_column& column, std::uint64_t number)
{
    if ((column.flags & HOOKLINE_COLUMN_BITMASK) != 0) return bit_names(column, number);
    if (const auto name = hookline::name_of(column, number); !name.empty()) return std::string(name);
    if (column.type == HOOKLINE_I64 || column.type == HOOKLINE_TIME)
        return std::to_string(static_cast<std::int64_t>(number));
    return std::to_string(number);
}

std::string value(const Row& row, const hookline_column& column)
{
    switch (column.type) {
    case HOOKLINE_F64: return std::to_string(row.number(column));
    case HOOKLINE_IP: return address(row.text(column));
    case HOOKLINE_MAC: return hex(row.text(column), ":");
    case HOOKLINE_CHARS:
    case HOOKLINE_TEXT: return quoted(row.text(column));
    case HOOKLINE_BYTES: return hex(row.text(column));
    default: return integer(column, row.integer(column));
    }
}

const char* kind_name(std::uint32_t kind)
{
    switch (kind) {
    case HOOKLINE_TABLE: return "table";
    case HOOKLINE_EVENT: return "event";
    case HOOKLINE_PACKET: return "packet";
    default: return "unknown";
    }
}

}  // namespace

std::string batch_line(const hookline::Batch& batch)
{
    std::string flags;
    if (batch.begins_report()) flags += ",begin";
    if (batch.ends_report()) flags += ",end";
    if (batch.is_final()) flags += ",final";
    return "write source=" + quoted(batch.source()) + " stream=" + batch.schema().name +
           " kind=" + kind_name(batch.schema().kind) + " rows=" + std::to_string(batch.size()) +
           " flags=" + (flags.empty() ? "" : flags.substr(1));
}

std::string row_line(const hookline::Batch& batch, std::size_t index)
{
    std::string line = "row";
    const auto columns = batch.columns();
    for (std::size_t i = 0; i < columns.size(); ++i)
        if (const auto row = batch[index]; row.has(columns[i]))
            line += " " + std::string(columns[i].name) + "=" + value(row, columns[i]);
    return line;
}

}  // namespace tests
