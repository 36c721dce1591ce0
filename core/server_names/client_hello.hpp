// SPDX-License-Identifier: MIT
// The name in a ClientHello: extension server_name (RFC 6066 3). With Encrypted ClientHello it is the outer one, of the
// server that all can see.
#pragma once

#include "answer.hpp"
#include "byte_reader.hpp"

namespace hookline::server_names {

enum class Transport { stream, datagram };

// `start` is what there is of a ClientHello's body, of `whole_size` bytes in all. DTLS has a cookie in it.
Answer client_hello_name(Bytes start, std::size_t whole_size, Transport transport);

// What there is of a handshake message with its header (RFC 8446 4): TLS without records, as QUIC carries it.
Answer handshake_name(Bytes start);

}  // namespace hookline::server_names
