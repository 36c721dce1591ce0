// SPDX-License-Identifier: MIT
// TCP_ZEROCOPY_RECEIVE: getsockopt() maps whole pages of the stream and copies the rest, recvmsg() is not called.
#include <linux/tcp.h>
#include <poll.h>
#include <sys/mman.h>

#include "failure.hpp"
#include "ways.hpp"

namespace mover {

namespace {

class Mapping {
public:
    explicit Mapping(int fd) : start_(::mmap(nullptr, kSize, PROT_READ, MAP_SHARED, fd, 0))
    {
        if (start_ == MAP_FAILED) throw Skipped("this kernel does not map TCP sockets");
    }
    ~Mapping() { ::munmap(start_, kSize); }
    Mapping(const Mapping&) = delete;
    Mapping& operator=(const Mapping&) = delete;
    Mapping(Mapping&&) = delete;
    Mapping& operator=(Mapping&&) = delete;

    static constexpr std::size_t kSize = 16 * 4096;
    [[nodiscard]] std::uint64_t address() const { return reinterpret_cast<std::uint64_t>(start_); }

private:
    void* start_;
};

// One getsockopt(): what it moved. What it cannot move (`order.recv_skip_hint`) is for recv().
std::size_t map_once(Task& task, const Mapping& mapping, tcp_zerocopy_receive& order)
{
    order = {};
    order.address = mapping.address();
    order.length = Mapping::kSize;
    order.copybuf_address = reinterpret_cast<std::uint64_t>(task.buffer().data());
    order.copybuf_len = 4'096;
    socklen_t size = sizeof order;
    const int status = ::getsockopt(task.fd, IPPROTO_TCP, TCP_ZEROCOPY_RECEIVE, &order, &size);
    if (status < 0 && errno == EIO) return 0;  // the other side has ended, and nothing can be mapped
    check(status, "TCP_ZEROCOPY_RECEIVE");
    // A kernel that does not copy says that its structure ends before.
    const bool copies = size >= offsetof(tcp_zerocopy_receive, flags) && order.copybuf_len > 0;
    return order.length + (copies ? static_cast<std::size_t>(order.copybuf_len) : 0);
}

void receive_mapped(Task& task)
{
    const Mapping mapping(task.fd);
    for (;;) {
        pollfd waiting{task.fd, POLLIN, 0};
        check(::poll(&waiting, 1, -1), "poll");
        tcp_zerocopy_receive order{};
        if (const auto mapped = map_once(task, mapping, order)) {
            task.received(mapped);
            continue;
        }
        const std::size_t moved = check(::recv(task.fd, task.buffer().data(), 4'099, 0), "recv");
        if (moved == 0) return;
        task.received(moved);
    }
}

constexpr Way kReceivers[] = {{"mapped", receive_mapped}};

}  // namespace

std::span<const Way> mapped_receivers()
{
    return kReceivers;
}

}  // namespace mover
