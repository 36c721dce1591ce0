// SPDX-License-Identifier: MIT
#pragma once

#include "pieces.hpp"

namespace hookline::server_names {

// The name that a DTLS client asks for (RFC 6347, RFC 9147): its ClientHello may come in fragments, in datagrams of any
// order, and again with a cookie.
class DtlsSearch {
public:
    Answer add(Bytes datagram);

private:
    Answer add_messages(Bytes record);
    Answer add_fragment(std::uint16_t sequence, std::uint32_t whole_size, std::uint32_t offset, Bytes fragment);

    std::uint32_t sequence_ = 0;  // message_seq of the ClientHello that is gathered, and its size
    std::uint32_t whole_size_ = 0;
    Pieces hello_;
};

}  // namespace hookline::server_names
