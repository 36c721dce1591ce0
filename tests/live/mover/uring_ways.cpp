// SPDX-License-Identifier: MIT
// io_uring: in the process's own call, in a worker thread of the kernel, in its polling thread.
#include <unistd.h>

#include <algorithm>

#include "uring.hpp"
#include "ways.hpp"

namespace mover {

namespace {

template <class Prepare>
void send_all(Task& task, Ring& ring, unsigned flags, const Prepare& prepare)
{
    while (task.left() > 0) {
        const auto size = task.next_chunk();
        const auto moved = ring.run(flags, [&](io_uring_sqe* request) { prepare(request, size); });
        task.sent(moved);
        task.take(moved);
    }
    task.end_of_stream();
}

template <class Prepare>
void receive_all(Task& task, Ring& ring, unsigned flags, const Prepare& prepare)
{
    while (const auto moved = ring.run(flags, prepare))
        task.received(moved);
}

template <unsigned Setup, unsigned Flags>
void send_by_uring(Task& task)
{
    Ring ring(Setup, task.fd);
    const int fd = Flags & IOSQE_FIXED_FILE ? 0 : task.fd;
    send_all(task, ring, Flags, [&](io_uring_sqe* request, std::size_t size) {
        ::io_uring_prep_send(request, fd, task.buffer().data(), size, 0);
    });
}

void write_by_uring(Task& task)
{
    Ring ring(0, task.fd);
    send_all(task, ring, 0, [&](io_uring_sqe* request, std::size_t size) {
        ::io_uring_prep_write(request, task.fd, task.buffer().data(), size, 0);
    });
}

void send_zerocopy_by_uring(Task& task)
{
    Ring ring(0, task.fd);
    send_all(task, ring, 0, [&](io_uring_sqe* request, std::size_t size) {
        ::io_uring_prep_send_zc(request, task.fd, task.buffer().data(), size, 0, 0);
    });
}

template <unsigned Setup, unsigned Flags>
void receive_by_uring(Task& task)
{
    Ring ring(Setup, task.fd);
    const int fd = Flags & IOSQE_FIXED_FILE ? 0 : task.fd;
    receive_all(task, ring, Flags,
                [&](io_uring_sqe* request) { ::io_uring_prep_recv(request, fd, task.buffer().data(), kMaxChunk, 0); });
}

void read_by_uring(Task& task)
{
    Ring ring(0, task.fd);
    receive_all(task, ring, 0, [&](io_uring_sqe* request) {
        ::io_uring_prep_read(request, task.fd, task.buffer().data(), kMaxChunk, 0);
    });
}

struct Pipe {
    int ends[2];

    Pipe() { check(::pipe(ends), "pipe"); }
    ~Pipe() { ::close(ends[0]), ::close(ends[1]); }
    Pipe(const Pipe&) = delete;
    Pipe& operator=(const Pipe&) = delete;
    Pipe(Pipe&&) = delete;
    Pipe& operator=(Pipe&&) = delete;
};

// io_uring splices in a worker thread of the kernel, always.
void splice_out_by_uring(Task& task)
{
    Ring ring(0, task.fd);
    const Pipe pipe;
    while (task.left() > 0) {
        const auto size = std::min<std::size_t>(task.next_chunk(), 4'099);  // a pipe takes it at once
        check(::write(pipe.ends[1], task.buffer().data(), size), "write");
        for (std::size_t inside = size; inside > 0;) {
            const auto moved = ring.run(0, [&](io_uring_sqe* request) {
                ::io_uring_prep_splice(request, pipe.ends[0], -1, task.fd, -1, inside, 0);
            });
            task.sent(moved);
            task.take(moved);
            inside -= moved;
        }
    }
    task.end_of_stream();
}

void splice_in_by_uring(Task& task)
{
    Ring ring(0, task.fd);
    const Pipe pipe;
    for (;;) {
        std::size_t inside = ring.run(0, [&](io_uring_sqe* request) {
            ::io_uring_prep_splice(request, task.fd, -1, pipe.ends[1], -1, kMaxChunk, 0);
        });
        if (inside == 0) return;
        task.received(inside);
        while (inside > 0)
            inside -= check(::read(pipe.ends[0], task.buffer().data(), kMaxChunk), "read");
    }
}

constexpr unsigned kPolled = IORING_SETUP_SQPOLL;
constexpr Way kSenders[] = {{"uring", send_by_uring<0, 0>},
                            {"uring_worker", send_by_uring<0, IOSQE_ASYNC>},
                            {"uring_polled", send_by_uring<kPolled, IOSQE_FIXED_FILE>},
                            {"uring_write", write_by_uring},
                            {"uring_zerocopy", send_zerocopy_by_uring},
                            {"uring_splice", splice_out_by_uring}};
constexpr Way kReceivers[] = {{"uring", receive_by_uring<0, 0>},
                              {"uring_worker", receive_by_uring<0, IOSQE_ASYNC>},
                              {"uring_polled", receive_by_uring<kPolled, IOSQE_FIXED_FILE>},
                              {"uring_read", read_by_uring},
                              {"uring_splice", splice_in_by_uring}};

}  // namespace

std::span<const Way> uring_senders()
{
    return kSenders;
}

std::span<const Way> uring_receivers()
{
    return kReceivers;
}

}  // namespace mover
