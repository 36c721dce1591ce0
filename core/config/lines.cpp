// SPDX-License-Identifier: MIT
#include "config/lines.hpp"

#include <algorithm>
#include <utility>

namespace hookline::config {
namespace {

constexpr std::string_view kBlank = " \t\r";

std::string_view trimmed(std::string_view line)
{
    const auto first = line.find_first_not_of(kBlank);
    return first == std::string_view::npos ? std::string_view{} : line.substr(first);
}

// [table] or [[table]]; the items of an array over several lines are hardly ever arrays here.
bool is_header(std::string_view line)
{
    return trimmed(line).starts_with('[');
}

// `key = value`: something like a bare, quoted or dotted key before an equals sign.
bool is_assignment(std::string_view line)
{
    const auto text = trimmed(line);
    const auto equals = text.find('=');
    if (equals == std::string_view::npos || equals == 0) return false;
    return text.substr(0, equals).find_first_of("[]{},#") == std::string_view::npos;
}

bool is_statement(std::string_view line)
{
    return is_header(line) || is_assignment(line);
}

}  // namespace

Lines::Lines(std::string_view text)
{
    for (std::size_t at = 0; at <= text.size();) {
        const auto end = std::min(text.find('\n', at), text.size());
        lines_.emplace_back(text.substr(at, end - at));
        at = end + 1;
    }
}

std::string Lines::text_before(std::size_t line) const
{
    std::string text;
    for (std::size_t i = 0; i < line; ++i)
        text.append(lines_[i]).append("\n");
    return text;
}

std::vector<std::string> Lines::take_statement(std::size_t line, const Parses& parses)
{
    line = std::min(line, lines_.size() - 1);
    auto first = line;
    if (!parses(text_before(line)))
        while (first > 0 && !is_statement(lines_[--first])) {
        }
    std::vector<std::string> taken;
    const auto end = statement_end(first, line);
    for (auto i = first; i < end; ++i)
        if (!trimmed(lines_[i]).empty()) taken.push_back(std::exchange(lines_[i], {}));
    return taken;
}

// One past the last line to blank.
std::size_t Lines::statement_end(std::size_t first, std::size_t line) const
{
    // What stands below a lost header would land in the table above it
    const auto ends = is_header(lines_[first]) ? is_header : is_statement;
    auto end = first < line ? line : line + 1;
    while (end < lines_.size() && !ends(lines_[end]))
        ++end;
    return end;
}

}  // namespace hookline::config
