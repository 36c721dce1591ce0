// SPDX-License-Identifier: MIT
// What may be shown as a name. It comes from a stranger and ends in terminals, files and queries of others.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace hookline::server_names {

// In lower case, without a trailing dot. Nothing when it is no host name: letters, digits, '-', '_' and '.', no empty
// label, at most 255 bytes (RFC 1035 2.3.4; the underscore is in use). Names beyond ASCII come as A-labels (RFC 5890).
std::optional<std::string> host_name(std::string_view text);

// The host of an authority (RFC 3986 3.2), "user@host:port": also an IP address, IPv6 without its brackets.
std::optional<std::string> host_of_authority(std::string_view authority);

}  // namespace hookline::server_names
