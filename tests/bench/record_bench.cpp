// SPDX-License-Identifier: MIT
// What the host's table costs: adding new and known flows, reports, memory. Prints one line a figure: the best of
// several runs.
#include <hookline/flow_schema.h>

#include <malloc.h>
#include <time.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <random>
#include <vector>

#include "record/table.hpp"

namespace {

using namespace hookline;

constexpr int kRounds = 15;

// Time on the processor: what else runs on the machine does not count.
double cpu_ms()
{
    timespec now{};
    ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) * 1e3 + static_cast<double>(now.tv_nsec) / 1e6;
}

void put_address(std::uint8_t* to, std::uint32_t address)
{
    to[10] = to[11] = 0xff;
    for (int i = 0; i < 4; ++i)
        to[12 + i] = static_cast<std::uint8_t>(address >> (24 - 8 * i));
}

std::vector<hookline_flow> make_flows(std::size_t count, bool same_bytes)
{
    std::mt19937 random(7);
    std::vector<hookline_flow> flows(count);
    for (std::size_t i = 0; i < count; ++i) {
        auto& flow = flows[i];
        put_address(flow.src_addr, 0x0a000000u + static_cast<std::uint32_t>(i));
        put_address(flow.dst_addr, 0xc0a80001u);
        flow.interface = {"eth0", 4};
        flow.proto = 17;
        flow.src_port = static_cast<std::uint16_t>(random());
        flow.dst_port = 53;
        flow.direction = HOOKLINE_DIRECTION_IN;
        flow.packets = 1;
        flow.bytes = same_bytes ? 100 : 60 + random() % 1'000'000;
        flow.first = flow.last = static_cast<std::int64_t>(i);
        for (const auto column :
             {HOOKLINE_FLOW_PACKETS, HOOKLINE_FLOW_BYTES, HOOKLINE_FLOW_PROTO, HOOKLINE_FLOW_SRC_ADDR,
              HOOKLINE_FLOW_SRC_PORT, HOOKLINE_FLOW_DST_ADDR, HOOKLINE_FLOW_DST_PORT, HOOKLINE_FLOW_DIRECTION,
              HOOKLINE_FLOW_INTERFACE, HOOKLINE_FLOW_FIRST, HOOKLINE_FLOW_LAST})
            flow.present |= HOOKLINE_FLOW_BIT(column);
    }
    return flows;
}

struct Bench {
    record::SchemaPtr schema = *record::Schema::copy_of(hookline_flow_schema);
    config::Pipeline pipeline;
    std::vector<hookline_flow> flows;
    std::unique_ptr<record::Table> table;

    void make_table()
    {
        config::Complaints complaints;
        table = record::Table::make({{schema, "bench"}}, pipeline, complaints);
        if (!table) std::abort();
    }
    void add_all()
    {
        for (const auto& flow : flows)
            table->add(0, Row(*schema->abi(), &flow));
    }
    void report(bool final_report)
    {
        table->report(0, 1'000'000'000, final_report, [](const auto&) {});
    }
    void check()
    {
        const auto& abi = *schema->abi();
        const hookline_batch batch{
            sizeof batch,          0, &abi, flows.data(), static_cast<std::uint32_t>(flows.size()),
            sizeof(hookline_flow), 0, 0,    nullptr};
        if (!record::check_batch(*schema, batch)) std::abort();
    }
};

void measure(const char* what, std::size_t rows, const std::function<void()>& prepare, const std::function<void()>& run)
{
    double best = 1e9;
    for (int i = 0; i < kRounds; ++i) {
        prepare();
        const auto start = cpu_ms();
        run();
        best = std::min(best, cpu_ms() - start);
    }
    std::printf("record %-44s %8.2f ms %7.1f ns/row\n", what, best, best * 1e6 / static_cast<double>(rows));
}

void measure_memory(Bench& bench)
{
    bench.table.reset();
    const auto used = [] { return ::mallinfo2().uordblks + ::mallinfo2().hblkhd; };
    const auto before = used();
    bench.make_table();
    bench.add_all();
    std::printf("record %-44s %8.2f MiB\n", "memory of the table", static_cast<double>(used() - before) / 1048576);
}

void run(std::size_t count)
{
    std::printf("record table, %zu flows of %u bytes\n", count, hookline_flow_schema.row_size);
    Bench bench;
    bench.flows = make_flows(count, false);
    const auto nothing = [] {};
    const auto fresh = [&] { bench.make_table(); };
    const auto filled = [&] { bench.make_table(), bench.add_all(); };
    measure("check_batch", count, nothing, [&] { bench.check(); });
    measure("add, new rows", count, fresh, [&] { bench.add_all(); });
    measure("add, known rows in the same order", count, nothing, [&] { bench.add_all(); });
    std::shuffle(bench.flows.begin(), bench.flows.end(), std::mt19937(11));
    measure("add, known rows in random order", count, nothing, [&] { bench.add_all(); });
    measure("report", count, nothing, [&] { bench.report(false); });
    measure("final report", count, filled, [&] { bench.report(true); });
    bench.pipeline.top = 20;
    measure("report, top 20", count, filled, [&] { bench.report(false); });
    bench.pipeline.top.reset();
    bench.pipeline.every = std::chrono::seconds(1);
    measure("report, every second", count, filled, [&] { bench.report(false); });
    bench.pipeline.every = {};
    bench.pipeline.timeouts.idle = std::chrono::seconds(15);
    measure("add, known rows in the same order, time-outs", count, filled, [&] { bench.add_all(); });
    measure("report, time-outs", count, filled, [&] { bench.report(false); });
    bench.pipeline.timeouts.idle = std::chrono::milliseconds(1);
    measure("report, time-outs, all rows end", count, filled, [&] { bench.report(false); });
    bench.pipeline.timeouts = {};
    bench.pipeline.row_limit = std::max<std::size_t>(1, count / 4);
    measure("add, four times the row limit", count, fresh, [&] { bench.add_all(); });
    bench.pipeline.row_limit = config::Pipeline{}.row_limit;
    measure_memory(bench);
    bench.flows = make_flows(count, true);
    std::shuffle(bench.flows.begin(), bench.flows.end(), std::mt19937(11));
    measure("final report, all rows tie", count, filled, [&] { bench.report(true); });
}

}  // namespace

int main(int argc, char** argv)
{
    run(argc > 1 ? std::strtoul(argv[1], nullptr, 10) : 100'000);
}
