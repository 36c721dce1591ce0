// SPDX-License-Identifier: MIT
#include "config/describe.hpp"

#include <fmt/format.h>
#include <hookline/row.hpp>

#include <array>
#include <span>

#include "config/declared.hpp"
#include "config/section.hpp"
#include "config/text_table.hpp"

namespace hookline::config {
namespace {

using Rows = std::vector<std::vector<std::string>>;

// The name of an enumerator that starts at `first`; what a newer plugin may say stays a number.
template <std::size_t size>
std::string enum_name(const std::array<const char*, size>& names, std::uint32_t value, std::uint32_t first)
{
    return value >= first && value - first < size ? names[value - first] : std::to_string(value);
}

std::string type_of(const hookline_column& column)
{
    static constexpr std::array kNames = {"bool", "u8", "u16", "u32",   "u64",  "i64",   "f64",  "u16",
                                          "u32",  "ip", "mac", "chars", "text", "bytes", "time", "duration"};
    const auto name = enum_name(kNames, column.type, HOOKLINE_BOOL);
    return column.type == HOOKLINE_CHARS ? fmt::format("{}({})", name, column.width) : name;
}

std::string unit_of(const hookline_column& column)
{
    static constexpr std::array kNames = {"", "packets", "bytes", "bit/s", "packets/s", "rows", "%"};
    return enum_name(kNames, column.unit, HOOKLINE_UNIT_NONE);
}

std::string role_of(const hookline_column& column)
{
    static constexpr std::array kNames = {"key", "counter", "gauge", "when", "label"};
    return enum_name(kNames, column.role, HOOKLINE_KEY);
}

std::string kind_of_stream(const hookline_schema& stream)
{
    static constexpr std::array kNames = {"table", "event", "packet"};
    return enum_name(kNames, stream.kind, HOOKLINE_TABLE);
}

std::string default_of(const hookline_option& option)
{
    if ((option.flags & HOOKLINE_OPTION_REQUIRED) != 0) return "(required)";
    return option.default_value != nullptr ? option.default_value : "-";
}

// What a value may be, in words; empty: anything of the type.
std::string allowed(const hookline_option& option)
{
    const auto choices = choices_of(option);
    if (!choices.empty()) return one_of(choices);
    if (!has_limits(option)) return {};
    return written(option, option.min) + " to " + written(option, option.max);
}

std::string with_allowed(const hookline_option& option)
{
    const auto values = allowed(option);
    return values.empty() ? option.help : fmt::format("{} ({})", option.help, values);
}

std::string option_table(const hookline_descriptor& plugin)
{
    Rows rows = {{"option", "type", "default", "what"}};
    for (const auto* option : declared_options(plugin))
        rows.push_back({option->name, type_name(*option), default_of(*option), with_allowed(*option)});
    return rows.size() == 1 ? "  none\n" : text_table(rows, 2);
}

std::string stream_table(const hookline_schema& stream)
{
    Rows rows = {{"column", "type", "unit", "role", "what"}};
    const Columns columns(stream);
    for (std::size_t i = 0; i < columns.size(); ++i) {
        const auto& column = columns[i];
        rows.push_back({column.name, type_of(column), unit_of(column), role_of(column), column.help});
    }
    return text_table(rows, 2);
}

const char* kind_of(const hookline_descriptor& plugin)
{
    return plugin.kind == HOOKLINE_SINK ? "sink" : "capture";
}

// A value to start from where there is no default.
std::string placeholder(const hookline_option& option)
{
    switch (option.type) {
    case HOOKLINE_OPTION_BOOL: return "false";
    case HOOKLINE_OPTION_INTEGER: return std::to_string(option.min);
    case HOOKLINE_OPTION_NUMBER: return "0.0";
    case HOOKLINE_OPTION_DURATION: return written(option, option.min);
    case HOOKLINE_OPTION_STRINGS: return "[]";
    default: return "\"\"";
    }
}

}  // namespace

std::string sample_section(const hookline_descriptor& plugin)
{
    auto out = fmt::format("[{}.NAME]\nplugin = \"{}\"\n", kind_of(plugin), plugin.name);
    for (const auto* option : declared_options(plugin)) {
        const bool required = (option->flags & HOOKLINE_OPTION_REQUIRED) != 0;
        const auto value = option->default_value != nullptr ? option->default_value : placeholder(*option);
        out += fmt::format("# {}\n{}{} = {}\n", with_allowed(*option), required ? "" : "# ", option->name, value);
    }
    return out;
}

std::string describe(const hookline_descriptor& plugin)
{
    auto out = fmt::format("{} {} ({}, {}): {}\n\nOptions\n{}", plugin.name, plugin.version, kind_of(plugin),
                           plugin.licence, plugin.help, option_table(plugin));
    for (const auto* stream : std::span(plugin.streams, plugin.stream_count))
        out += fmt::format("\nStream \"{}\" ({}): {}\n{}", stream->name, kind_of_stream(*stream), stream->help,
                           stream_table(*stream));
    return out + "\nIn a pipeline file\n" + sample_section(plugin);
}

}  // namespace hookline::config
