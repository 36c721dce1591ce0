// SPDX-License-Identifier: MIT
#pragma once

#include "answer.hpp"
#include "byte_reader.hpp"

namespace hookline::server_names {

// The host that the first request of an HTTP/1 client names: in the target's absolute or authority form where it has
// one, else in Host (RFC 9110 7.2, RFC 9112 3.2). May be an IP address.
Answer http_host(Bytes start);

// The same of HTTP/2 without TLS (RFC 9113 3.3): ":authority" of the first request, else "host" (8.3.1).
Answer http2_host(Bytes start);

}  // namespace hookline::server_names
