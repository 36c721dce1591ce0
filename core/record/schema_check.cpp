// SPDX-License-Identifier: MIT
#include "record/schema_check.hpp"

#include <hookline/row.hpp>

#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include "record/types.hpp"

namespace hookline::record {

namespace {

using Problem = std::string;  // empty: none
constexpr std::uint32_t kKnownFlags = HOOKLINE_COLUMN_BITMASK | HOOKLINE_COLUMN_HEX | HOOKLINE_COLUMN_DETAIL;
constexpr std::size_t kMaxNameLength = 64;

bool is_snake_case(const char* name)
{
    const std::string_view text(name, ::strnlen(name, kMaxNameLength + 1));
    const auto fits = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_'; };
    return !text.empty() && text.size() <= kMaxNameLength && text[0] >= 'a' && text[0] <= 'z' &&
           std::all_of(text.begin(), text.end(), fits);
}

template <class... Parts>
Problem field(const char* name, const Parts&... parts)
{
    Problem text = std::string(name) + ": ";
    ((text += parts), ...);
    return text;
}

Problem number_field(const char* name, std::uint64_t value, const char* why)
{
    return field(name, std::to_string(value), " ", why);
}

Problem check_head(const hookline_schema& schema)
{
    if (schema.size < sizeof(hookline_schema)) return number_field("size", schema.size, "is too small");
    if (schema.kind < HOOKLINE_TABLE || schema.kind > HOOKLINE_PACKET)
        return number_field("kind", schema.kind, "is no kind of stream");
    if (schema.name == nullptr || !is_snake_case(schema.name)) return field("name", "is not in snake_case");
    if (schema.help == nullptr) return field("help", "is missing");
    if (schema.row_size == 0 || schema.row_size > kMaxRowSize)
        return number_field("row_size", schema.row_size, "is out of range");
    if (schema.presence_offset != HOOKLINE_NO_PRESENCE &&
        (schema.presence_offset % 8 != 0 || std::uint64_t{schema.presence_offset} + 8 > schema.row_size))
        return number_field("presence_offset", schema.presence_offset, "is not aligned within the row");
    if (schema.column_size < sizeof(hookline_column) || schema.column_size % alignof(hookline_column) != 0)
        return number_field("column_size", schema.column_size, "is too small or not aligned");
    if (schema.column_count == 0 || schema.column_count > kMaxColumns)
        return number_field("column_count", schema.column_count, "is out of range");
    if (schema.columns == nullptr) return field("columns", "is missing");
    return {};
}

Problem check_codes(const hookline_column& column)
{
    if (column.type < HOOKLINE_BOOL || column.type > HOOKLINE_DURATION)
        return number_field("type", column.type, "is no type");
    if (column.unit > HOOKLINE_UNIT_PERCENT) return number_field("unit", column.unit, "is no unit");
    if (column.role < HOOKLINE_KEY || column.role > HOOKLINE_LABEL)
        return number_field("role", column.role, "is no role");
    if (column.merge > HOOKLINE_MERGE_FIRST) return number_field("merge", column.merge, "is no way to merge");
    if ((column.flags & ~kKnownFlags) != 0) return number_field("flags", column.flags, "has unknown bits");
    if ((column.flags & HOOKLINE_COLUMN_BITMASK) != 0 && !is_integer(column.type))
        return field("flags", "a bitmask must be an integer");
    return {};
}

Problem check_merge(const hookline_column& column, std::uint32_t kind)
{
    if (column.role == HOOKLINE_KEY) return {};
    const bool sums = column.merge == HOOKLINE_MERGE_SUM;
    const bool compares = column.merge == HOOKLINE_MERGE_MIN || column.merge == HOOKLINE_MERGE_MAX;
    if ((sums || compares) && !is_number(column.type)) return field("merge", "sum, min and max need a number");
    if (column.merge == HOOKLINE_MERGE_OR && !is_integer(column.type)) return field("merge", "or needs an integer");
    // What a table folds into its `other` row must add up, or totals would lie.
    if (column.role == HOOKLINE_COUNTER && kind == HOOKLINE_TABLE && !sums)
        return field("merge", "a counter of a table stream must be a sum");
    return {};
}

Problem check_place(const hookline_column& column, const hookline_schema& schema)
{
    const bool chars = column.type == HOOKLINE_CHARS;
    if (chars ? column.width == 0 || column.width > kMaxCharsWidth : column.width != type_size(column.type))
        return number_field("width", column.width, (std::string("is not that of ") + type_name(column.type)).c_str());
    if (column.offset % type_alignment(column.type) != 0)
        return number_field("offset", column.offset, "is not aligned");
    if (std::uint64_t{column.offset} + column.width > schema.row_size)
        return number_field("offset", column.offset, "is outside the row");
    if (column.presence_bit > 63 && column.presence_bit != HOOKLINE_ALWAYS_PRESENT)
        return number_field("presence_bit", column.presence_bit, "is neither 0 to 63 nor always present");
    if (column.presence_bit != HOOKLINE_ALWAYS_PRESENT && schema.presence_offset == HOOKLINE_NO_PRESENCE)
        return field("presence_bit", "the rows have no presence mask");
    return {};
}

Problem check_names(const hookline_column& column)
{
    if (column.name_count == 0) return {};
    if (column.names == nullptr || column.name_count > 65'536) return field("names", "is missing, or too many");
    if (!is_integer(column.type)) return field("names", "only integers have names for values");
    for (std::uint32_t i = 0; i < column.name_count; ++i) {
        if (column.names[i].name == nullptr || *column.names[i].name == '\0')
            return field("names", "value ", std::to_string(column.names[i].value), " has no name");
        if (i > 0 && column.names[i - 1].value >= column.names[i].value)
            return field("names", "not ascending at value ", std::to_string(column.names[i].value));
    }
    return {};
}

Problem check_column(const hookline_column& column, const hookline_schema& schema)
{
    if (column.help == nullptr) return field("help", "is missing");
    if (auto problem = check_codes(column); !problem.empty()) return problem;
    if (auto problem = check_merge(column, schema.kind); !problem.empty()) return problem;
    if (auto problem = check_place(column, schema); !problem.empty()) return problem;
    return check_names(column);
}

// Two columns, or a column and the presence mask, must not share bytes; nor names, nor ids.
Problem check_together(const hookline_schema& schema)
{
    struct Part {
        std::uint32_t begin, end;
        std::string name;
    };
    std::vector<Part> parts;
    std::set<std::string> names;
    std::set<std::uint32_t> ids;
    if (schema.presence_offset != HOOKLINE_NO_PRESENCE)
        parts.push_back({schema.presence_offset, schema.presence_offset + 8, "the presence mask"});
    const Columns columns(schema);
    for (std::size_t i = 0; i < columns.size(); ++i) {
        const auto& column = columns[i];
        const std::string name = std::string("column \"") + column.name + "\"";
        if (!names.insert(name).second) return name + ": name: is there twice";
        if (!ids.insert(column.id).second) return name + ": " + number_field("id", column.id, "is there twice");
        parts.push_back({column.offset, column.offset + column.width, name});
    }
    std::sort(parts.begin(), parts.end(), [](const Part& a, const Part& b) { return a.begin < b.begin; });
    for (std::size_t i = 1; i < parts.size(); ++i)
        if (parts[i].begin < parts[i - 1].end) return parts[i].name + ": offset: overlaps with " + parts[i - 1].name;
    return {};
}

Problem check_columns(const hookline_schema& schema)
{
    bool has_bytes = false;
    const Columns columns(schema);
    for (std::size_t i = 0; i < columns.size(); ++i) {
        const auto& column = columns[i];
        if (column.name == nullptr || !is_snake_case(column.name))
            return "column number " + std::to_string(i) + ": name: is not in snake_case";
        if (auto problem = check_column(column, schema); !problem.empty())
            return std::string("column \"") + column.name + "\": " + problem;
        has_bytes = has_bytes || column.type == HOOKLINE_BYTES;
    }
    if (schema.kind == HOOKLINE_PACKET && !has_bytes) return field("columns", "a packet stream needs a bytes column");
    return check_together(schema);
}

}  // namespace

Result<void> check_schema(const hookline_schema& schema)
{
    auto problem = check_head(schema);
    if (problem.empty()) problem = check_columns(schema);
    if (problem.empty()) return {};
    const bool named = schema.size >= sizeof(hookline_schema) && schema.name != nullptr && is_snake_case(schema.name);
    return Failure{"schema" + (named ? std::string(" \"") + schema.name + "\"" : std::string()) + ": " + problem};
}

}  // namespace hookline::record
