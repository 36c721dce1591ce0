// SPDX-License-Identifier: MIT
// The client's side of QUIC's Initial packets: seals what the code under test opens.
#pragma once

#include <span>

#include "client_hellos.hpp"

namespace hookline::server_names::test {

constexpr std::uint32_t kQuicV1 = 1;
constexpr std::uint32_t kQuicV2 = 0x6b3343cf;

struct Initial {
    std::uint32_t version = kQuicV1;
    Data connection_id = {1, 2, 3, 4, 5, 6, 7, 8};
    Data key_id = {};  // what the keys come from, when it is another
    Data token = {};
    std::uint32_t number = 0;
    std::size_t number_size = 1;
};

Data operator+(Data first, const Data& second);

// `frames` get PADDING up to 1,162 bytes, as it has to be.
Data sealed(const Initial& initial, Data frames);
// A packet with a long header of another type: with sealed content of no meaning.
Data handshake_packet(const Initial& initial, std::size_t size);

Data crypto_frame(std::size_t offset, std::span<const std::uint8_t> data);
// Of `message` from `begin` to `end`.
Data crypto_part(const Data& message, std::size_t begin, std::size_t end);
Data ack_frame();

}  // namespace hookline::server_names::test
