// SPDX-License-Identifier: MIT
// The driver program of one shape, loaded: draws flows, and calls the program under test for each packet.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "case.hpp"
#include "hook.hpp"

struct bench_driver_bpf;

namespace hookline::bench {

class Driver {
public:
    Driver(const Hook& hook, const Shape& shape);

    [[nodiscard]] const Shape& shape() const { return shape_; }
    [[nodiscard]] int empty_fd() const;

    void set_case(const Case& packets);

    // Nanoseconds a packet, driver included. Equal seeds draw equal flows. `name` is for errors.
    double run(const std::string& name, int program_fd, std::uint32_t packets, std::uint64_t seed);

    // Each flow once.
    void touch_flows(const std::string& name, int program_fd);

    // The frame as it is after one packet has gone through: for tests.
    std::vector<std::uint8_t> next_packet();

private:
    struct Destroy {
        void operator()(bench_driver_bpf* skeleton) const;
    };
    void aim(const std::string& name, int program_fd);
    double repeat(const std::string& name, std::uint32_t packets);

    Shape shape_;
    std::unique_ptr<bench_driver_bpf, Destroy> skeleton_;
    bpf_program* drive_ = nullptr;
    bpf_program* empty_ = nullptr;
    std::vector<std::uint8_t> packet_;
};

}  // namespace hookline::bench
