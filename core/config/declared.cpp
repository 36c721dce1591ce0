// SPDX-License-Identifier: MIT
#include "config/declared.hpp"

#include "config/duration.hpp"

namespace hookline::config {

std::vector<const hookline_option*> declared_options(const hookline_descriptor& plugin)
{
    std::vector<const hookline_option*> options;
    const auto* base = reinterpret_cast<const char*>(plugin.options);
    for (std::size_t i = 0; i < plugin.option_count; ++i)
        options.push_back(reinterpret_cast<const hookline_option*>(base + i * plugin.option_size));
    return options;
}

std::vector<std::string> choices_of(const hookline_option& option)
{
    std::vector<std::string> choices;
    for (const auto* choice = option.choices; choice != nullptr && *choice != nullptr; ++choice)
        choices.emplace_back(*choice);
    return choices;
}

bool has_limits(const hookline_option& option)
{
    return option.min != 0 || option.max != 0;
}

std::string written(const hookline_option& option, std::int64_t value)
{
    if (option.type != HOOKLINE_OPTION_DURATION) return std::to_string(value);
    return '"' + format_duration(std::chrono::nanoseconds(value)) + '"';
}

std::string type_name(const hookline_option& option)
{
    switch (option.type) {
    case HOOKLINE_OPTION_BOOL: return "boolean";
    case HOOKLINE_OPTION_INTEGER: return "integer";
    case HOOKLINE_OPTION_NUMBER: return "number";
    case HOOKLINE_OPTION_STRING: return "string";
    case HOOKLINE_OPTION_DURATION: return "duration";
    case HOOKLINE_OPTION_STRINGS: return "strings";
    default: return "unknown";
    }
}

std::string type_phrase(const hookline_option& option)
{
    switch (option.type) {
    case HOOKLINE_OPTION_BOOL: return "true or false";
    case HOOKLINE_OPTION_INTEGER: return "an integer";
    case HOOKLINE_OPTION_DURATION: return "a duration such as \"1s\"";
    case HOOKLINE_OPTION_STRINGS: return "a string or an array of strings";
    default: return "a " + type_name(option);
    }
}

}  // namespace hookline::config
