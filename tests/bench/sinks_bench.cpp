// SPDX-License-Identifier: MIT
// CPU time and memory that the table and JSON formats take for a report of 100,000 flows, written to /dev/null.
#include <sys/resource.h>

#include <algorithm>
#include <cstdio>
#include <ctime>
#include <random>
#include <string>
#include <vector>

#include "common/output.hpp"
#include "json/json_format.hpp"
#include "table/table_format.hpp"
#include "unit/sinks/report.hpp"

using namespace hookline;
using namespace hookline::test;

namespace {

constexpr std::size_t kRows = 100'000;
constexpr std::size_t kBatch = 1'000;

double cpu_ms()
{
    timespec time{};
    ::clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
    return static_cast<double>(time.tv_sec) * 1e3 + static_cast<double>(time.tv_nsec) / 1e6;
}

long peak_kib()
{
    rusage usage{};
    ::getrusage(RUSAGE_SELF, &usage);
    return usage.ru_maxrss;
}

// As a busy interface gives them: mostly IPv4, every tenth IPv6.
std::vector<ReportRow> make_rows()
{
    std::mt19937_64 random(1);
    std::vector<ReportRow> rows;
    rows.reserve(kRows);
    for (std::size_t i = 0; i < kRows; ++i) {
        const auto byte = [&] { return std::to_string(random() % 256); };
        const bool is_ipv6 = i % 10 == 0;
        const std::string source = is_ipv6 ? "2001:db8::" + byte() : "10." + byte() + "." + byte() + "." + byte();
        FlowRow row(i % 3 == 0 ? 17 : 6);
        row.from(source.c_str(), static_cast<int>(random() % 65536)).to(is_ipv6 ? "fd00::1:2" : "192.168.100.20", 443);
        row.on("eth0", HOOKLINE_DIRECTION_IN).seen(1'777'636'800'000'000'000, 1'777'636'900'123'456'789);
        row.with(HOOKLINE_FLOW_TCP_FLAGS, &hookline_flow::tcp_flags, 0x1b);
        const std::uint64_t bytes = 60 + random() % 1'000'000;
        rows.push_back(row.counts(1 + bytes / 1000, bytes, static_cast<double>(bytes) * 8 / 100.123));
    }
    return rows;
}

template <class Format>
void measure(const char* name, const std::vector<ReportRow>& rows, Format& format)
{
    double best = 1e9;
    const long before = peak_kib();
    for (int run = 0; run < 5; ++run) {
        sink_common::Output output("/dev/null");
        const double begin = cpu_ms();
        for (std::size_t at = 0; at < kRows; at += kBatch) {
            hookline_batch abi = batch_of(report_schema(), rows, 0, 1'777'636'900'000'000'000);
            abi.rows = &rows[at];
            abi.row_count = kBatch;
            if (at == 0) abi.flags |= HOOKLINE_REPORT_BEGIN;
            if (at + kBatch == kRows) abi.flags |= HOOKLINE_REPORT_END;
            const Batch batch(&abi);
            output.begin(batch);
            format.add(batch, output.text());
            output.end(batch);
        }
        best = std::min(best, cpu_ms() - begin);
    }
    std::printf("%-14s %6.1f ms  %5.0f ns a row  +%ld KiB\n", name, best, best * 1e6 / kRows, peak_kib() - before);
}

}  // namespace

int main()
{
    const auto rows = make_rows();
    table_sink::Style wide;
    table_sink::Style narrow;
    narrow.width = 100;
    measure("json array", rows, *json_sink::make_array_format());
    measure("json lines", rows, *json_sink::make_lines_format());
    measure("table classic", rows, *table_sink::make_classic_format());
    measure("table columns", rows, *table_sink::make_columns_format(wide));
    measure("table 100 wide", rows, *table_sink::make_columns_format(narrow));
}
