// SPDX-License-Identifier: MIT
#include "loader/option_check.hpp"

#include <algorithm>
#include <cstddef>
#include <set>
#include <string>

#include "loader/default_check.hpp"
#include "loader/text_check.hpp"

namespace hookline::loader {
namespace {

// What every SDK since 1.0 writes: `max` was the last field then.
constexpr std::size_t kFirstSize = offsetof(hookline_option, max) + sizeof(std::int64_t);
// Larger ones are not a later SDK's, but garbage.
constexpr std::size_t kLargestSize = 4096;
constexpr std::uint32_t kMostOptions = 256;
constexpr std::size_t kMostChoices = 256;
// Keys that an instance's section has for the host itself.
constexpr const char* kReserved[] = {"plugin", "on_start_error", "queue_size"};

Problem check_choices(const hookline_option& option)
{
    if (option.choices == nullptr) return {};
    if (option.type != HOOKLINE_OPTION_STRING) return "choices is set, but only a string option has choices";
    std::set<std::string> seen;
    for (std::size_t i = 0; option.choices[i] != nullptr; ++i) {
        if (i == kMostChoices) return "choices does not end with a null pointer";
        const auto what = "choices[" + std::to_string(i) + "]";
        if (auto problem = check_text(option.choices[i], what)) return problem;
        if (!seen.insert(option.choices[i]).second) return what + " is there twice";
    }
    if (seen.empty()) return "choices has none";
    return {};
}

Problem check_limits(const hookline_option& option)
{
    if (option.min == 0 && option.max == 0) return {};
    if (option.type != HOOKLINE_OPTION_INTEGER && option.type != HOOKLINE_OPTION_DURATION)
        return "min and max are set, but only integer and duration options have limits";
    if (option.min > option.max)
        return "min is " + std::to_string(option.min) + ", above max, " + std::to_string(option.max);
    return {};
}

Problem check_flags(const hookline_option& option)
{
    if ((option.flags & ~std::uint32_t{HOOKLINE_OPTION_REQUIRED}) != 0)
        return "flags has bits that SDK 1.0 does not know";
    if ((option.flags & HOOKLINE_OPTION_REQUIRED) != 0 && option.default_value != nullptr)
        return "default_value is set, but the option is required";
    return {};
}

Problem check_option(const hookline_option& option)
{
    if (auto problem = check_snake_case(option.name, "name")) return problem;
    if (std::ranges::find(kReserved, std::string(option.name)) != std::end(kReserved))
        return std::string("name \"") + option.name + "\" belongs to the host";
    if (auto problem = check_text(option.help, "help")) return problem;
    if (option.type < HOOKLINE_OPTION_BOOL || option.type > HOOKLINE_OPTION_STRINGS)
        return "type is " + std::to_string(option.type) + ", which SDK 1.0 does not know";
    for (const auto check : {check_flags, check_choices, check_limits})
        if (auto problem = check(option)) return problem;
    if (option.default_value == nullptr) return {};
    if (auto problem = check_text(option.default_value, "default_value")) return problem;
    return check_default(option);
}

Problem check_table(const hookline_descriptor& descriptor)
{
    if (descriptor.option_count == 0) return {};
    if (descriptor.option_count > kMostOptions)
        return "descriptor.option_count is " + std::to_string(descriptor.option_count) + ", at most " +
               std::to_string(kMostOptions) + " make sense";
    if (descriptor.options == nullptr) return "descriptor.options is missing";
    if (descriptor.option_size < kFirstSize || descriptor.option_size > kLargestSize ||
        descriptor.option_size % alignof(hookline_option) != 0)
        return "descriptor.option_size is " + std::to_string(descriptor.option_size) + ", SDK 1.0 has " +
               std::to_string(kFirstSize);
    return {};
}

}  // namespace

Problem check_options(const hookline_descriptor& descriptor)
{
    if (auto problem = check_table(descriptor)) return problem;
    std::set<std::string> names;
    const auto* at = reinterpret_cast<const char*>(descriptor.options);
    for (std::uint32_t i = 0; i < descriptor.option_count; ++i, at += descriptor.option_size) {
        const auto& option = *reinterpret_cast<const hookline_option*>(at);
        const auto what = "descriptor.options[" + std::to_string(i) + "].";
        if (auto problem = check_option(option)) return what + *problem;
        if (!names.insert(option.name).second) return what + "name: there is another option \"" + option.name + "\"";
    }
    return {};
}

}  // namespace hookline::loader
