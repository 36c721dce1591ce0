// SPDX-License-Identifier: MIT
#include "route.hpp"

#include <netinet/tcp.h>

#include "failure.hpp"

namespace mover {

namespace {

using hookline::bpf::UniqueFd;

// Datagrams that wait for a slow receiver are not thrown away.
constexpr int kEnough = 16 << 20;

bool is_stream(Transport transport)
{
    return transport == Transport::tcp || transport == Transport::mptcp;
}

UniqueFd made_for(Transport transport, int family)
{
    if (transport == Transport::mptcp) {
        const int made = ::socket(family, SOCK_STREAM, IPPROTO_MPTCP);
        if (made < 0 && (errno == EPROTONOSUPPORT || errno == ENOPROTOOPT)) throw Skipped("this kernel has no MPTCP");
        return UniqueFd(check(made, "socket"));
    }
    return UniqueFd(check(::socket(family, transport == Transport::udp ? SOCK_DGRAM : SOCK_STREAM, 0), "socket"));
}

UniqueFd bound(Transport transport, Family family)
{
    auto address = loopback(family);
    auto made = made_for(transport, address.any()->sa_family);
    check(::bind(made.get(), address.any(), address.size), "bind");
    return made;
}

}  // namespace

Route::Route(Transport transport, Family family) : transport_(transport), family_(family)
{
    if (transport == Transport::local) {
        int ends[2];
        check(::socketpair(AF_UNIX, SOCK_STREAM, 0, ends), "socketpair");
        near_.reset(ends[0]);
        far_.reset(ends[1]);
    } else if (transport == Transport::udp) {
        near_ = bound(transport, family);
        far_ = bound(transport, family);
        check(::setsockopt(near_.get(), SOL_SOCKET, SO_RCVBUFFORCE, &kEnough, sizeof kEnough), "SO_RCVBUFFORCE");
    } else {
        near_ = bound(transport, family);
        const int waiting = 5;
        if (transport == Transport::tcp)
            check(::setsockopt(near_.get(), IPPROTO_TCP, TCP_FASTOPEN, &waiting, sizeof waiting), "TCP_FASTOPEN");
        check(::listen(near_.get(), 5), "listen");
    }
}

Task Route::receiver(std::size_t total)
{
    auto peer = far_ ? local_address(far_.get()) : Address{};
    far_.reset();
    if (is_stream(transport_)) {
        near_.reset(check(::accept(near_.get(), nullptr, nullptr), "accept"));
        peer = peer_address(near_.get());
    }
    return {transport_, family_, near_.get(), peer, total};
}

Task Route::sender(std::size_t total, bool connects)
{
    const auto peer = local_address(near_.get());
    near_.reset();
    if (is_stream(transport_)) far_ = made_for(transport_, peer.any()->sa_family);
    if (connects && transport_ != Transport::local) check(::connect(far_.get(), peer.any(), peer.size), "connect");
    return {transport_, family_, far_.get(), peer, total};
}

}  // namespace mover
