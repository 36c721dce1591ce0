// SPDX-License-Identifier: MIT
#include "bpf_support/sockets/known_sockets.hpp"

#include <initializer_list>
#include <utility>

#include "bpf_support/sockets/tcp_columns.hpp"
#include "protocol_numbers.h"

namespace hookline::bpf {
namespace {

// Half of those that are known; up to four for each: with and without namespace, with and without peer.
constexpr std::size_t kConnections = 131'072;

std::size_t index_of(std::uint8_t direction)
{
    return direction == HL_DIRECTION_OUT ? 1 : 0;
}

}  // namespace

KnownSockets::KnownSockets(std::uint32_t netns, std::function<bool(const Address&)> is_ours)
    : netns_(netns), is_ours_(std::move(is_ours)), connections_(kConnections), sockets_(kConnections)
{
}

// Of those that are told in one round, in any order, who moves bytes counts, before who has the socket.
void KnownSockets::tell(User& user, std::uint64_t owner, bool has_moved) const
{
    const bool is_again = user.round == round_;
    if (is_again && user.has_moved && !has_moved) return;
    const bool is_like = is_again && user.has_moved == has_moved;
    user.is_shared = is_like && (user.is_shared || user.owner != owner);
    user.owner = owner;
    user.round = round_;
    user.has_moved = has_moved;
}

KnownSockets::Connection& KnownSockets::tell(const SocketEnds& ends, std::uint64_t owner, bool has_moved)
{
    auto& known = connections_[ends];
    tell(known.user, owner, has_moved);
    return known;
}

void KnownSockets::learn(const hl_flow_key& key, const hl_socket_flow& flow)
{
    if (key.owner == 0) return;
    const bool has_moved = flow.slot.packets != 0;
    if (flow.socket != 0) tell(sockets_[flow.socket], key.owner, has_moved);
    auto ends = SocketEnds::of(key, key.direction);
    if (ends.has_any_remote()) ends = ends.bound();
    if (ends.has_any_local()) ends = ends.anywhere();
    auto& known = tell(ends.in(flow.netns), key.owner, has_moved);
    if (key.proto == HL_IP_TCP) add_up(known.health[index_of(key.direction)], flow.tcp);
    tell(ends, key.owner, has_moved);
    if (key.proto != HL_IP_UDP || ends.remote_port == 0) return;
    tell(ends.bound().in(flow.netns), key.owner, has_moved);
    tell(ends.bound(), key.owner, has_moved);
}

// What is sent is its sender's: the packet has the socket. What is received is its receiver's, a socket of this namespace.
// What is neither is forwarded, and its sender's, if that is on this host: packets keep their socket through a veth.
KnownSockets::Finding KnownSockets::find(const hl_flow_key& key, std::uint32_t socket)
{
    const bool is_out = key.direction == HL_DIRECTION_OUT;
    const auto ends = SocketEnds::of(key, key.direction);
    auto* ours = connections_.find(ends.in(netns_));
    auto* health = ours != nullptr ? &ours->health[index_of(key.direction)] : nullptr;
    const auto* sender = socket != 0 ? sockets_.find(socket) : nullptr;
    if (sender != nullptr && is_out) return {sender->owner, !sender->is_shared, health};
    if (ours != nullptr) return {ours->user.owner, !ours->user.is_shared, health};
    if (is_ours_(ends.local)) return find_bound(ends);
    if (sender != nullptr) return {sender->owner, !sender->is_shared, nullptr};
    return find_elsewhere(ends, SocketEnds::of(key, is_out ? HL_DIRECTION_IN : HL_DIRECTION_OUT));
}

// A socket that is not connected, or bound to all addresses; another one may have the port meanwhile.
KnownSockets::Finding KnownSockets::find_bound(const SocketEnds& ends)
{
    return find_first({ends.anywhere().in(netns_), ends.bound().in(netns_), ends.bound().anywhere().in(netns_)});
}

// In some namespace of this host.
KnownSockets::Finding KnownSockets::find_elsewhere(const SocketEnds& ends, const SocketEnds& reversed)
{
    return find_first({ends, reversed, ends.anywhere(), reversed.anywhere(), ends.bound(), reversed.bound()});
}

KnownSockets::Finding KnownSockets::find_first(std::initializer_list<SocketEnds> likely)
{
    for (const auto& ends : likely)
        if (const auto* known = connections_.find(ends)) return {known->user.owner, false, nullptr};
    return {};
}

}  // namespace hookline::bpf
