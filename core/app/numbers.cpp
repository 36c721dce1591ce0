// SPDX-License-Identifier: MIT
#include "app/numbers.hpp"

#include <charconv>

namespace hookline::app {

Result<std::uint64_t> parse_count(const std::string& text, std::uint64_t max)
{
    std::uint64_t number = 0;
    const auto* end = text.data() + text.size();
    const auto [stop, error] = std::from_chars(text.data(), end, number);
    if (error != std::errc{} || stop != end || number < 1 || number > max)
        return Failure{"must be a number from 1 to " + std::to_string(max) + ", not \"" + text + '"'};
    return number;
}

}  // namespace hookline::app
