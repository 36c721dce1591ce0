// SPDX-License-Identifier: MIT
#include "hook_bench.hpp"

#include <algorithm>
#include <utility>

#include "error.hpp"
#include "machine.hpp"

namespace hookline::bench {
namespace {

constexpr std::uint32_t kLeadIn = 10;  // a tenth of a round

}  // namespace

HookBench::HookBench(const Hook& hook, const std::string& objects) : hook_(&hook)
{
    add(kBareParsing, TestedProgram(objects + "/bench_parser.bpf.o", "parse_" + hook.name));
}

void HookBench::add(const std::string& name, TestedProgram program)
{
    const auto driver = driver_of(name, program.shape());
    program.load();
    entrants_.push_back({name, std::make_unique<TestedProgram>(std::move(program)), driver, {}});
}

// Each driver comes with an empty program of its own: programs that cannot share a driver share no base line either.
std::size_t HookBench::driver_of(const std::string& name, const Shape& shape)
{
    const auto found = std::ranges::find(drivers_, shape, &Driver::shape);
    const auto index = static_cast<std::size_t>(found - drivers_.begin());
    if (found != drivers_.end()) return index;
    Driver driver(*hook_, shape);
    try {
        driver.run("an empty program", driver.empty_fd(), 1, 0);
    } catch (const Error& refusal) {
        // Ours are of the hook's usual shape, and come first: where even that does not run it is the machine.
        if (drivers_.empty()) throw NotPermitted(refusal.what());
        throw Error(name + ": cannot be measured; of " + to_string(shape) + " the kernel does not run even " +
                    refusal.what());
    }
    drivers_.push_back(std::move(driver));
    entrants_.push_back({kEmpty, nullptr, index, {}});
    return index;
}

std::vector<Row> HookBench::measure(const Case& packets, const Effort& effort)
{
    for (Entrant& entrant : entrants_)
        entrant.ns.clear();
    const unsigned rounds_a_load = (effort.rounds + effort.loads - 1) / effort.loads;
    for (unsigned round = 0; round < effort.rounds; ++round) {
        if (round % rounds_a_load == 0) load_anew(packets, effort);
        run_round(round, effort);
    }
    return rows(packets, effort);
}

// Where in memory a few instructions lie makes them a nanosecond faster or slower, for as long as they are loaded; and
// what other cases left in the maps is no part of this one.
void HookBench::load_anew(const Case& packets, const Effort& effort)
{
    for (Driver& driver : drivers_) {
        driver = Driver(*hook_, driver.shape());
        driver.set_case(packets);
    }
    for (Entrant& entrant : entrants_)
        if (entrant.program) entrant.program->load();
    for (Entrant& entrant : entrants_) {
        Driver& driver = drivers_[entrant.driver];
        driver.touch_flows(entrant.name, entrant.fd(driver));
        cost(entrant, effort.rounds, effort);
    }
}

// Whoever comes first finds the caches and the machine in another state than the others: so it is each in turn.
void HookBench::run_round(unsigned round, const Effort& effort)
{
    for (std::size_t i = 0; i < entrants_.size(); ++i) {
        Entrant& entrant = entrants_[(round + i) % entrants_.size()];
        entrant.ns.push_back(cost(entrant, round, effort));
    }
}

double HookBench::cost(Entrant& entrant, unsigned round, const Effort& effort)
{
    Driver& driver = drivers_[entrant.driver];
    if (effort.drain && entrant.program) entrant.program->load();
    const int fd = entrant.fd(driver);
    // First what is not measured: the caches are those of the program that ran before.
    if (!effort.drain) driver.run(entrant.name, fd, effort.packets / kLeadIn + 1, ~std::uint64_t{round});
    return driver.run(entrant.name, fd, effort.packets, round + 1);
}

const HookBench::Entrant& HookBench::empty_of(const Entrant& entrant) const
{
    return *std::ranges::find_if(
        entrants_, [&](const Entrant& other) { return !other.program && other.driver == entrant.driver; });
}

Summary HookBench::cost_of(const Entrant& entrant) const
{
    return summarize(entrant.program ? differences(entrant.ns, empty_of(entrant).ns) : entrant.ns);
}

std::vector<Row> HookBench::rows(const Case& packets, const Effort& effort) const
{
    std::vector<Row> rows;
    for (const Entrant& entrant : entrants_) {
        if (!entrant.program && entrant.driver != 0) continue;  // of a shape that is not the hook's usual one
        rows.push_back({hook_->name, bench::to_string(packets), entrant.name, cost_of(entrant), effort.rounds,
                        effort.packets, effort.drain, std::nullopt, kernel_release(), cpu_model()});
    }
    return rows;
}

}  // namespace hookline::bench
