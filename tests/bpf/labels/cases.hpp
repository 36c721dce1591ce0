// SPDX-License-Identifier: MIT
// Payloads written down from the specifications, and what each of them is.
#pragma once

#include <cstdint>
#include <ostream>
#include <string>
#include <string_view>
#include <vector>

#include "labels.h"

namespace hookline::test {

struct LabelCase {
    std::string name;
    hl_label label;  // HL_LABEL_NONE: a near miss, or of a protocol that is not known
    std::uint8_t protocol;
    std::uint16_t src_port;
    std::uint16_t dst_port;
    std::string bytes;
    std::vector<unsigned> fixed;  // offsets: with another byte there it is not that any more
    bool is_exact = false;  // nor with a byte more, or less
};

inline constexpr std::uint8_t kTcp = 6;
inline constexpr std::uint8_t kUdp = 17;

std::ostream& operator<<(std::ostream& out, const LabelCase& label_case);

// "16 03 01" and the like.
[[nodiscard]] std::string hex(std::string_view digits);
// `size` bytes that repeat no pattern and mean nothing, as of a cipher.
[[nodiscard]] std::string noise(std::size_t size);
[[nodiscard]] std::string zeros(std::size_t size);

[[nodiscard]] hl_payload payload_of(const LabelCase& label_case);

[[nodiscard]] std::vector<LabelCase> web_cases();
[[nodiscard]] std::vector<LabelCase> secure_cases();
[[nodiscard]] std::vector<LabelCase> remote_cases();
[[nodiscard]] std::vector<LabelCase> data_cases();
[[nodiscard]] std::vector<LabelCase> message_cases();
[[nodiscard]] std::vector<LabelCase> service_cases();
[[nodiscard]] std::vector<LabelCase> all_cases();

}  // namespace hookline::test
