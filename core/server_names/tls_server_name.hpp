// SPDX-License-Identifier: MIT
#pragma once

#include "answer.hpp"
#include "byte_reader.hpp"

namespace hookline::server_names {

// The name that a TLS client asks for, in the first bytes of what it sends over TCP. A ClientHello of today has some 1,800
// bytes: two packets, and any number of records (RFC 8446 5.1).
Answer tls_server_name(Bytes start);

}  // namespace hookline::server_names
