// SPDX-License-Identifier: MIT
// Between sockets and files, without a buffer of the process.
#include <fcntl.h>
#include <poll.h>
#include <sys/mman.h>
#include <sys/sendfile.h>
#include <unistd.h>

#include <algorithm>

#include "bpf_support/unique_fd.hpp"
#include "failure.hpp"
#include "ways.hpp"

namespace mover {

namespace {

using hookline::bpf::UniqueFd;

struct Pipe {
    UniqueFd out;
    UniqueFd in;

    Pipe()
    {
        int ends[2];
        check(::pipe(ends), "pipe");
        out.reset(ends[0]);
        in.reset(ends[1]);
    }
};

// Has pages in the page cache, as a file on a disk has.
UniqueFd file_of(std::size_t bytes)
{
    UniqueFd made(check(::memfd_create("mover", 0), "memfd_create"));
    check(::ftruncate(made.get(), static_cast<off_t>(bytes)), "ftruncate");
    return made;
}

void send_by_sendfile(Task& task)
{
    const auto file = file_of(task.left());
    while (task.left() > 0) {
        const std::size_t moved = check(::sendfile(task.fd, file.get(), nullptr, task.next_chunk()), "sendfile");
        task.sent(moved);
        task.take(moved);
    }
    task.end_of_stream();
}

// Asks for all that is left: the kernel reads more of the file than the socket takes.
void send_by_sendfile_nonblocking(Task& task)
{
    check(::fcntl(task.fd, F_SETFL, O_NONBLOCK), "fcntl");
    const auto file = file_of(task.left());
    while (task.left() > 0) {
        const auto moved = ::sendfile(task.fd, file.get(), nullptr, task.left());
        if (moved < 0 && errno == EAGAIN) {
            pollfd waiting{task.fd, POLLOUT, 0};
            check(::poll(&waiting, 1, -1), "poll");
            continue;
        }
        task.sent(check(moved, "sendfile"));
        task.take(moved);
    }
    task.end_of_stream();
}

void send_by_splice(Task& task)
{
    const auto file = file_of(task.left());
    const Pipe pipe;
    const unsigned flags = task.transport == Transport::udp ? 0 : SPLICE_F_MORE;  // one datagram a call
    while (task.left() > 0) {
        std::size_t inside =
            check(::splice(file.get(), nullptr, pipe.in.get(), nullptr, task.next_chunk(), 0), "splice from file");
        while (inside > 0) {
            const std::size_t moved =
                check(::splice(pipe.out.get(), nullptr, task.fd, nullptr, inside, flags), "splice to socket");
            task.sent(moved);
            task.take(moved);
            inside -= moved;
        }
    }
    task.end_of_stream();
}

UniqueFd nowhere()
{
    return UniqueFd(check(::open("/dev/null", O_WRONLY), "open /dev/null"));
}

// One splice() from the socket; what has come goes on to the file.
std::size_t splice_once(Task& task, const Pipe& pipe, const UniqueFd& file, unsigned flags)
{
    ssize_t moved = 0;
    while ((moved = ::splice(task.fd, nullptr, pipe.in.get(), nullptr, kMaxChunk, flags)) < 0 && errno == EAGAIN) {
        pollfd waiting{task.fd, POLLIN, 0};
        check(::poll(&waiting, 1, -1), "poll");
    }
    std::size_t inside = check(moved, "splice from socket");
    task.received(inside);
    while (inside > 0)
        inside -= check(::splice(pipe.out.get(), nullptr, file.get(), nullptr, inside, 0), "splice to file");
    return moved;
}

void receive_by_splice(Task& task)
{
    const Pipe pipe;
    const auto file = nowhere();
    while (splice_once(task, pipe, file, 0) > 0) {
    }
}

void receive_by_splice_nonblocking(Task& task)
{
    const Pipe pipe;
    const auto file = nowhere();
    while (splice_once(task, pipe, file, SPLICE_F_NONBLOCK) > 0) {
    }
}

// In turn with recv(), which is counted where splice() is not.
void receive_mixed(Task& task)
{
    const Pipe pipe;
    const auto file = nowhere();
    for (;;) {
        const std::size_t moved = check(::recv(task.fd, task.buffer().data(), 5003, 0), "recv");
        task.received(moved);
        if (moved == 0 || splice_once(task, pipe, file, 0) == 0) return;
    }
}

constexpr Way kSenders[] = {
    {"sendfile", send_by_sendfile}, {"sendfile_nonblocking", send_by_sendfile_nonblocking}, {"splice", send_by_splice}};
constexpr Way kReceivers[] = {
    {"splice", receive_by_splice}, {"splice_nonblocking", receive_by_splice_nonblocking}, {"mixed", receive_mixed}};

}  // namespace

std::span<const Way> splice_senders()
{
    return kSenders;
}

std::span<const Way> splice_receivers()
{
    return kReceivers;
}

}  // namespace mover
