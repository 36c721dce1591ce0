// SPDX-License-Identifier: MIT
// Datagrams on many sockets, each a flow of its own, and how much was sent. A copy has the same sockets.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

#include "bpf_support/unique_fd.hpp"

namespace tests {

// A network namespace with its loopback up, for this process, gone with it. Throws std::system_error.
void enter_own_network();

class Senders {
public:
    // That many sockets, connected to ports of loopback where nobody receives; `first`: the first of those.
    Senders(std::size_t count, std::uint16_t first);

    // One datagram on each, of sizes that differ.
    void send();

    [[nodiscard]] std::size_t count() const { return sockets_.size(); }
    [[nodiscard]] std::uint64_t calls() const { return calls_; }
    [[nodiscard]] std::uint64_t bytes() const { return bytes_; }

private:
    std::vector<std::shared_ptr<hookline::bpf::UniqueFd>> sockets_;
    std::uint64_t calls_ = 0;
    std::uint64_t bytes_ = 0;
};

}  // namespace tests
