// SPDX-License-Identifier: MIT
// What a socket is known by on the wire, as the host that has it sees it.
#pragma once

#include <cstdint>
#include <cstring>
#include <string_view>

#include "flow_key.h"

namespace hookline::bpf {

// Compared and hashed bytewise.
struct SocketEnds {
    std::uint8_t local[16]{};  // network byte order, as in hl_flow_key; all zero: any
    std::uint8_t remote[16]{};
    std::uint16_t local_port = 0;
    std::uint16_t remote_port = 0;  // 0: of a socket that is not connected
    std::uint16_t protocol = 0;
    std::uint16_t pad = 0;
    std::uint32_t netns = 0;  // 0: any
    std::uint32_t pad2 = 0;

    // The local end of what is sent is its source.
    static SocketEnds of(const hl_flow_key& key, std::uint8_t direction)
    {
        SocketEnds ends;
        const bool is_out = direction == HL_DIRECTION_OUT;
        std::memcpy(ends.local, is_out ? key.src_addr : key.dst_addr, sizeof ends.local);
        std::memcpy(ends.remote, is_out ? key.dst_addr : key.src_addr, sizeof ends.remote);
        ends.local_port = is_out ? key.src_port : key.dst_port;
        ends.remote_port = is_out ? key.dst_port : key.src_port;
        ends.protocol = key.proto;
        return ends;
    }
    [[nodiscard]] SocketEnds in(std::uint32_t namespace_number) const
    {
        auto ends = *this;
        ends.netns = namespace_number;
        return ends;
    }
    // Of a socket that is not connected.
    [[nodiscard]] SocketEnds bound() const
    {
        auto ends = *this;
        std::memset(ends.remote, 0, sizeof ends.remote);
        ends.remote_port = 0;
        return ends;
    }
    // Of one that is bound to a port on all addresses, of both families.
    [[nodiscard]] SocketEnds anywhere() const
    {
        auto ends = *this;
        std::memset(ends.local, 0, sizeof ends.local);
        return ends;
    }
    [[nodiscard]] bool has_any_local() const { return is_any(local); }
    [[nodiscard]] bool has_any_remote() const { return is_any(remote); }

    friend bool operator==(const SocketEnds& one, const SocketEnds& other)
    {
        return std::memcmp(&one, &other, sizeof one) == 0;
    }

private:
    static bool is_any(const std::uint8_t (&address)[16])
    {
        constexpr std::uint8_t kMapped[16] = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, 0, 0, 0, 0};
        constexpr std::uint8_t kZero[16] = {};
        return std::memcmp(address, kMapped, sizeof kMapped) == 0 || std::memcmp(address, kZero, sizeof kZero) == 0;
    }
};
static_assert(sizeof(SocketEnds) == 48, "no padding that is not ours");

struct SocketEndsHash {
    std::size_t operator()(const SocketEnds& ends) const
    {
        return std::hash<std::string_view>()({reinterpret_cast<const char*>(&ends), sizeof ends});
    }
};

}  // namespace hookline::bpf
