// SPDX-License-Identifier: MIT
// Which process uses which socket, as the kernel's programs told it, and whose a packet is by that.
#pragma once

#include <cstdint>
#include <functional>
#include <initializer_list>

#include "bpf_support/recent_map.hpp"
#include "bpf_support/sockets/socket_ends.hpp"
#include "flow_key.h"
#include "sockets/socket_flow.h"

namespace hookline::bpf {

class KnownSockets {
public:
    using Address = std::uint8_t[16];  // as in hl_flow_key
    struct Finding {
        std::uint64_t owner = 0;  // 0: nobody's, as far as is known
        bool is_exact = false;
        hl_tcp_health* health = nullptr;  // of this direction, in no row yet; valid until the next call
    };

    // `netns`: that of the interfaces. `is_ours`: has it this address?
    KnownSockets(std::uint32_t netns, std::function<bool(const Address&)> is_ours);

    // Before what is learned of one bank.
    void begin_round() { ++round_; }
    void learn(const hl_flow_key& key, const hl_socket_flow& flow);
    // `socket`: lower half of the cookie of the packet's socket; 0: it had none.
    Finding find(const hl_flow_key& key, std::uint32_t socket);

private:
    struct User {
        std::uint64_t owner = 0;
        std::uint64_t round = 0;  // in which it was told last
        bool has_moved = false;  // bytes, in that round
        bool is_shared = false;  // with others, in that round
    };
    struct Connection {
        User user;
        hl_tcp_health health[2]{};  // what TCP counted that is in no row yet: of what is received, and sent
    };

    void tell(User& user, std::uint64_t owner, bool has_moved) const;
    Connection& tell(const SocketEnds& ends, std::uint64_t owner, bool has_moved);
    Finding find_bound(const SocketEnds& ends);
    Finding find_elsewhere(const SocketEnds& ends, const SocketEnds& reversed);
    Finding find_first(std::initializer_list<SocketEnds> likely);

    std::uint32_t netns_;
    std::function<bool(const Address&)> is_ours_;
    RecentMap<SocketEnds, Connection, SocketEndsHash> connections_;
    RecentMap<std::uint32_t, User> sockets_;  // by the lower half of the cookie
    std::uint64_t round_ = 0;
};

}  // namespace hookline::bpf
