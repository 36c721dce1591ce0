// SPDX-License-Identifier: MIT
#include "totals.hpp"

#include <string>
#include <string_view>

#include "common/numbers.hpp"

namespace hookline::table_sink {

using namespace sink_common;

namespace {

void put_count(Text& out, std::uint64_t value, std::string_view one, std::string_view many)
{
    out.put_unsigned(value);
    out.put(' ');
    out.put(value == 1 ? one : many);
}

}  // namespace

void put_amount(Text& out, std::uint64_t value, const hookline_column& column)
{
    switch (column.unit) {
    case HOOKLINE_UNIT_BYTES: return put_scaled(out, static_cast<double>(value), kByteScale);
    case HOOKLINE_UNIT_PACKETS: return put_count(out, value, "packet", "packets");
    case HOOKLINE_UNIT_ROWS: return put_count(out, value, "row", "rows");
    default: return put_count(out, value, column.name, column.name);
    }
}

Totals::Totals(const hookline_schema& schema)
{
    constexpr std::string_view kRepeated = "repeated_";
    const Columns columns(schema);
    for (std::size_t i = 0; i < columns.size(); ++i) {
        const std::string name = columns[i].name;
        if (columns[i].role != HOOKLINE_COUNTER || columns[i].type == HOOKLINE_F64) continue;
        if ((columns[i].flags & HOOKLINE_COLUMN_DETAIL) != 0) continue;  // two sums of packets would be a riddle
        sums_.push_back({&columns[i], columns.find(std::string(kRepeated) + name), 0});
    }
}

void Totals::add(const Row& row)
{
    ++rows_;
    for (Sum& sum : sums_) {
        if (row.has(*sum.column)) sum.value += row.integer(*sum.column);
        if (sum.repeated != nullptr && row.has(*sum.repeated)) sum.value -= row.integer(*sum.repeated);
    }
}

void Totals::clear()
{
    rows_ = 0;
    for (Sum& sum : sums_)
        sum.value = 0;
}

void Totals::put(Text& out) const
{
    put_count(out, rows_, "row", "rows");
    for (const Sum& sum : sums_) {
        out.put(", ");
        put_amount(out, sum.value, *sum.column);
    }
}

}  // namespace hookline::table_sink
