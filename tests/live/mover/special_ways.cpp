// SPDX-License-Identifier: MIT
// TCP's own: urgent data, half-close, zero-copy, data in the SYN, data that nobody reads.
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/time.h>
// After it: linux/errqueue.h needs struct timespec.
#include <linux/errqueue.h>

#include <algorithm>

#include "failure.hpp"
#include "ways.hpp"

namespace mover {

namespace {

void set_option(int fd, int level, int name, int value, const char* words)
{
    check(::setsockopt(fd, level, name, &value, sizeof value), words);
}

void send_part(Task& task, std::size_t until_left, int flags)
{
    while (task.left() > until_left) {
        const auto size = std::min(task.next_chunk(), task.left() - until_left);
        const std::size_t moved = check(::send(task.fd, task.buffer().data(), size, flags), "send");
        task.sent(moved);
        task.take(moved);
    }
}

// One byte in the middle is urgent.
void send_urgent(Task& task)
{
    send_part(task, task.left() / 2, 0);
    send_part(task, task.left() - 1, MSG_OOB);
    send_part(task, 0, 0);
    task.end_of_stream();
}

void receive_to_end(Task& task, int flags)
{
    while (const std::size_t moved = check(::recv(task.fd, task.buffer().data(), kMaxChunk, flags), "recv"))
        task.received(moved);
}

// The urgent byte by a call of its own: a plain recv() leaves it out (RFC 6093 section 3.1).
void receive_urgent(Task& task)
{
    bool urgent_read = false;
    for (;;) {
        pollfd waiting{task.fd, static_cast<short>(urgent_read ? POLLIN : POLLIN | POLLPRI), 0};
        check(::poll(&waiting, 1, -1), "poll");
        const bool urgent = !urgent_read && (waiting.revents & POLLPRI);
        const auto moved = ::recv(task.fd, task.buffer().data(), urgent ? 1 : kMaxChunk, urgent ? MSG_OOB : 0);
        if (urgent && moved < 0 && errno == EAGAIN) continue;  // announced, and not here yet
        task.received(check(moved, "recv"));
        urgent_read |= urgent;
        if (moved == 0) return;
    }
}

void receive_urgent_inline(Task& task)
{
    set_option(task.fd, SOL_SOCKET, SO_OOBINLINE, 1, "SO_OOBINLINE");
    receive_to_end(task, 0);
}

// A look is no receiving: each byte is looked at, some more than once.
void receive_after_peek(Task& task)
{
    for (;;) {
        const auto seen = check(::recv(task.fd, task.buffer().data(), kMaxChunk, MSG_PEEK), "recv MSG_PEEK");
        const auto moved = check(::recv(task.fd, task.buffer().data(), std::max<ssize_t>(1, seen / 2), 0), "recv");
        if (moved == 0) return;
        task.received(moved);
    }
}

// The kernel throws the bytes away, and says how many (tcp(7)).
void receive_truncated(Task& task)
{
    receive_to_end(task, MSG_TRUNC);
}

// The other side's answer comes after our FIN.
void send_and_hear(Task& task)
{
    send_part(task, 0, 0);
    task.end_of_stream();
    receive_to_end(task, 0);
}

void receive_and_answer(Task& task)
{
    receive_to_end(task, 0);
    send_part(task, 0, 0);
    task.end_of_stream();
}

// Ends with bytes unread, and so with a reset; what is left in the socket was never received.
void receive_a_part(Task& task)
{
    std::size_t all = 0;
    while (all < task.left() / 2) {
        const std::size_t moved = check(::recv(task.fd, task.buffer().data(), 997, 0), "recv");
        task.received(moved);
        all += moved;
    }
}

void send_until_reset(Task& task)
{
    while (task.left() > 0) {
        const auto moved = ::send(task.fd, task.buffer().data(), task.next_chunk(), MSG_NOSIGNAL);
        if (moved < 0 && (errno == ECONNRESET || errno == EPIPE)) return;
        task.sent(check(moved, "send"));
        task.take(moved);
    }
    char nothing = 0;
    if (::recv(task.fd, &nothing, 1, 0) >= 0 || errno != ECONNRESET) throw std::runtime_error("no reset has come");
}

// The kernel says on the error queue which calls' pages it is done with: this is no traffic.
void wait_for_pages(int fd, unsigned calls)
{
    for (unsigned done = 0; done < calls;) {
        pollfd waiting{fd, 0, 0};
        check(::poll(&waiting, 1, -1), "poll");
        char control[256];
        msghdr message{};
        message.msg_control = control;
        message.msg_controllen = sizeof control;
        if (::recvmsg(fd, &message, MSG_ERRQUEUE) < 0 && errno == EAGAIN) continue;
        for (auto* part = CMSG_FIRSTHDR(&message); part; part = CMSG_NXTHDR(&message, part)) {
            const auto& report = *reinterpret_cast<const sock_extended_err*>(CMSG_DATA(part));
            if (report.ee_origin == SO_EE_ORIGIN_ZEROCOPY) done = report.ee_data + 1;
        }
    }
}

void send_zerocopy(Task& task)
{
    set_option(task.fd, SOL_SOCKET, SO_ZEROCOPY, 1, "SO_ZEROCOPY");
    unsigned calls = 0;
    for (; task.left() > 0; ++calls) {
        const auto moved = ::send(task.fd, task.buffer().data(), task.next_chunk(), MSG_ZEROCOPY);
        task.sent(check(moved, "send MSG_ZEROCOPY"));
        task.take(moved);
    }
    wait_for_pages(task.fd, calls);
    task.end_of_stream();
}

// Data in the SYN (RFC 7413): the call begins on a socket that has no peer yet.
void send_with_syn(Task& task)
{
    const auto moved = ::sendto(task.fd, task.buffer().data(), std::min<std::size_t>(1009, task.left()), MSG_FASTOPEN,
                                task.peer.any(), task.peer.size);
    task.sent(need(moved, "sendto MSG_FASTOPEN", EOPNOTSUPP));
    task.take(moved);
    tcp_info info{};
    socklen_t size = sizeof info;
    send_part(task, 0, 0);
    check(::getsockopt(task.fd, IPPROTO_TCP, TCP_INFO, &info, &size), "TCP_INFO");
    if (!(info.tcpi_options & TCPI_OPT_SYN_DATA)) throw Skipped("no data in the SYN: net.ipv4.tcp_fastopen forbids it");
    task.end_of_stream();
}

constexpr Way kSenders[] = {{"urgent", send_urgent},
                            {"half_close", send_and_hear},
                            {"until_reset", send_until_reset},
                            {"zerocopy", send_zerocopy},
                            {"fastopen", send_with_syn, false}};
constexpr Way kReceivers[] = {{"urgent", receive_urgent},     {"urgent_inline", receive_urgent_inline},
                              {"peek", receive_after_peek},   {"truncated", receive_truncated},
                              {"answer", receive_and_answer}, {"a_part", receive_a_part}};

}  // namespace

std::span<const Way> special_senders()
{
    return kSenders;
}

std::span<const Way> special_receivers()
{
    return kReceivers;
}

}  // namespace mover
