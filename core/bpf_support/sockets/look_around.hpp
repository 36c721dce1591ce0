// SPDX-License-Identifier: MIT
// What no event tells of sockets is looked for at times: not at every drain, as it costs time for each socket.
#pragma once

#include <hookline/plugin.hpp>

#include <chrono>

#include "bpf_support/sockets/socket_program.hpp"

namespace hookline::bpf {

class LookAround {
public:
    LookAround(const Host& host, const SocketProgram& program) : host_(host), program_(program) {}

    // Before each flip of the banks.
    void tick()
    {
        const auto now = Clock::now();
        if (now - last_ < std::chrono::seconds(1)) return;
        last_ = now;
        look(false);
    }
    // Now: before the end.
    void look(bool is_last)
    {
        try {
            program_.look_at_all(is_last);
        } catch (const Error& error) {
            if (!has_failed_) host_.error(error.what());
            has_failed_ = true;
        }
    }

private:
    using Clock = std::chrono::steady_clock;

    Host host_;
    const SocketProgram& program_;
    Clock::time_point last_{};
    bool has_failed_ = false;
};

}  // namespace hookline::bpf
