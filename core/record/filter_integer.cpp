// SPDX-License-Identifier: MIT
// `where` values of integer columns: a number, "1000-2000", or a name that the column gives to a value or bit.
#include <strings.h>

#include <charconv>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "config/suggest.hpp"
#include "record/filter_value.hpp"
#include "record/types.hpp"

namespace hookline::record {

namespace {

bool is_signed(const hookline_column& column)
{
    return column.type == HOOKLINE_I64 || column.type == HOOKLINE_TIME;
}

std::uint64_t largest(const hookline_column& column)
{
    if (is_signed(column)) return std::numeric_limits<std::int64_t>::max();
    return std::numeric_limits<std::uint64_t>::max() >> (64 - 8 * type_size(column.type));
}

// Decimal, or hexadecimal after 0x.
std::optional<std::uint64_t> to_integer(std::string_view text)
{
    const int base = text.starts_with("0x") || text.starts_with("0X") ? 16 : 10;
    if (base == 16) text.remove_prefix(2);
    std::uint64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value, base);
    if (text.empty() || error != std::errc() || end != text.data() + text.size()) return std::nullopt;
    return value;
}

std::optional<IntegerRange> to_range(std::string_view text)
{
    const auto dash = text.find('-');
    const auto low = to_integer(text.substr(0, dash));
    const auto high = dash == std::string_view::npos ? low : to_integer(text.substr(dash + 1));
    if (!low || !high || *low > *high) return std::nullopt;
    return IntegerRange{*low, *high};
}

const hookline_name* find_name(const hookline_column& column, const std::string& text)
{
    for (const auto& name : std::span(column.names, column.name_count))
        if (::strcasecmp(name.name, text.c_str()) == 0) return &name;
    return nullptr;
}

Failure unknown_name(const hookline_column& column, const std::string& text)
{
    std::vector<std::string> known;
    for (const auto& name : std::span(column.names, column.name_count))
        known.emplace_back(name.name);
    const std::string wanted = known.empty() ? "" : ", no name of a value";
    return Failure{"\"" + text + "\" is no number, no range like \"1000-2000\"" + wanted +
                   config::suggestion(text, known)};
}

// Both signednesses in one: a signed column is compared as signed, any other as unsigned.
Result<IntegerRange> checked(const hookline_column& column, IntegerRange range)
{
    if (range.high <= largest(column)) return range;
    return Failure{std::to_string(range.high) + " is more than the column can hold (" + type_name(column.type) + ")"};
}

Result<ValueTest> within(const hookline_column& column, IntegerRange wanted)
{
    const auto range = checked(column, wanted);
    if (!range) return range.error();
    return ValueTest([column = &column, range = *range](const Row& row) {
        const auto value = row.integer(*column);
        // A negative value has its top bit set, which is above every high of a signed column.
        return range.low <= value && value <= range.high;
    });
}

Result<ValueTest> equal_to(const hookline_column& column, std::int64_t wanted)
{
    if (wanted >= 0) return within(column, {static_cast<std::uint64_t>(wanted), static_cast<std::uint64_t>(wanted)});
    if (!is_signed(column)) return Failure{std::to_string(wanted) + " is negative, the column never is"};
    return ValueTest([column = &column, wanted](const Row& row) {
        return static_cast<std::int64_t>(row.integer(*column)) == wanted;
    });
}

ValueTest has_bit(const hookline_column& column, std::uint64_t bit)
{
    return [column = &column, bit](const Row& row) { return (row.integer(*column) & bit) == bit; };
}

}  // namespace

// Names first: one may look like a number or a range.
Result<IntegerRange> integer_range(const hookline_column& column, const std::string& text)
{
    if (const auto* name = find_name(column, text)) return IntegerRange{name->value, name->value};
    if (const auto range = to_range(text)) return checked(column, *range);
    return unknown_name(column, text);
}

Result<ValueTest> compile_integer(const hookline_column& column, const config::Scalar& value)
{
    if (const auto* number = std::get_if<std::int64_t>(&value)) return equal_to(column, *number);
    const auto* text = std::get_if<std::string>(&value);
    if (text == nullptr) return Failure{"must be an integer, a range or a name"};
    const auto* name = (column.flags & HOOKLINE_COLUMN_BITMASK) != 0 ? find_name(column, *text) : nullptr;
    if (name != nullptr) return has_bit(column, name->value);
    const auto range = integer_range(column, *text);
    if (!range) return range.error();
    return within(column, *range);
}

}  // namespace hookline::record
