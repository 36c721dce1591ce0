// SPDX-License-Identifier: MIT
#include "record/filter_value.hpp"

#include <fnmatch.h>

#include <charconv>
#include <string>

#include "record/types.hpp"

namespace hookline::record {

namespace {

Result<ValueTest> compile_bool(const hookline_column& column, const config::Scalar& value)
{
    const auto* wanted = std::get_if<bool>(&value);
    if (wanted == nullptr) return Failure{"must be true or false"};
    return ValueTest(
        [column = &column, wanted = *wanted](const Row& row) { return (row.integer(*column) != 0) == wanted; });
}

bool to_double(std::string_view text, double& value)
{
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    return error == std::errc() && end == text.data() + text.size();
}

// A number, or "a-b" with both ends within. A minus sign at the start of either end belongs to the number.
Result<ValueTest> compile_real(const hookline_column& column, const config::Scalar& value)
{
    double low = 0;
    double high = 0;
    if (const auto* real = std::get_if<double>(&value)) {
        low = high = *real;
    } else if (const auto* integer = std::get_if<std::int64_t>(&value)) {
        low = high = static_cast<double>(*integer);
    } else {
        const auto* text = std::get_if<std::string>(&value);
        const auto dash = text != nullptr ? text->find('-', 1) : std::string::npos;
        if (dash == std::string::npos || !to_double(std::string_view(*text).substr(0, dash), low) ||
            !to_double(std::string_view(*text).substr(dash + 1), high) || low > high)
            return Failure{"must be a number or a range like \"0.5-1.5\""};
    }
    return ValueTest([column = &column, low, high](const Row& row) {
        const auto number = row.number(*column);
        return low <= number && number <= high;
    });
}

// TEXT, BYTES, CHARS: a shell pattern where it holds *, ? or [, else the very text.
ValueTest compile_text(const hookline_column& column, const std::string& wanted)
{
    if (wanted.find_first_of("*?[") == std::string::npos)
        return [column = &column, wanted](const Row& row) { return row.text(*column) == wanted; };
    return [column = &column, wanted](const Row& row) {
        return ::fnmatch(wanted.c_str(), std::string(row.text(*column)).c_str(), 0) == 0;
    };
}

}  // namespace

Result<ValueTest> compile_value(const hookline_column& column, const config::Scalar& value)
{
    if (column.type == HOOKLINE_BOOL) return compile_bool(column, value);
    if (column.type == HOOKLINE_F64) return compile_real(column, value);
    if (is_integer(column.type)) return compile_integer(column, value);
    const auto* text = std::get_if<std::string>(&value);
    if (text == nullptr) return Failure{"must be a string"};
    if (column.type == HOOKLINE_IP || column.type == HOOKLINE_MAC) return compile_address(column, *text);
    return compile_text(column, *text);
}

}  // namespace hookline::record
