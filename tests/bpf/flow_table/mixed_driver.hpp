// SPDX-License-Identifier: MIT
// The driver of mixed_driver.bpf.c, loaded.
#pragma once

#include "bpf/packet_builder.hpp"

#include <cstdint>
#include <memory>

struct mixed_driver_bpf;

namespace hookline::test {

class MixedDriver {
public:
    explicit MixedDriver(int target_program_fd);

    void flood(std::uint32_t packets);  // spoofed ones only
    void send(std::uint32_t packets);   // half of them spoofed

    [[nodiscard]] std::uint64_t sent(std::size_t flow) const;  // the first ones send most
    [[nodiscard]] static std::uint32_t source_of(std::size_t flow);  // host byte order

private:
    struct Destroy {
        void operator()(mixed_driver_bpf* skeleton) const;
    };
    void run(std::uint32_t packets);

    std::unique_ptr<mixed_driver_bpf, Destroy> skeleton_;
    Bytes packet_;
};

}  // namespace hookline::test
