// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include "result.hpp"

namespace hookline::bench {
namespace {

std::string beside(const Row& row)
{
    if (row.program == kEmpty) return "driver and empty program: the base line";
    if (row.program == kBareParsing) return {};
    return row.ratio ? fmt::format("{:.2f} x {}", *row.ratio, kBareParsing)
                     : "no ratio: bare parsing is lost in the noise, measure more packets";
}

}  // namespace

std::string heading(const std::vector<Row>& rows, int cpu)
{
    if (rows.empty()) return {};
    const Row& row = rows.front();
    return fmt::format(
        "Nanoseconds of CPU a packet over the empty program: median (min to max) of {} rounds of {} packets\n"
        "Linux {}, {}, pinned to CPU {}, bpf_prog_test_run{}\n",
        row.runs, row.packets_a_run, row.kernel, row.cpu, cpu,
        row.drained ? ", maps empty at the start of each round" : "");
}

std::string to_table(const std::vector<Row>& rows)
{
    std::string text;
    std::string above;
    for (const Row& row : rows) {
        const std::string title = row.hook + ": " + row.packets;
        if (title != above) text += "\n" + title + "\n";
        above = title;
        const std::string spread = fmt::format("({:.1f} to {:.1f})", row.ns.min, row.ns.max);
        text += fmt::format("  {:<32} {:>8.1f}  {:<20} {}\n", row.program, row.ns.median, spread, beside(row));
    }
    return text;
}

}  // namespace hookline::bench
