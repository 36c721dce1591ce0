// SPDX-License-Identifier: MIT
#include "senders.hpp"

#include <arpa/inet.h>
#include <net/if.h>
#include <sched.h>
#include <sys/ioctl.h>
#include <sys/socket.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <system_error>

namespace tests {
namespace {

void check(long result, const char* what)
{
    if (result < 0) throw std::system_error(errno, std::generic_category(), what);
}

hookline::bpf::UniqueFd connected(std::uint16_t port)
{
    sockaddr_in peer{};
    peer.sin_family = AF_INET;
    peer.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    peer.sin_port = htons(port);
    hookline::bpf::UniqueFd made(::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0));
    check(made.get(), "socket");
    check(::connect(made.get(), reinterpret_cast<const sockaddr*>(&peer), sizeof peer), "connect");
    return made;
}

}  // namespace

void enter_own_network()
{
    check(::unshare(CLONE_NEWNET), "unshare");
    const hookline::bpf::UniqueFd any(::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0));
    check(any.get(), "socket");
    ifreq loopback{};
    std::strcpy(loopback.ifr_name, "lo");
    loopback.ifr_flags = IFF_UP | IFF_RUNNING;
    check(::ioctl(any.get(), SIOCSIFFLAGS, &loopback), "SIOCSIFFLAGS");
}

// 127.0.0.0/8 is nobody's but ours: who receives nothing there is told so by ICMP, and does not care.
Senders::Senders(std::size_t count, std::uint16_t first)
{
    for (std::size_t i = 0; i < count; ++i)
        sockets_.push_back(std::make_shared<hookline::bpf::UniqueFd>(connected(static_cast<std::uint16_t>(first + i))));
}

void Senders::send()
{
    static constexpr std::array<char, 1200> kBytes{};
    for (const auto& socket : sockets_) {
        const auto once = [&] { return ::send(socket->get(), kBytes.data(), 1 + calls_ * 37 % kBytes.size(), 0); };
        auto sent = once();
        if (sent < 0 && errno == ECONNREFUSED) sent = once();  // that was said of the datagram before
        if (sent < 0) {
            if (errno != ECONNREFUSED) check(sent, "send");
            continue;
        }
        ++calls_;
        bytes_ += static_cast<std::uint64_t>(sent);
    }
}

}  // namespace tests
