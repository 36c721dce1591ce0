// SPDX-License-Identifier: MIT
#pragma once

#include <cstring>
#include <utility>

#include "server_names/connection.hpp"

namespace hookline::server_names::test {

// From client `number` to a server's port 443.
inline hl_flow_key flow(std::uint32_t number)
{
    hl_flow_key key{};
    std::memcpy(key.src_addr + 12, &number, sizeof number);
    std::memset(key.dst_addr, 0x20, sizeof key.dst_addr);
    key.src_port = 50'000;
    key.dst_port = 443;
    key.proto = 6;
    key.marks = HL_MARK_IPV4;
    return key;
}

inline hl_flow_key reversed(hl_flow_key key)
{
    std::swap(key.src_addr, key.dst_addr);
    std::swap(key.src_port, key.dst_port);
    return key;
}

}  // namespace hookline::server_names::test
