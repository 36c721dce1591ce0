// SPDX-License-Identifier: MIT
// One process at work: its socket, how much it is to move, and what it has moved.
#pragma once

#include <sys/types.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <list>

#include "address.hpp"

namespace mover {

enum class Transport { tcp, udp, local, mptcp };

// What one process has moved over one pair of addresses: results of calls, never what was asked for.
struct Flow {
    Address local;
    Address peer;
    std::uint64_t sent = 0;
    std::uint64_t received = 0;
    std::uint64_t sends = 0;  // calls, or messages of sendmmsg(), that moved something
    std::uint64_t receives = 0;

    void add_sent(std::size_t bytes);
    void add_received(std::size_t bytes);
};

constexpr std::size_t kMaxChunk = 65'521;

class Task {
public:
    Task(Transport transport, Family family, int fd, Address peer, std::size_t total)
        : transport(transport), family(family), fd(fd), peer(peer), left_(total)
    {
    }

    const Transport transport;
    const Family family;
    const int fd;
    const Address peer;

    // Of the socket `fd`. A peer's flow stays where it is when others come.
    Flow& own();
    Flow& flow(const Address& local, const Address& other);
    void sent(std::size_t bytes) { own().add_sent(bytes); }
    void received(std::size_t bytes) { own().add_received(bytes); }

    [[nodiscard]] std::size_t left() const { return left_; }
    void take(std::size_t bytes) { left_ -= bytes; }
    // How much the next call asks for: sizes that fit nothing, no more than a datagram of one frame for UDP.
    std::size_t next_chunk();
    std::array<char, kMaxChunk>& buffer() { return buffer_; }

    void end_of_stream() const;  // the receiver's next call returns 0
    void print() const;          // one line of JSON

private:
    std::size_t left_;
    std::size_t turn_ = 0;
    std::list<Flow> flows_;
    std::array<char, kMaxChunk> buffer_{};
};

}  // namespace mover
