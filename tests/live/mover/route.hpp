// SPDX-License-Identifier: MIT
// The sockets of the two processes, made before they part.
#pragma once

#include "address.hpp"
#include "bpf_support/unique_fd.hpp"
#include "task.hpp"

namespace mover {

class Route {
public:
    Route(Transport transport, Family family);

    // In the process that receives; TCP waits for its connection here.
    [[nodiscard]] Task receiver(std::size_t total);
    // In the process that sends; connected if `connects`.
    [[nodiscard]] Task sender(std::size_t total, bool connects);

private:
    Transport transport_;
    Family family_;
    hookline::bpf::UniqueFd near_;  // the receiver's, or what listens for it
    hookline::bpf::UniqueFd far_;
};

}  // namespace mover
