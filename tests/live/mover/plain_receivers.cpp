// SPDX-License-Identifier: MIT
// The calls that everybody receives with.
#include <unistd.h>

#include <algorithm>

#include "plain_calls.hpp"
#include "ways.hpp"

namespace mover {

namespace {

template <class Call>
void receive_all(Task& task, const char* name, const Call& call)
{
    while (const std::size_t moved = check(call(task.buffer().data(), task.buffer().size()), name))
        task.received(moved);
}

void receive_plain(Task& task)
{
    receive_all(task, "recv", [&](char* data, std::size_t size) { return ::recv(task.fd, data, size, 0); });
}

void receive_by_read(Task& task)
{
    receive_all(task, "read", [&](char* data, std::size_t size) { return ::read(task.fd, data, size); });
}

void receive_by_readv(Task& task)
{
    receive_all(task, "readv", [&](char* data, std::size_t size) {
        const std::array<iovec, 2> parts{{{data, 1}, {data + 1, size - 1}}};
        return ::readv(task.fd, parts.data(), parts.size());
    });
}

void receive_by_recvmsg(Task& task)
{
    receive_all(task, "recvmsg", [&](char* data, std::size_t size) {
        iovec part{data, size};
        msghdr message{};
        message.msg_iov = &part;
        message.msg_iovlen = 1;
        return ::recvmsg(task.fd, &message, 0);
    });
}

// One message takes what a call of its own would: the end is a message of no bytes.
void receive_by_recvmmsg(Task& task)
{
    Messages messages(task.buffer().data());
    for (;;) {
        const unsigned done =
            check(::recvmmsg(task.fd, messages.headers.data(), kMessages, MSG_WAITFORONE, nullptr), "recvmmsg");
        for (unsigned i = 0; i < done; ++i) {
            if (messages.headers[i].msg_len == 0) return;
            task.received(messages.headers[i].msg_len);
        }
    }
}

void receive_waiting_for_all(Task& task)
{
    receive_all(task, "recv", [&](char* data, std::size_t size) {
        return ::recv(task.fd, data, std::min<std::size_t>(size, 50'021), MSG_WAITALL);
    });
}

void receive_nonblocking(Task& task)
{
    set_nonblocking(task.fd);
    for (;;) {
        const auto moved = ::recv(task.fd, task.buffer().data(), task.buffer().size(), 0);
        if (moved < 0 && errno == EAGAIN) {
            wait(task.fd, POLLIN);
            continue;
        }
        if (check(moved, "recv") == 0) return;
        task.received(moved);
    }
}

constexpr Way kReceivers[] = {{"recv", receive_plain},
                              {"read", receive_by_read},
                              {"readv", receive_by_readv},
                              {"recvmsg", receive_by_recvmsg},
                              {"recvmmsg", receive_by_recvmmsg},
                              {"waitall", receive_waiting_for_all},
                              {"nonblocking", receive_nonblocking}};

}  // namespace

std::span<const Way> plain_receivers()
{
    return kReceivers;
}

}  // namespace mover
