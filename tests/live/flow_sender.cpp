// SPDX-License-Identifier: MIT
// New flows at a steady rate through a program that somebody else loaded and attached: more than a packet socket can
// send. flow_sender HOOK PROGRAM_ID FLOWS_A_SECOND SECONDS prints how many packets, one of each flow, went through it.
#include <bpf/bpf.h>

#include <cerrno>
#include <chrono>
#include <cstdint>
#include <cstdlib>
#include <iostream>
#include <stdexcept>
#include <thread>

#include "bench/hooks/driver.hpp"
#include "bench/hooks/traffic.h"
#include "bpf_support/errors.hpp"
#include "bpf_support/probes.hpp"
#include "bpf_support/unique_fd.hpp"

namespace {

using namespace hookline;
using Clock = std::chrono::steady_clock;

constexpr int kBurstsASecond = 100;

// As the capture loads the programs of that hook here.
bench::Shape shape_of(const bench::Hook& hook)
{
    const bool is_xdp = hook.type == BPF_PROG_TYPE_XDP;
    return {hook.type, is_xdp ? BPF_XDP : BPF_CGROUP_INET_INGRESS, is_xdp && bpf::has_xdp_frags()};
}

bpf::UniqueFd program_of(std::uint32_t id)
{
    const int fd = bpf_prog_get_fd_by_id(id);
    if (fd < 0) throw std::runtime_error("program " + std::to_string(id) + ": " + bpf::kernel_words(errno));
    return bpf::UniqueFd(fd);
}

std::uint64_t send(const bench::Hook& hook, std::uint32_t id, std::uint32_t rate, std::uint32_t seconds)
{
    const auto program = program_of(id);
    bench::Driver driver(hook, shape_of(hook));
    driver.set_case({.draw = bench::Draw::round_robin, .flows = BENCH_MAX_FLOWS});
    const std::uint32_t burst = rate / kBurstsASecond;
    const auto begin = Clock::now();
    std::uint64_t bursts = 0;
    for (; bursts < std::uint64_t{seconds} * kBurstsASecond; ++bursts) {
        std::this_thread::sleep_until(begin + bursts * Clock::duration(std::chrono::seconds(1)) / kBurstsASecond);
        driver.run("the program", program.get(), burst, bursts);
    }
    return bursts * burst;
}

}  // namespace

int main(int argc, char** argv)
{
    const auto* hook = argc == 5 ? bench::hook_named(argv[1]) : nullptr;
    if (hook == nullptr) {
        std::cerr << "usage: flow_sender tc|xdp PROGRAM_ID FLOWS_A_SECOND SECONDS\n";
        return 2;
    }
    const auto number = [argv](int index) {
        return static_cast<std::uint32_t>(std::strtoul(argv[index], nullptr, 10));
    };
    try {
        std::cout << send(*hook, number(2), number(3), number(4)) << '\n';
    } catch (const std::exception& error) {
        std::cerr << "flow_sender: " << error.what() << '\n';
        return 1;
    }
}
