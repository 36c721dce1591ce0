// SPDX-License-Identifier: MIT
// Cryptography of QUIC's Initial packets (RFC 9001 5), whose keys are no secret. By libcrypto, whose failures (a policy
// that forbids, a broken installation) throw std::runtime_error.
#pragma once

#include <array>
#include <optional>
#include <vector>

#include "byte_reader.hpp"
#include "quic_version.hpp"

namespace hookline::server_names {

struct InitialKeys {
    std::array<std::uint8_t, 16> key;
    std::array<std::uint8_t, 12> iv;
    std::array<std::uint8_t, 16> header_protection;
};

// Of what the client sends. `connection_id` is the destination's in its first Initial packet.
InitialKeys client_initial_keys(const QuicVersion& version, Bytes connection_id);

// RFC 9001 5.4.3: AES-ECB of the sample; its first five bytes are the mask.
std::array<std::uint8_t, 16> header_mask(const InitialKeys& keys, Bytes sample);

// AEAD_AES_128_GCM. Nothing when `sealed`, whose last 16 bytes are the tag, was not made with these keys.
std::optional<std::vector<std::uint8_t>> open_sealed(const InitialKeys& keys, std::uint64_t packet_number, Bytes header,
                                                     Bytes sealed);

}  // namespace hookline::server_names
