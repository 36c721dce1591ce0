// SPDX-License-Identifier: MIT
// The columns of a printed table, made from a schema's.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "cell.hpp"
#include "services.hpp"

namespace hookline::table_sink {

// One column of the schema, or an address and its port in one: 10.0.0.1:80, [fd00::1]:80.
struct TableColumn {
    Field field;
    std::optional<Field> port;
    const hookline_column* name;       // shown in place of the value where a row has it
    const hookline_column* port_name;  // in place of the port
    const hookline_column* prefix_length;  // of addresses, where the schema has it: 198.51.100.0/24
    std::string header;
    bool is_right;  // numbers, which are compared by their length
    bool is_ascii;
    unsigned rank;  // the larger, the earlier it goes where space is short
};

// In the order in which they are shown; reports: the main rate, counters, keys, further rates, labels, times. Without
// `hidden`, and without a report's details unless they are wanted.
[[nodiscard]] std::vector<TableColumn> make_table_columns(const hookline_schema& schema, const hookline_column* hidden,
                                                          bool details);

[[nodiscard]] inline bool has_value(const TableColumn& column, const Row& row)
{
    return row.has(*column.field.column) || (column.port && row.has(*column.port->column));
}
// `services`: names of ports, or null.
void put_cell(Text& out, const TableColumn& column, const Row& row, sink_common::LocalTime& clock,
              const Services* services);

}  // namespace hookline::table_sink
