// SPDX-License-Identifier: MIT
// Ten million flows through a table of a hundred thousand rows: totals are exact, each row that is left is exact, and
// memory is that of the limit.
#include <sys/resource.h>

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include <cstdio>
#include <cstring>

#include "sample.hpp"

using namespace hookline;
using namespace std::chrono_literals;

namespace {

constexpr std::uint32_t kFlows = 10'000'000;
constexpr std::uint32_t kLimit = 100'000;
constexpr std::uint32_t kHeavy = 20'000;  // flows that come back, with more each time than a flood's packet
constexpr std::int64_t kStart = 1'700'000'000'000'000'000;
constexpr std::int64_t kRun = 600'000'000'000;  // ten minutes
constexpr long kMostKiB = 32 * 1024;  // rows and index are 17 MiB, sorting takes 2, the test itself a few

sample::Flow flow_of(std::uint8_t net, std::uint32_t number, std::uint64_t packets, std::int64_t now)
{
    auto flow = sample::Flow{}.proto(17).src("10.0.0.0").dst("192.0.2.1").ports(1, 53).interface("eth0");
    flow.row.src_addr[12] = net;
    std::memcpy(flow.row.src_addr + 13, &number, 3);
    return flow.traffic(packets, packets * 100).times(now, now);
}

struct Totals {
    std::uint64_t packets = 0;
    std::uint64_t final_packets = 0;
    std::uint64_t heavy = 0;
    std::uint64_t single = 0;

    void take(const hookline_batch& batch)
    {
        const Columns columns(*batch.schema);
        const auto& count = *columns.find("packets");
        const auto& bytes = *columns.find("bytes");
        const auto& address = *columns.find("src_addr");
        const auto& other = *columns.find("other");
        const auto* reason = columns.find("end_reason");
        const bool is_last = (batch.flags & HOOKLINE_REPORT_FINAL) != 0;
        const Batch rows(&batch);
        for (std::size_t i = 0; i < rows.size(); ++i) {
            const auto row = rows[i];
            if (!is_last && (reason == nullptr || !row.has(*reason))) continue;
            final_packets += row.integer(count);
            BOOST_REQUIRE(row.integer(bytes) == row.integer(count) * 100);
            if (row.integer(other) != 0) continue;
            const bool is_heavy = row.text(address)[12] == 11;
            ++(is_heavy ? heavy : single);
            BOOST_REQUIRE(row.integer(count) == (is_heavy ? kFlows / kHeavy * 3 : 1));
        }
    }
};

long peak_kib()
{
    rusage usage{};
    ::getrusage(RUSAGE_SELF, &usage);
    return usage.ru_maxrss;
}

// Between two of the flood's flows one of the heavy ones.
void run(const config::Pipeline& pipeline, Totals& totals)
{
    const auto table = sample::make_table(pipeline);
    const auto emit = [&](const auto& batch) { totals.take(batch->view()); };
    for (std::uint32_t i = 0; i < kFlows; ++i) {
        const auto now = kStart + static_cast<std::int64_t>(i) * (kRun / kFlows);
        sample::add(*table, flow_of(10, i, 1, now));
        sample::add(*table, flow_of(11, i % kHeavy, 3, now));
        totals.packets += 4;
        if (i % 10'000 == 0) table->tick(now);
        if (pipeline.every > 0s && i % 100'000 == 0) table->report(kStart, now, false, emit);
        BOOST_REQUIRE((i % 4096 != 0 || table->size() <= kLimit));
    }
    table->report(kStart, kStart + kRun, true, emit);
}

}  // namespace

BOOST_DATA_TEST_CASE(ten_million_flows, boost::unit_test::data::xrange(3), kind)
{
    config::Pipeline pipeline{.row_limit = kLimit};
    if (kind >= 1) pipeline.timeouts = {.idle = 15s};
    if (kind >= 2) pipeline.every = 6s;
    Totals totals;
    run(pipeline, totals);
    std::printf("%s%s: %u flows, peak memory of the process so far %.1f MiB\n", kind >= 1 ? "time-outs" : "none",
                kind >= 2 ? ", a report every 6 s" : "", kFlows + kHeavy, static_cast<double>(peak_kib()) / 1024);
    BOOST_TEST(totals.final_packets == totals.packets);
    BOOST_TEST(totals.heavy == kHeavy);
    BOOST_TEST(totals.single >= kLimit / 8 * 7 - kHeavy);
    if (kind < 2) BOOST_TEST(totals.single <= kLimit - kHeavy);
    BOOST_TEST(peak_kib() < kMostKiB);
}
