// SPDX-License-Identifier: MIT
// Where the programs of sockets are attached, until this is gone.
#pragma once

#include <hookline/plugin.hpp>

#include <cstdint>
#include <vector>

#include "bpf_support/objects.hpp"
#include "bpf_support/sockets/return_probe.hpp"

namespace hookline::bpf {

class SocketLinks {
public:
    SocketLinks() = default;
    // Removes what killed hooklines have left.
    explicit SocketLinks(const Host& host);

    void add(Link link) { links_.push_back(std::move(link)); }
    // To where the program's section says. Throws Error.
    void attach(const Host& host, const bpf_program* program);

    [[nodiscard]] bool empty() const { return links_.empty() && returns_.empty(); }
    // Detaches all. What was missed is still known.
    void clear();
    // Calls that return probes did not see, as too many waited; only ever growing.
    [[nodiscard]] std::uint64_t missed();

private:
    bool attach_to_return(const Host& host, const bpf_program* program);

    std::vector<Link> links_;
    std::vector<ReturnProbe> returns_;
    std::uint64_t missed_ = 0;
    bool has_events_ = true;  // as far as is known
};

}  // namespace hookline::bpf
