// SPDX-License-Identifier: MIT
// How a case's draw looks to the driver.
#include "traffic.h"

#include <cmath>

#include "case.hpp"

namespace hookline::bench {
namespace {

// Zipf's law: the flow of rank k has a share that goes with 1 / k.
constexpr double kZipfExponent = 1.0;

double zipf_weight(std::uint32_t rank)
{
    return std::pow(static_cast<double>(rank) + 1, -kZipfExponent);
}

void set_zipf(bench_traffic& traffic, std::uint32_t flows)
{
    double total = 0;
    for (std::uint32_t rank = 0; rank < flows; ++rank)
        total += zipf_weight(rank);
    std::uint32_t rank = 0;
    double below = zipf_weight(0);  // of the ranks up to this one
    for (std::uint32_t entry = 0; entry < BENCH_QUANTILES; ++entry) {
        const double share = total * entry / BENCH_QUANTILES;
        while (below <= share && rank + 1 < flows)
            below += zipf_weight(++rank);
        traffic.quantiles[entry] = rank;
    }
    traffic.quantiles[BENCH_QUANTILES] = flows;
}

}  // namespace

void set_traffic(bench_traffic& traffic, const Case& packets)
{
    traffic.is_ipv6 = packets.family == Family::ipv6 ? 1 : 0;
    traffic.flows = packets.flows;
    traffic.next = 0;
    traffic.draw = BENCH_DRAW_UNIFORM;
    if (packets.draw == Draw::round_robin) traffic.draw = BENCH_DRAW_ROUND_ROBIN;
    if (packets.draw != Draw::zipf) return;
    traffic.draw = BENCH_DRAW_QUANTILES;
    set_zipf(traffic, packets.flows);
}

}  // namespace hookline::bench
