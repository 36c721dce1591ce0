// SPDX-License-Identifier: MIT
// Values of any column as people read them.
#pragma once

#include "common/field.hpp"
#include "common/times.hpp"

namespace hookline::table_sink {

using sink_common::Field;
using sink_common::Look;
using sink_common::Text;

// A column's field with its names made safe for a terminal.
[[nodiscard]] Field printable_field(const hookline_column& column);

// Text that may come from anybody: control characters, which could drive a terminal, are shown as \x1b; what is no UTF-8
// as U+FFFD; and no cell is longer than a few hundred bytes.
void put_printable(Text& out, std::string_view text);

// Exact: counters and rates as they are.
void put_plain(Text& out, const Row& row, const Field& field, sink_common::LocalTime& clock);
// Counters of bytes, rates and percentages in the unit that suits them (SI: 1 kB is 1000 bytes).
void put_human(Text& out, const Row& row, const Field& field, sink_common::LocalTime& clock);

}  // namespace hookline::table_sink
