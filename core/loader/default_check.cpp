// SPDX-License-Identifier: MIT
#include "loader/default_check.hpp"

#include <toml++/toml.h>

#include <algorithm>
#include <string>
#include <string_view>

#include "config/duration.hpp"

namespace hookline::loader {
namespace {

Problem wrong(const hookline_option& option, const std::string& why)
{
    return std::string("default_value is ") + option.default_value + ", " + why;
}

Problem check_integer(const hookline_option& option, std::int64_t value)
{
    if ((option.min != 0 || option.max != 0) && (value < option.min || value > option.max))
        return wrong(option, "outside of min and max");
    return {};
}

Problem check_string(const hookline_option& option, const toml::node& value)
{
    const auto text = value.value_exact<std::string>();
    if (!text) return wrong(option, "no quoted string");
    if (option.choices == nullptr) return {};
    for (const auto* choice = option.choices; *choice != nullptr; ++choice)
        if (*text == *choice) return {};
    return wrong(option, "not among its choices");
}

Problem check_duration(const hookline_option& option, const toml::node& value)
{
    const auto text = value.value_exact<std::string>();
    if (!text) return wrong(option, "no quoted duration");
    const auto duration = config::parse_duration(*text);
    if (!duration) return wrong(option, "no duration: " + duration.error().text);
    return check_integer(option, duration->count());
}

Problem check_strings(const hookline_option& option, const toml::node& value)
{
    const auto* array = value.as_array();
    const auto is_string = [](const toml::node& item) { return item.is_string(); };
    if (value.is_string() || (array != nullptr && std::all_of(array->begin(), array->end(), is_string))) return {};
    return wrong(option, "neither a quoted string nor an array of them");
}

Problem check_value(const hookline_option& option, const toml::node& value)
{
    switch (option.type) {
    case HOOKLINE_OPTION_BOOL:
        if (!value.is_boolean()) return wrong(option, "neither true nor false");
        return {};
    case HOOKLINE_OPTION_INTEGER:
        if (!value.is_integer()) return wrong(option, "no integer");
        return check_integer(option, *value.value_exact<std::int64_t>());
    case HOOKLINE_OPTION_NUMBER:
        if (!value.is_number()) return wrong(option, "no number");
        return {};
    case HOOKLINE_OPTION_STRING: return check_string(option, value);
    case HOOKLINE_OPTION_DURATION: return check_duration(option, value);
    default: return check_strings(option, value);
    }
}

}  // namespace

Problem check_default(const hookline_option& option)
{
    try {
        const auto file = toml::parse("value = " + std::string(option.default_value));
        return check_value(option, *file.get("value"));
    } catch (const toml::parse_error& error) {
        return wrong(option, "which cannot stand in a configuration file: " + std::string(error.description()));
    }
}

}  // namespace hookline::loader
