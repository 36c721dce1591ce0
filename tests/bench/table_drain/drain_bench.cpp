// SPDX-License-Identifier: MIT
// What it costs to read a full flow table out of the kernel: CPU time of the whole process, user and system, beside a
// copy of as many flows. One line a figure, or with --json an object of the kind that script/bench has.
#include <hookline/flow_schema.h>
#include <time.h>

#include <algorithm>
#include <cstdio>
#include <functional>
#include <iostream>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "bench/hooks/driver.hpp"
#include "bpf/tc_object.hpp"
#include "bpf_support/flow_drain.hpp"
#include "bpf_support/trial.hpp"
#include "record/table.hpp"

namespace {

using namespace hookline;

constexpr std::uint32_t kFlows = 262'144;  // as many as the table has room for by default
constexpr std::size_t kBudget = 16'384;  // as the host's
constexpr int kRounds = 15;

// Of the whole process, user and system.
double cpu_ms()
{
    timespec now{};
    ::clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) * 1e3 + static_cast<double>(now.tv_nsec) / 1e6;
}

double time_of(const std::function<void()>& work)
{
    const auto before = cpu_ms();
    work();
    return cpu_ms() - before;
}

// A loaded tc program whose table is filled by packets: one of each flow, which is in no two CPUs' parts then.
class FilledTable {
public:
    explicit FilledTable(bench::Family family)
        : tc_({}, kFlows), driver_(*bench::hook_named("tc"), {BPF_PROG_TYPE_SCHED_CLS, BPF_CGROUP_INET_INGRESS, false})
    {
        driver_.set_case({.family = family, .draw = bench::Draw::round_robin, .flows = kFlows});
    }
    void fill() { driver_.run("tc", tc_.program(true), kFlows, 0); }
    [[nodiscard]] bpf::FlowTable table() const { return tc_.table(); }

private:
    test::TcObject tc_;
    bench::Driver driver_;
};

// Takes what a capture gives.
class CountingHost {
public:
    using Take = std::function<void(const hookline_batch&)>;

    explicit CountingHost(Take take) : abi_(bpf::silent_host()), take_(std::move(take))
    {
        abi_.context = this;
        abi_.emit = [](void* self, std::uint32_t, const hookline_batch* batch) {
            auto* host = static_cast<CountingHost*>(self);
            host->rows_ += batch->row_count;
            if (host->take_) host->take_(*batch);
            return HOOKLINE_OK;
        };
        abi_.count = [](void*, hookline_account, const char*, std::uint64_t, std::uint64_t) {};
        abi_.wake = [](void*) {};
        abi_.run_blocking = [](void*, hookline_callback work, hookline_callback done, void* argument) {
            work(argument);
            done(argument);
        };
    }
    [[nodiscard]] Host host() const { return Host(&abi_); }
    [[nodiscard]] std::uint64_t rows() const { return rows_; }

private:
    hookline_host abi_;
    Take take_;
    std::uint64_t rows_ = 0;
};

class Bench {
public:
    Bench(bench::Family family, bool json)
        : json_(json), family_(family == bench::Family::ipv4 ? "IPv4" : "IPv6"), filled_(family)
    {
    }

    void measure_reader();
    void measure_drain(const char* what, CountingHost::Take take);
    void measure_with_host_table();

private:
    void measure(const char* what, const std::function<std::uint64_t()>& run);
    void print(const char* what, std::vector<double> times, std::vector<double> ratios);

    bool json_;
    const char* family_;
    FilledTable filled_;
    std::vector<hl_flow4> from_{kFlows};
    std::vector<hl_flow4> to_{kFlows};
};

// Two rounds are thrown away: one for each bank. The table is filled before each.
void Bench::measure(const char* what, const std::function<std::uint64_t()>& run)
{
    std::vector<double> times;
    std::vector<double> ratios;
    for (int round = -2; round < kRounds; ++round) {
        filled_.fill();
        std::uint64_t flows = 0;
        const auto time = time_of([&] { flows = run(); });
        if (flows != kFlows) throw std::runtime_error(std::to_string(flows) + " flows were read");
        const auto copy = time_of([&] { std::ranges::copy(from_, to_.begin()); });
        if (round < 0) continue;
        times.push_back(time);
        ratios.push_back(time / copy);
    }
    print(what, std::move(times), std::move(ratios));
}

void Bench::print(const char* what, std::vector<double> times, std::vector<double> ratios)
{
    std::ranges::sort(times);
    std::ranges::sort(ratios);
    const auto median = times[times.size() / 2];
    const auto ratio = ratios[ratios.size() / 2];
    const auto name = std::string(family_) + ", " + what;
    if (json_)
        std::printf(
            "{\"name\": \"drain of %u flows, %s\", \"unit\": \"ms\", \"median\": %.3f, \"min\": %.3f, \"max\": %.3f, "
            "\"runs\": %d, \"yardstick\": \"copying them\", \"ratio\": %.2f}\n",
            kFlows, name.c_str(), median, times.front(), times.back(), kRounds, ratio);
    else
        std::printf("drain %-36s %6.2f ms (%.2f to %.2f), %5.1f ns/flow, %.1f x copying them\n", name.c_str(), median,
                    times.front(), times.back(), median * 1e6 / kFlows, ratio);
}

void Bench::measure_reader()
{
    bpf::FlowReader reader(filled_.table());
    measure("reader alone", [&] {
        std::uint64_t flows = 0;
        reader.begin(*filled_.table().bank);
        reader.next(SIZE_MAX, [&flows](const hl_flow_key&, const hl_slot&) { ++flows; });
        return flows;
    });
}

void Bench::measure_drain(const char* what, CountingHost::Take take)
{
    CountingHost counting(std::move(take));
    bpf::FlowDrain drain(counting.host(), filled_.table(), bpf::FlowRows(counting.host(), 0, hookline_flow_schema),
                         [](std::uint32_t) { return to_abi("lo"); });
    measure(what, [&] {
        const auto before = counting.rows();
        while (drain.drain(kBudget) != HOOKLINE_OK) {
        }
        return counting.rows() - before;
    });
}

void Bench::measure_with_host_table()
{
    const auto schema = *record::Schema::copy_of(hookline_flow_schema);
    config::Complaints complaints;
    const auto table = record::Table::make({{schema, "bench"}}, config::Pipeline{}, complaints);
    if (!table) throw std::runtime_error("no table");
    measure_drain("to the host's table", [&](const hookline_batch& batch) {
        const auto* rows = static_cast<const hookline_flow*>(batch.rows);
        for (std::uint32_t i = 0; i < batch.row_count; ++i)
            table->add(0, Row(*schema->abi(), rows + i));
    });
    if (table->size() != kFlows) throw std::runtime_error("the table has " + std::to_string(table->size()) + " rows");
}

}  // namespace

int main(int argc, char** argv)
{
    if (const auto why_not = test::TcObject::why_not(); !why_not.empty()) {
        std::cout << "skipped: " << why_not << '\n';
        return 77;
    }
    const bool json = argc > 1 && std::string_view(argv[1]) == "--json";
    for (const auto family : {bench::Family::ipv4, bench::Family::ipv6}) {
        Bench bench(family, json);
        bench.measure_reader();
        bench.measure_drain("to batches of rows", {});
        bench.measure_with_host_table();
    }
}
