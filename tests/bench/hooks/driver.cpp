// SPDX-License-Identifier: MIT
#include "driver.hpp"

#include <bpf/bpf.h>
#include <time.h>

#include <algorithm>
#include <cerrno>
#include <string>

#include "bpf_support/errors.hpp"
#include "error.hpp"
#include "libbpf_words.hpp"
#include "traffic.h"

#include "bench_driver.skel.h"

namespace hookline::bench {
namespace {

using bpf::kernel_words;

constexpr int kAttempts = 10;
constexpr std::uint32_t kMostTouched = 2'000'000;  // a flood has no end

// Not the duration that the kernel answers with: that one is in whole nanoseconds, and has in it what else ran on the
// CPU meanwhile.
double cpu_ns()
{
    timespec now{};
    ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) * 1e9 + static_cast<double>(now.tv_nsec);
}

std::string refused(const std::string& name, int error)
{
    return name + ": bpf_prog_test_run refused it: " + kernel_words(error);
}

}  // namespace

void Driver::Destroy::operator()(bench_driver_bpf* skeleton) const
{
    bench_driver_bpf__destroy(skeleton);
}

Driver::Driver(const Hook& hook, const Shape& shape) : shape_(shape), skeleton_(bench_driver_bpf__open())
{
    if (!skeleton_) throw Error("the driver programs do not open: " + kernel_words(errno));
    bpf_object* object = skeleton_->obj;
    drive_ = bpf_object__find_program_by_name(object, ("drive_" + hook.name).c_str());
    empty_ = bpf_object__find_program_by_name(object, ("empty_" + hook.name).c_str());
    if (drive_ == nullptr || empty_ == nullptr) throw Error("there is no driver program for " + hook.name);
    for (bpf_program* program = nullptr; (program = bpf_object__next_program(object, program)) != nullptr;)
        bpf_program__set_autoload(program, program == drive_ || program == empty_);
    give(drive_, shape);
    give(empty_, shape);
    const LibbpfWords words;
    const int error = bench_driver_bpf__load(skeleton_.get());
    if (error == -EPERM || error == -EACCES)
        throw NotPermitted("BPF is not permitted here: " + kernel_words(error) + "; run as root" + words.last());
    if (error != 0)
        throw Error("the driver program of " + to_string(shape) + " does not load: " + kernel_words(error) +
                    words.last());
    set_case({});
}

int Driver::empty_fd() const
{
    return bpf_program__fd(empty_);
}

void Driver::set_case(const Case& packets)
{
    packet_ = packet_of(packets);
    set_traffic(skeleton_->bss->bench_traffic, packets);
}

double Driver::run(const std::string& name, int program_fd, std::uint32_t packets, std::uint64_t seed)
{
    aim(name, program_fd);
    bench_traffic& traffic = skeleton_->bss->bench_traffic;
    traffic.random = seed * 0x9e3779b97f4a7c15U;
    traffic.next = static_cast<std::uint32_t>(seed * packets % traffic.flows);
    return repeat(name, packets);
}

void Driver::touch_flows(const std::string& name, int program_fd)
{
    bench_traffic& traffic = skeleton_->bss->bench_traffic;
    const auto draw = traffic.draw;
    aim(name, program_fd);
    traffic.draw = BENCH_DRAW_ROUND_ROBIN;
    traffic.next = 0;
    repeat(name, std::min(traffic.flows, kMostTouched));
    traffic.draw = draw;
}

std::vector<std::uint8_t> Driver::next_packet()
{
    std::vector<std::uint8_t> out(packet_.size());
    LIBBPF_OPTS(bpf_test_run_opts, options);
    options.data_in = packet_.data();
    options.data_size_in = static_cast<std::uint32_t>(packet_.size());
    options.data_out = out.data();
    options.data_size_out = static_cast<std::uint32_t>(out.size());
    if (const int error = bpf_prog_test_run_opts(bpf_program__fd(drive_), &options); error != 0)
        throw Error(refused("driver", error));
    return out;
}

void Driver::aim(const std::string& name, int program_fd)
{
    const std::uint32_t slot = 0;
    const int target = bpf_map__fd(skeleton_->maps.bench_target);
    if (const int error = bpf_map_update_elem(target, &slot, &program_fd, BPF_ANY); error != 0)
        throw Error(name + ": the driver cannot tail-call it: " + kernel_words(error) +
                    "; a prog array takes only what was loaded like the program that calls (" + to_string(shape_) +
                    ")");
}

double Driver::repeat(const std::string& name, std::uint32_t packets)
{
    LIBBPF_OPTS(bpf_test_run_opts, options);
    options.data_in = packet_.data();
    options.data_size_in = static_cast<std::uint32_t>(packet_.size());
    options.repeat = static_cast<int>(packets);
    int error = -EINTR;
    double spent = 0;
    // The kernel ends a run early when it wants this thread for something else: from the start, then.
    for (int attempt = 0; error == -EINTR && attempt < kAttempts; ++attempt) {
        const double begin = cpu_ns();
        error = bpf_prog_test_run_opts(bpf_program__fd(drive_), &options);
        spent = cpu_ns() - begin;
    }
    if (error != 0) throw Error(refused(name, error));
    if (options.retval == BENCH_NOT_CALLED)
        throw Error(name + ": the driver's tail call to it was not taken, so there is nothing to measure");
    return spent / packets;
}

}  // namespace hookline::bench
