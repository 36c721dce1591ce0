// SPDX-License-Identifier: MIT
// What libssl's clients send first.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace hookline::server_names::test {

using Data = std::vector<std::uint8_t>;

struct Client {
    std::string name = "www.example.org";  // empty: no extension
    std::size_t more = 0;                  // bytes that the ClientHello is to be larger, about
    unsigned record_size = 0;              // of TLS records; 0: as large as they may be
    unsigned mtu = 0;                      // of DTLS
};

Data tls_stream(const Client& client);
std::vector<Data> dtls_datagrams(const Client& client);
// The handshake message alone, as QUIC carries it.
Data hello_message(const Client& client);

Data from_hex(std::string_view text);

}  // namespace hookline::server_names::test
