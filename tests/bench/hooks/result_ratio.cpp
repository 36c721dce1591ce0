// SPDX-License-Identifier: MIT
#include "result.hpp"

namespace hookline::bench {
namespace {

std::string kind_of(const Row& row)
{
    return row.hook + ": " + row.packets.substr(0, row.packets.find(','));
}

// 0: not measured, or lost in the noise.
double bare_parsing_of(const std::vector<Row>& rows, const std::string& kind)
{
    std::vector<double> medians;
    for (const Row& row : rows)
        if (row.program == kBareParsing && kind_of(row) == kind) medians.push_back(row.ns.median);
    return medians.empty() ? 0 : median(medians);
}

}  // namespace

void set_ratios(std::vector<Row>& rows)
{
    for (Row& row : rows) {
        if (row.program == kEmpty || row.program == kBareParsing) continue;
        const double yardstick = bare_parsing_of(rows, kind_of(row));
        row.ratio = yardstick > 0 ? std::optional(row.ns.median / yardstick) : std::nullopt;
    }
}

}  // namespace hookline::bench
