// SPDX-License-Identifier: MIT
#include "table_column.hpp"

#include <algorithm>
#include <array>
#include <iterator>

#include "common/address.hpp"

namespace hookline::table_sink {

namespace {

constexpr unsigned kMainKeys = 3;  // of flows: protocol, source, destination
constexpr unsigned kDetailRank = 100;
constexpr unsigned kPlaces = 6;

struct Group {
    unsigned place;  // where it is shown, below kPlaces
    unsigned rank;   // how long it stays
};

// `before`: how many columns of this role come earlier in the schema.
Group group_of(const hookline_schema& schema, const hookline_column& column, unsigned before)
{
    if (schema.kind != HOOKLINE_TABLE) return {0, 0};  // what happened reads in the order of its schema
    switch (column.role) {
    case HOOKLINE_GAUGE: return before == 0 ? Group{0, 0} : Group{3, 4};
    case HOOKLINE_COUNTER: return {1, 2};
    case HOOKLINE_KEY: return before < kMainKeys ? Group{2, 1} : Group{2, 3};
    case HOOKLINE_LABEL: return {4, 5};
    default: return {5, 6};
    }
}

bool is_right_aligned(const Field& field)
{
    return field.look == Look::number || field.look == Look::signed_number || field.look == Look::real ||
           field.look == Look::duration;
}

std::string upper(std::string_view name)
{
    std::string text(name);
    for (char& character : text)
        if (character >= 'a' && character <= 'z') character = static_cast<char>(character - 'a' + 'A');
    return text;
}

// "src" where the columns are an address "src_addr" and its port "src_port".
std::string_view endpoint_name(const hookline_column& address, const hookline_column& port)
{
    constexpr std::string_view kAddress = "_addr";
    constexpr std::string_view kPort = "_port";
    const std::string_view name = address.name;
    const std::string_view other = port.name;
    const auto end = name.size() - std::min(name.size(), kAddress.size());
    const bool fits = address.type == HOOKLINE_IP && end > 0 && name.substr(end) == kAddress &&
                      other.substr(0, end) == name.substr(0, end) && other.substr(std::min(end, other.size())) == kPort;
    return fits ? name.substr(0, end) : std::string_view();
}

// The host's names of what stands in a column (`names` of a pipeline): "src_name" of "src_addr", "src_service" of
// "src_port", else "icmp_type_name" of "icmp_type". Null: there are none.
const hookline_column* find_name(const Columns& columns, const hookline_column& column)
{
    std::string name = column.name;
    const auto swap_suffix = [&](std::string_view suffix, std::string_view other) {
        if (!name.ends_with(suffix)) return false;
        name.replace(name.size() - suffix.size(), suffix.size(), other);
        return true;
    };
    if (!swap_suffix("_addr", "_name") && !swap_suffix("_port", "_service")) name += "_name";
    const auto* found = columns.find(name);
    return found != nullptr && found->type == HOOKLINE_TEXT && found->role == HOOKLINE_LABEL ? found : nullptr;
}

bool names_another(const Columns& columns, const hookline_column& column)
{
    for (std::size_t i = 0; i < columns.size(); ++i)
        if (find_name(columns, columns[i]) == &column) return true;
    return false;
}

bool is_detail(const hookline_column& column)
{
    return (column.flags & HOOKLINE_COLUMN_DETAIL) != 0;
}

TableColumn make_table_column(const hookline_column& column, unsigned rank)
{
    Field field = printable_field(column);
    const bool is_right = is_right_aligned(field);
    return {.field = std::move(field),
            .port = {},
            .name = nullptr,
            .port_name = nullptr,
            .prefix_length = nullptr,
            .header = upper(column.name),
            .is_right = is_right,
            .is_ascii = column.name_count == 0 && column.type != HOOKLINE_TEXT && column.type != HOOKLINE_CHARS,
            .rank = rank + (is_detail(column) ? kDetailRank : 0)};
}

// What makes networks of a row's addresses; null where there are none, as it is a number like any other then.
const hookline_column* find_prefix_length(const Columns& columns)
{
    const auto* column = columns.find("prefix_length");
    if (column == nullptr || sink_common::look_of(*column) != Look::number) return nullptr;
    for (std::size_t i = 0; i < columns.size(); ++i)
        if (columns[i].type == HOOKLINE_IP) return column;
    return nullptr;
}

// In brackets where a port follows colons.
void put_address(Text& out, const TableColumn& column, const Row& row, bool has_port)
{
    const auto address = row.text(*column.field.column);
    const bool needs_brackets = has_port && !sink_common::is_ipv4(address);
    if (needs_brackets) out.put('[');
    sink_common::put_ip(out, address);
    if (column.prefix_length != nullptr && row.has(*column.prefix_length)) {
        out.put('/');
        out.put_unsigned(row.integer(*column.prefix_length));
    }
    if (needs_brackets) out.put(']');
}

void put_port(Text& out, const TableColumn& column, const Row& row, const Services* services)
{
    out.put(':');
    if (column.port_name != nullptr && row.has(*column.port_name))
        return put_printable(out, row.text(*column.port_name));
    const std::uint64_t port = row.integer(*column.port->column);
    const std::string_view service = services != nullptr ? services->name_of(port) : std::string_view();
    if (service.empty())
        out.put_unsigned(port);
    else
        out.put(service);
}

}  // namespace

std::vector<TableColumn> make_table_columns(const hookline_schema& schema, const hookline_column* hidden, bool details)
{
    std::array<std::vector<TableColumn>, kPlaces> placed;
    unsigned seen[HOOKLINE_LABEL + 1] = {};
    const Columns columns(schema);
    const auto* prefix_length = find_prefix_length(columns);
    for (std::size_t i = 0; i < columns.size(); ++i) {
        const hookline_column& column = columns[i];
        if (&column == hidden || &column == prefix_length) continue;
        if (!details && is_detail(column) && schema.kind == HOOKLINE_TABLE) continue;
        if (names_another(columns, column)) continue;
        const Group group = group_of(schema, column, column.role <= HOOKLINE_LABEL ? seen[column.role]++ : 0);
        TableColumn made = make_table_column(column, group.rank);
        if (column.type == HOOKLINE_IP) made.prefix_length = prefix_length;
        made.name = find_name(columns, column);
        if (made.name != nullptr) made.is_ascii = false;
        const auto endpoint = i + 1 < columns.size() ? endpoint_name(column, columns[i + 1]) : std::string_view();
        if (!endpoint.empty()) {
            made.port = printable_field(columns[++i]);
            made.port_name = find_name(columns, columns[i]);
            made.header = upper(endpoint);
        }
        placed[group.place].push_back(std::move(made));
    }
    std::vector<TableColumn> result;
    for (auto& group : placed)
        std::move(group.begin(), group.end(), std::back_inserter(result));
    return result;
}

void put_cell(Text& out, const TableColumn& column, const Row& row, sink_common::LocalTime& clock,
              const Services* services)
{
    const bool has_port = column.port && row.has(*column.port->column);
    if (column.name != nullptr && row.has(*column.name))
        put_printable(out, row.text(*column.name));
    else if (column.field.column->type != HOOKLINE_IP)
        put_human(out, row, column.field, clock);
    else if (row.has(*column.field.column))
        put_address(out, column, row, has_port);
    if (has_port) put_port(out, column, row, services);
}

}  // namespace hookline::table_sink
