// SPDX-License-Identifier: MIT
// QUIC as Google had it before the IETF's: Q024 to Q043 and Q046, whose first packet is not encrypted. Later ones are, in
// ways that no specification gives.
#pragma once

#include "answer.hpp"
#include "byte_reader.hpp"

namespace hookline::server_names {

bool is_gquic(Bytes datagram);

// A CHLO fits into one packet, by that protocol's rules.
Answer gquic_server_name(Bytes datagram);

}  // namespace hookline::server_names
