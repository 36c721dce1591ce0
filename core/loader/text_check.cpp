// SPDX-License-Identifier: MIT
#include "loader/text_check.hpp"

#include <cstring>
#include <string_view>

namespace hookline::loader {
namespace {

// A pointer that points astray seldom finds a NUL early: the bound keeps the damage small.
constexpr std::size_t kLongest = 4096;
constexpr std::string_view kLower = "abcdefghijklmnopqrstuvwxyz";
constexpr std::string_view kDigits = "0123456789";

bool consists_of(std::string_view text, const std::string& allowed)
{
    return text.find_first_not_of(allowed) == std::string_view::npos;
}

}  // namespace

Problem check_text(const char* text, const std::string& what)
{
    if (text == nullptr) return what + " is missing";
    const std::string_view view(text, ::strnlen(text, kLongest));
    if (view.empty()) return what + " is empty";
    if (view.size() == kLongest) return what + " has " + std::to_string(kLongest) + " bytes or more";
    for (const unsigned char c : view)
        if (c < ' ' || c == 0x7f) return what + " is not one line of text";
    return {};
}

Problem check_snake_case(const char* text, const std::string& what)
{
    if (auto problem = check_text(text, what)) return problem;
    if (!consists_of({text, 1}, std::string(kLower)) ||
        !consists_of(text, std::string(kLower) + std::string(kDigits) + "_"))
        return what + " \"" + text + "\" is not in snake_case";
    return {};
}

Problem check_plugin_name(const char* text, const std::string& what)
{
    if (auto problem = check_text(text, what)) return problem;
    if (!consists_of(text, std::string(kLower) + std::string(kDigits) + "_-"))
        return what + " \"" + text + "\" has other characters than lower case, digits, '_' and '-'";
    return {};
}

}  // namespace hookline::loader
