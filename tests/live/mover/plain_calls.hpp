// SPDX-License-Identifier: MIT
// What senders and receivers of plain calls share.
#pragma once

#include <fcntl.h>
#include <poll.h>
#include <sys/uio.h>

#include <array>

#include "failure.hpp"
#include "task.hpp"

namespace mover {

inline void wait(int fd, short events)
{
    pollfd waiting{fd, events, 0};
    check(::poll(&waiting, 1, -1), "poll");
}

inline void set_nonblocking(int fd)
{
    check(::fcntl(fd, F_SETFL, O_NONBLOCK), "fcntl");
}

// Of sendmmsg() and recvmmsg().
constexpr std::size_t kMessages = 5;

struct Messages {
    std::array<mmsghdr, kMessages> headers{};
    std::array<iovec, kMessages> parts{};

    explicit Messages(char* data)
    {
        for (std::size_t i = 0; i < kMessages; ++i) {
            parts[i] = {data, kMaxChunk / kMessages};
            headers[i].msg_hdr.msg_iov = &parts[i];
            headers[i].msg_hdr.msg_iovlen = 1;
        }
    }
};

}  // namespace mover
