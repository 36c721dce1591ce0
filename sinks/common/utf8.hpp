// SPDX-License-Identifier: MIT
// Text from a plugin may be anything: a process can call itself what it likes.
#pragma once

#include <cstdint>
#include <string_view>

namespace hookline::sink_common {

// U+FFFD, which stands for what is no UTF-8.
inline constexpr std::string_view kReplacement = "\xef\xbf\xbd";

// One character from the front of a text that is not empty.
struct Character {
    std::string_view bytes;  // as they stand there
    std::uint32_t code;      // U+FFFD where `valid` is false
    bool valid;              // false: not UTF-8 (overlong, surrogate, cut, ...); bytes is then one byte
};
[[nodiscard]] Character first_character(std::string_view text);

}  // namespace hookline::sink_common
