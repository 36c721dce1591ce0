// SPDX-License-Identifier: MIT
#include "config/toml_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace hookline::config {
namespace {

bool is_bare(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
}

std::string escaped(char c)
{
    switch (c) {
    case '"': return "\\\"";
    case '\\': return "\\\\";
    case '\n': return "\\n";
    case '\t': return "\\t";
    default: break;
    }
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x20 || byte == 0x7f) return fmt::format("\\u{:04X}", byte);
    return {c};
}

// The shortest text that reads back as the same number, and as no integer.
std::string number_text(double number)
{
    if (!std::isfinite(number)) return std::isnan(number) ? "nan" : number > 0 ? "inf" : "-inf";
    auto text = fmt::format("{}", number);
    if (text.find_first_of(".e") == std::string::npos) text += ".0";
    return text;
}

}  // namespace

std::string toml_quoted(std::string_view text)
{
    std::string out = "\"";
    for (const char c : text)
        out += escaped(c);
    return out + '"';
}

std::string key_text(std::string_view key)
{
    return !key.empty() && std::ranges::all_of(key, is_bare) ? std::string(key) : toml_quoted(key);
}

std::string value_text(const Scalar& scalar)
{
    if (const auto* flag = std::get_if<bool>(&scalar)) return *flag ? "true" : "false";
    if (const auto* integer = std::get_if<std::int64_t>(&scalar)) return std::to_string(*integer);
    if (const auto* number = std::get_if<double>(&scalar)) return number_text(*number);
    return toml_quoted(std::get<std::string>(scalar));
}

std::string value_text(const std::vector<std::string>& texts)
{
    return value_text({texts.begin(), texts.end()}, true);
}

std::string value_text(const std::vector<Scalar>& values, bool is_array)
{
    if (values.size() == 1 && !is_array) return value_text(values.front());
    std::string text;
    for (const auto& value : values)
        text.append(text.empty() ? "" : ", ").append(value_text(value));
    return '[' + text + ']';
}

}  // namespace hookline::config
