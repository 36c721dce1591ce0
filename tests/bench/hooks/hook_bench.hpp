// SPDX-License-Identifier: MIT
// All programs of one hook, measured side by side.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "case.hpp"
#include "driver.hpp"
#include "hook.hpp"
#include "result.hpp"
#include "tested_program.hpp"

namespace hookline::bench {

struct Effort {
    unsigned rounds = 9;
    std::uint32_t packets = 1'000'000;  // a round
    bool drain = false;                 // every round begins with empty maps, as after a drain
    unsigned loads = 3;                 // how often, meanwhile, all is loaded anew
};

class HookBench {
public:
    // Bare parsing, and what its figures are beside: the driver with the empty program.
    HookBench(const Hook& hook, const std::string& objects);

    // Loads it.
    void add(const std::string& name, TestedProgram program);

    [[nodiscard]] const Hook& hook() const { return *hook_; }
    std::vector<Row> measure(const Case& packets, const Effort& effort);

private:
    struct Entrant {
        std::string name;
        std::unique_ptr<TestedProgram> program;  // null: the driver's own empty program
        std::size_t driver;
        std::vector<double> ns;  // a packet, round by round

        [[nodiscard]] int fd(const Driver& driver) const { return program ? program->fd() : driver.empty_fd(); }
    };

    std::size_t driver_of(const std::string& name, const Shape& shape);
    void load_anew(const Case& packets, const Effort& effort);
    void run_round(unsigned round, const Effort& effort);
    double cost(Entrant& entrant, unsigned round, const Effort& effort);
    [[nodiscard]] const Entrant& empty_of(const Entrant& entrant) const;
    [[nodiscard]] Summary cost_of(const Entrant& entrant) const;
    [[nodiscard]] std::vector<Row> rows(const Case& packets, const Effort& effort) const;

    const Hook* hook_;
    std::vector<Driver> drivers_;
    std::vector<Entrant> entrants_;
};

}  // namespace hookline::bench
