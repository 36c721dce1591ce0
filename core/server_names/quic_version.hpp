// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace hookline::server_names {

using QuicSalt = std::array<std::uint8_t, 20>;

// What of an Initial packet depends on the version.
struct QuicVersion {
    std::uint32_t first;  // and last: version numbers that share all of this
    std::uint32_t last;
    QuicSalt salt;                  // RFC 9001 5.2
    std::string_view label_prefix;  // of the keys' labels
    std::uint8_t initial_type;      // bits 0x30 of the first byte, shifted down
    std::uint8_t retry_type;
};

// Null for a version that is not known.
const QuicVersion* quic_version(std::uint32_t number);

}  // namespace hookline::server_names
