// SPDX-License-Identifier: MIT
// What names cost a report: 262,144 rows without and with them, all of which are known; host names of as many addresses
// as are kept, and of four times as many. Prints one line a figure: the best of several runs.
#include <hookline/flow_schema.h>

#include <time.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <random>
#include <vector>

#include "names/namer.hpp"
#include "record/table.hpp"

namespace {

using namespace hookline;

constexpr int kRounds = 15;
constexpr std::size_t kRows = 262'144;

double cpu_ms()
{
    timespec now{};
    ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) * 1e3 + static_cast<double>(now.tv_nsec) / 1e6;
}

// Knows every address at once.
struct Oracle final : names::Resolver {
    void ask(const names::Address& address) override
    {
        const auto number = std::to_string(address.words[1] % 1'000'003);
        on_answer(address, names::Answer{"host-" + number + ".customers.example.net", std::chrono::hours(1)});
    }
};

hookline_flow make_flow(std::uint32_t source, std::mt19937& random)
{
    hookline_flow flow{};
    flow.src_addr[10] = flow.src_addr[11] = flow.dst_addr[10] = flow.dst_addr[11] = 0xff;
    for (int i = 0; i < 4; ++i) {
        flow.src_addr[12 + i] = static_cast<std::uint8_t>((0x0a000000U + source) >> (24 - 8 * i));
        flow.dst_addr[12 + i] = static_cast<std::uint8_t>((0xc0a80000U + random() % 1000) >> (24 - 8 * i));
    }
    flow.interface = {"eth0", 4};
    flow.proto = 6;
    flow.src_port = static_cast<std::uint16_t>(random());
    flow.dst_port = 443;
    flow.packets = 1;
    flow.bytes = 60 + random() % 1'000'000;
    for (const auto column :
         {HOOKLINE_FLOW_PACKETS, HOOKLINE_FLOW_BYTES, HOOKLINE_FLOW_PROTO, HOOKLINE_FLOW_SRC_ADDR,
          HOOKLINE_FLOW_SRC_PORT, HOOKLINE_FLOW_DST_ADDR, HOOKLINE_FLOW_DST_PORT, HOOKLINE_FLOW_INTERFACE})
        flow.present |= HOOKLINE_FLOW_BIT(column);
    return flow;
}

std::unique_ptr<record::Table> make_table(std::uint32_t addresses)
{
    config::Complaints complaints;
    const auto schema = *record::Schema::copy_of(hookline_flow_schema);
    auto table = record::Table::make({{schema, "bench"}}, {}, complaints);
    if (!table) std::abort();
    std::mt19937 random(7);
    for (std::uint32_t i = 0; i < kRows; ++i) {
        const auto flow = make_flow(i % addresses, random);
        table->add(0, Row(*schema->abi(), &flow));
    }
    return table;
}

void measure(const char* what, const std::function<void()>& run)
{
    double best = 1e9;
    for (int i = 0; i < kRounds; ++i) {
        const auto start = cpu_ms();
        run();
        best = std::min(best, cpu_ms() - start);
    }
    std::printf("names %-44s %8.2f ms %7.1f ns/row\n", what, best, best * 1e6 / kRows);
}

void report(record::Table& table, names::Directory& directory, names::Namer* namer)
{
    directory.begin_round();
    table.report(0, 1'000'000'000, false, [&](const auto& batch) {
        if (namer != nullptr && namer->name(*batch)->size() != batch->size()) std::abort();
    });
}

void run(const char* what, record::Table& table, const config::Names& options)
{
    names::Directory directory("bench", options, std::make_unique<Oracle>());
    auto namer = names::Namer::make(table.output(), directory);
    if (!namer) std::abort();
    measure(what, [&] { report(table, directory, namer->get()); });
}

}  // namespace

int main()
{
    const auto known = make_table(64'000);
    const auto many = make_table(kRows);
    run("report, no names", *known, {});
    run("report, services", *known, {.services = true});
    run("report, host names of 64,000 addresses", *known, {.dns = true});
    run("report, all names", *known, {.dns = true, .services = true, .icmp_types = true, .interface_aliases = true});
    run("report, host names of 262,144 addresses", *many, {.dns = true});
}
