// SPDX-License-Identifier: MIT
#include "cases.hpp"

#include <algorithm>
#include <cctype>
#include <cstring>
#include <stdexcept>

namespace hookline::test {

std::ostream& operator<<(std::ostream& out, const LabelCase& label_case)
{
    return out << label_case.name;
}

std::string hex(std::string_view digits)
{
    std::string nibbles;
    std::copy_if(digits.begin(), digits.end(), std::back_inserter(nibbles), [](char c) { return c != ' '; });
    if (nibbles.size() % 2 != 0) throw std::invalid_argument("half a byte in: " + std::string(digits));
    std::string bytes;
    for (std::size_t i = 0; i < nibbles.size(); i += 2)
        bytes += static_cast<char>(std::stoi(nibbles.substr(i, 2), nullptr, 16));
    return bytes;
}

std::string noise(std::size_t size)
{
    std::string bytes;
    std::uint32_t state = 0x2545f491;
    for (; bytes.size() < size; state = state * 1'664'525 + 1'013'904'223)
        bytes += static_cast<char>(state >> 24);
    return bytes;
}

std::string zeros(std::size_t size)
{
    return std::string(size, '\0');
}

hl_payload payload_of(const LabelCase& label_case)
{
    hl_payload payload{};
    std::memcpy(payload.bytes, label_case.bytes.data(), std::min(label_case.bytes.size(), sizeof payload.bytes));
    payload.size = static_cast<std::uint32_t>(label_case.bytes.size());
    payload.src_port = label_case.src_port;
    payload.dst_port = label_case.dst_port;
    payload.protocol = label_case.protocol;
    return payload;
}

std::vector<LabelCase> all_cases()
{
    std::vector<LabelCase> all;
    for (const auto& cases :
         {web_cases(), secure_cases(), remote_cases(), data_cases(), message_cases(), service_cases()})
        all.insert(all.end(), cases.begin(), cases.end());
    return all;
}

}  // namespace hookline::test
