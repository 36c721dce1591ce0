// SPDX-License-Identifier: MIT
// The ways, by name. One who sends moves task.left() bytes and ends the stream; one who receives does so to the end.
#pragma once

#include <span>
#include <string_view>

#include "task.hpp"

namespace mover {

struct Way {
    std::string_view name;
    void (*run)(Task&);
    bool connects = true;  // false: the socket comes without a peer
};

// Each of a file.
std::span<const Way> plain_senders();
std::span<const Way> plain_receivers();
std::span<const Way> splice_senders();
std::span<const Way> splice_receivers();
std::span<const Way> special_senders();
std::span<const Way> special_receivers();
std::span<const Way> datagram_senders();
std::span<const Way> datagram_receivers();
std::span<const Way> uring_senders();
std::span<const Way> uring_receivers();
std::span<const Way> thread_senders();
std::span<const Way> thread_receivers();
std::span<const Way> mapped_receivers();

}  // namespace mover
