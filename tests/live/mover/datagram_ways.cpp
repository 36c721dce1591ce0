// SPDX-License-Identifier: MIT
// UDP's own: sockets without a peer or with several, segments that the kernel cuts and joins, its error queue.
#include <netinet/udp.h>
#include <poll.h>

#include <algorithm>
#include <array>
#include <cstring>

#include "bpf_support/unique_fd.hpp"
#include "failure.hpp"
#include "ways.hpp"

#ifndef UDP_GRO
#define UDP_GRO 104
#endif

namespace mover {

namespace {

using hookline::bpf::UniqueFd;

constexpr std::size_t kSegment = 1'201;
constexpr ssize_t kRefused = 313;  // an ICMP error has it whole (RFC 1812 section 4.3.2.3)

void send_left(Task& task, std::size_t size, int flags)
{
    while (task.left() > 0) {
        const std::size_t moved =
            check(::send(task.fd, task.buffer().data(), std::min(size ? size : task.next_chunk(), task.left()), flags),
                  "send");
        task.sent(moved);
        task.take(moved);
    }
}

void send_to(Task& task)
{
    while (task.left() > 0) {
        const std::size_t moved = check(
            ::sendto(task.fd, task.buffer().data(), task.next_chunk(), 0, task.peer.any(), task.peer.size), "sendto");
        task.sent(moved);
        task.take(moved);
    }
    task.end_of_stream();
}

// One call, many datagrams (udp(7), UDP_SEGMENT).
void send_segments(Task& task)
{
    const int size = kSegment;
    need(::setsockopt(task.fd, SOL_UDP, UDP_SEGMENT, &size, sizeof size), "UDP_SEGMENT", ENOPROTOOPT);
    send_left(task, 40'009, 0);
    task.end_of_stream();
}

void send_segments_of_a_call(Task& task)
{
    while (task.left() > 0) {
        iovec part{task.buffer().data(), std::min<std::size_t>(40'009, task.left())};
        alignas(cmsghdr) std::array<char, CMSG_SPACE(sizeof(std::uint16_t))> control{};
        msghdr message{};
        message.msg_iov = &part;
        message.msg_iovlen = 1;
        message.msg_control = control.data();
        message.msg_controllen = control.size();
        auto* option = CMSG_FIRSTHDR(&message);
        option->cmsg_level = SOL_UDP;
        option->cmsg_type = UDP_SEGMENT;
        option->cmsg_len = CMSG_LEN(sizeof(std::uint16_t));
        const std::uint16_t size = kSegment;
        std::memcpy(CMSG_DATA(option), &size, sizeof size);
        const std::size_t moved = check(::sendmsg(task.fd, &message, 0), "sendmsg");
        task.sent(moved);
        task.take(moved);
    }
    task.end_of_stream();
}

// Three calls fill one datagram.
void send_corked(Task& task)
{
    while (task.left() > 0) {
        for (const int flags : {int{MSG_MORE}, int{MSG_MORE}, 0}) {
            const auto size = std::min<std::size_t>(307, task.left());
            const std::size_t moved = check(::send(task.fd, task.buffer().data(), size, flags), "send MSG_MORE");
            task.sent(moved);
            task.take(moved);
        }
    }
    task.end_of_stream();
}

int type_of_errors(Family family)
{
    return family == Family::ipv4 ? IP_RECVERR : IPV6_RECVERR;
}

// A datagram to a closed port comes back on the error queue, bytes and all: that is no receiving.
void send_refused(Task& task)
{
    auto closed = loopback(task.family);
    const int domain = task.family == Family::ipv4 ? AF_INET : AF_INET6;
    const int level = task.family == Family::ipv4 ? SOL_IP : SOL_IPV6;
    const UniqueFd fd(check(::socket(domain, SOCK_DGRAM, 0), "socket"));
    const int on = 1;
    if (task.family == Family::mapped) check(::setsockopt(fd.get(), SOL_IP, IP_RECVERR, &on, sizeof on), "IP_RECVERR");
    check(::setsockopt(fd.get(), level, type_of_errors(task.family), &on, sizeof on), "RECVERR");
    {
        const UniqueFd bound(check(::socket(domain, SOCK_DGRAM, 0), "socket"));
        check(::bind(bound.get(), closed.any(), closed.size), "bind");
        closed = local_address(bound.get());
    }
    check(::connect(fd.get(), closed.any(), closed.size), "connect");
    const std::size_t moved = check(::send(fd.get(), task.buffer().data(), kRefused, 0), "send");
    task.flow(local_address(fd.get()), closed).add_sent(moved);
    pollfd waiting{fd.get(), 0, 0};
    check(::poll(&waiting, 1, -1), "poll");
    const auto returned = check(::recv(fd.get(), task.buffer().data(), kMaxChunk, MSG_ERRQUEUE), "recv MSG_ERRQUEUE");
    if (returned != kRefused) throw std::runtime_error("the error queue has not what was sent");
    send_left(task, 0, 0);
    task.end_of_stream();
}

constexpr int kPeers = 3;

// Three sockets send in turn, the last of them the task's own; each gets its bytes back.
void send_from_several(Task& task)
{
    std::array<UniqueFd, kPeers> sockets;
    for (auto& made : sockets) {
        auto address = loopback(task.family);
        made.reset(check(::socket(address.any()->sa_family, SOCK_DGRAM, 0), "socket"));
        check(::bind(made.get(), address.any(), address.size), "bind");
        check(::connect(made.get(), task.peer.any(), task.peer.size), "connect");
    }
    for (std::size_t turn = 0; task.left() > 0; ++turn) {
        const int fd = sockets[turn % kPeers].get();
        auto& flow = task.flow(local_address(fd), task.peer);
        const std::size_t moved = check(::send(fd, task.buffer().data(), task.next_chunk(), 0), "send");
        flow.add_sent(moved);
        flow.add_received(check(::recv(fd, task.buffer().data(), kMaxChunk, 0), "recv"));
        task.take(moved);
    }
    task.end_of_stream();
}

// One socket without a peer, which learns of each datagram where it is from.
void echo_to_several(Task& task)
{
    for (;;) {
        Address from;
        const std::size_t moved =
            check(::recvfrom(task.fd, task.buffer().data(), kMaxChunk, 0, from.any(), &from.size), "recvfrom");
        if (moved == 0) return;
        auto& flow = task.flow(local_address(task.fd), from);
        flow.add_received(moved);
        flow.add_sent(check(::sendto(task.fd, task.buffer().data(), moved, 0, from.any(), from.size), "sendto"));
    }
}

template <int Flags>
void receive_short(Task& task)
{
    while (const std::size_t moved = check(::recv(task.fd, task.buffer().data(), 199, Flags), "recv"))
        task.received(moved);
}

// One call, many datagrams (udp(7), UDP_GRO).
void receive_segments(Task& task)
{
    const int on = 1;
    need(::setsockopt(task.fd, SOL_UDP, UDP_GRO, &on, sizeof on), "UDP_GRO", ENOPROTOOPT);
    while (const std::size_t moved = check(::recv(task.fd, task.buffer().data(), kMaxChunk, 0), "recv"))
        task.received(moved);
}

void receive_connected(Task& task)
{
    check(::connect(task.fd, task.peer.any(), task.peer.size), "connect");
    while (const std::size_t moved = check(::recv(task.fd, task.buffer().data(), kMaxChunk, 0), "recv"))
        task.received(moved);
}

constexpr Way kSenders[] = {
    {"sendto", send_to, false}, {"gso", send_segments},    {"gso_of_a_call", send_segments_of_a_call},
    {"corked", send_corked},    {"refused", send_refused}, {"several", send_from_several, false}};
constexpr Way kReceivers[] = {{"several", echo_to_several},
                              {"short_buffer", receive_short<0>},
                              {"truncated_udp", receive_short<MSG_TRUNC>},
                              {"gro", receive_segments},
                              {"connected", receive_connected}};

}  // namespace

std::span<const Way> datagram_senders()
{
    return kSenders;
}

std::span<const Way> datagram_receivers()
{
    return kReceivers;
}

}  // namespace mover
