// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "flow_key.h"

namespace hookline::server_names {

// A TCP or UDP connection: both its directions have the same key.
struct ConnectionKey {
    std::array<std::uint64_t, 5> words;  // address, address, protocol and both ports; the lower end first

    bool operator==(const ConnectionKey&) const = default;

    struct Hash {
        using is_avalanching = void;  // Boost: needs no mixing of its own
        std::size_t operator()(const ConnectionKey& key) const;
    };
};

struct Connection {
    ConnectionKey key;
    bool is_from_higher;  // the flow's source is the connection's second end
};

// False of flows that no connection can be told of: other protocols, fragments, networks.
bool has_connection(const hl_flow_key& flow);
Connection connection_of(const hl_flow_key& flow);

}  // namespace hookline::server_names
