// SPDX-License-Identifier: MIT
// A ring of io_uring that has one request at a time.
#pragma once

#include <liburing.h>

#include <cerrno>

#include "failure.hpp"

namespace mover {

class Ring {
public:
    explicit Ring(unsigned setup_flags, int fd)
    {
        const int error = ::io_uring_queue_init(8, &ring_, setup_flags);
        if (error == -ENOSYS || error == -EPERM) throw Skipped("this kernel has no io_uring, or forbids it");
        check_result(error, "io_uring_queue_init");
        // Before 5.11 a polling thread takes registered files alone.
        if (setup_flags & IORING_SETUP_SQPOLL) check_result(::io_uring_register_files(&ring_, &fd, 1), "register");
    }
    ~Ring() { ::io_uring_queue_exit(&ring_); }
    Ring(const Ring&) = delete;
    Ring& operator=(const Ring&) = delete;
    Ring(Ring&&) = delete;
    Ring& operator=(Ring&&) = delete;

    // One request, from start to end.
    template <class Prepare>
    std::size_t run(unsigned flags, const Prepare& prepare)
    {
        auto* request = ::io_uring_get_sqe(&ring_);
        prepare(request);
        ::io_uring_sqe_set_flags(request, flags);
        check_result(::io_uring_submit(&ring_), "io_uring_submit");
        return wait();
    }

private:
    std::size_t wait()
    {
        for (int result = 0;;) {
            io_uring_cqe* done = nullptr;
            check_result(::io_uring_wait_cqe(&ring_, &done), "io_uring_wait_cqe");
            const auto flags = done->flags;
            if (!(flags & IORING_CQE_F_NOTIF)) result = done->res;
            ::io_uring_cqe_seen(&ring_, done);
            if (flags & IORING_CQE_F_MORE) continue;  // its notification is to come: a buffer may be used again
            if (result == -EINVAL) throw Skipped("this kernel's io_uring does not have it");
            return check_result(result, "io_uring");
        }
    }

    static std::size_t check_result(int result, const char* call)
    {
        errno = result < 0 ? -result : 0;
        return check(result < 0 ? -1 : result, call);
    }

    io_uring ring_{};
};

}  // namespace mover
