// SPDX-License-Identifier: MIT
// A column as a sink sees it: how its values are written is decided once for a schema, not once for a cell.
#pragma once

#include <hookline/row.hpp>

#include "common/names.hpp"
#include "common/text.hpp"

namespace hookline::sink_common {

enum class Look {
    flag,      // BOOL
    number,    // an unsigned integer
    signed_number,
    real,
    named,     // an integer whose values have names
    bits,      // an integer whose bits have names
    hex,
    ip,
    mac,
    text,
    bytes,
    time,
    duration,
};

[[nodiscard]] Look look_of(const hookline_column& column);

struct Field {
    Field(const hookline_column& described, const Names::Render& render)
        : column(&described), look(look_of(described)), names(described, render)
    {
    }
    const hookline_column* column;
    Look look;
    Names names;
};

// An integer that has no name, as its column wants it: decimal, or 0x... But IP protocols are known by their decimal
// number, although they share the `proto` column with EtherTypes.
void put_nameless(Text& out, const hookline_column& column, std::uint64_t value);

// Calls `put` with each name of a bitmask's value; bits without a name come last, as one number.
template <class Put>
void for_each_bit(const Field& field, std::uint64_t value, Put&& put)
{
    const hookline_column& column = *field.column;
    for (std::uint32_t i = 0; i < column.name_count; ++i) {
        const std::uint64_t bit = column.names[i].value;
        if (bit == 0 || (value & bit) != bit) continue;
        put(field.names.of(bit), std::uint64_t{0});
        value &= ~bit;
    }
    if (value != 0) put(std::string_view(), value);
}

}  // namespace hookline::sink_common
