// SPDX-License-Identifier: MIT
// The calls that everybody sends with.
#include <unistd.h>

#include <algorithm>
#include <vector>

#include "plain_calls.hpp"
#include "ways.hpp"

namespace mover {

namespace {

template <class Call>
void send_all(Task& task, const char* name, const Call& call)
{
    while (task.left() > 0) {
        const std::size_t moved = check(call(task.buffer().data(), task.next_chunk()), name);
        task.sent(moved);
        task.take(moved);
    }
    task.end_of_stream();
}

void send_plain(Task& task)
{
    send_all(task, "send", [&](char* data, std::size_t size) { return ::send(task.fd, data, size, 0); });
}

void send_by_write(Task& task)
{
    send_all(task, "write", [&](char* data, std::size_t size) { return ::write(task.fd, data, size); });
}

void send_by_writev(Task& task)
{
    send_all(task, "writev", [&](char* data, std::size_t size) {
        const std::array<iovec, 2> parts{{{data, size / 3}, {data, size - size / 3}}};
        return ::writev(task.fd, parts.data(), parts.size());
    });
}

void send_by_sendmsg(Task& task)
{
    send_all(task, "sendmsg", [&](char* data, std::size_t size) {
        iovec part{data, size};
        msghdr message{};
        message.msg_iov = &part;
        message.msg_iovlen = 1;
        return ::sendmsg(task.fd, &message, 0);
    });
}

void send_by_sendmmsg(Task& task)
{
    Messages messages(task.buffer().data());
    while (task.left() > 0) {
        auto left = task.left();
        unsigned count = 0;
        for (; count < kMessages && left > 0; ++count) {
            messages.parts[count].iov_len = std::min({task.next_chunk(), left, kMaxChunk / kMessages});
            left -= messages.parts[count].iov_len;
        }
        const unsigned done = check(::sendmmsg(task.fd, messages.headers.data(), count, 0), "sendmmsg");
        for (unsigned i = 0; i < done; ++i) {
            task.sent(messages.headers[i].msg_len);
            task.take(messages.headers[i].msg_len);
        }
    }
    task.end_of_stream();
}

// Asks for all that is left, each time: a stream takes a part of it, or nothing.
void send_nonblocking(Task& task)
{
    set_nonblocking(task.fd);
    const std::vector<char> data(task.left());
    while (task.left() > 0) {
        const auto size = task.transport == Transport::udp ? task.next_chunk() : task.left();
        const auto moved = ::send(task.fd, data.data(), size, 0);
        if (moved < 0 && errno == EAGAIN) {
            wait(task.fd, POLLOUT);
            continue;
        }
        task.sent(check(moved, "send"));
        task.take(moved);
    }
    task.end_of_stream();
}

constexpr Way kSenders[] = {{"send", send_plain},           {"write", send_by_write},
                            {"writev", send_by_writev},     {"sendmsg", send_by_sendmsg},
                            {"sendmmsg", send_by_sendmmsg}, {"nonblocking", send_nonblocking}};

}  // namespace

std::span<const Way> plain_senders()
{
    return kSenders;
}

}  // namespace mover
