// SPDX-License-Identifier: MIT
// Whatever is grouped, cut or folded: the rows of every report add up to what was added.
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <random>

#include "sample.hpp"

using namespace hookline;

namespace {

using Random = std::mt19937_64;

std::uint64_t below(Random& random, std::uint64_t limit)
{
    return random() % limit;
}

// Any columns present, any bytes in those that are not, few enough different values that rows meet.
sample::Flow random_flow(Random& random)
{
    static constexpr std::string_view kTexts[] = {"", "eth0", "lo", "a-long-interface-name"};
    sample::Flow flow;
    auto* bytes = reinterpret_cast<std::uint8_t*>(&flow.row);
    for (std::size_t i = 0; i < sizeof flow.row; ++i)
        bytes[i] = static_cast<std::uint8_t>(random());
    flow.row.present = (random() | random()) & ~HOOKLINE_FLOW_BIT(HOOKLINE_FLOW_OTHER);
    flow.row.src_addr[15] &= 3;
    std::fill_n(flow.row.src_addr, 15, std::uint8_t{0});
    flow.row.src_port &= 15;
    flow.row.vlan &= 1;
    for (auto* text : {&flow.row.interface, &flow.row.server_name, &flow.row.comm, &flow.row.cgroup}) {
        const auto value = kTexts[below(random, 4)];
        *text = {value.data(), value.size()};
    }
    flow.row.packets = below(random, 1000);
    flow.row.bytes = below(random, 1 << 30);
    if (below(random, 2) == 0) {  // else nearly each row is new
        std::fill_n(flow.row.dst_addr, 16, std::uint8_t{0});
        flow.row.present &= 0x00400fff;
        flow.row.proto = 6, flow.row.dst_port = 80, flow.row.direction = 1, flow.row.inner_vlan = 0;
        flow.row.icmp_type = 0;
    }
    return flow;
}

config::Pipeline random_pipeline(Random& random)
{
    static constexpr const char* kKeys[] = {"proto", "src_addr", "src_port", "interface", "vlan", "marks", "capture"};
    static constexpr const char* kSorts[] = {"bytes", "packets", "bitrate_now", "bitrate", "src_port", "last"};
    config::Pipeline pipeline;
    for (const auto* key : kKeys)
        if (below(random, 4) == 0) pipeline.group_by.emplace_back(key);
    pipeline.sort_by = kSorts[below(random, 6)];
    const auto& groups = pipeline.group_by;
    if (pipeline.sort_by == "src_port" && std::find(groups.begin(), groups.end(), "src_port") == groups.end())
        pipeline.group_by.clear();
    if (below(random, 2) == 0) pipeline.top = below(random, 50);
    if (below(random, 2) == 0) pipeline.row_limit = 1 + below(random, 300);
    if (below(random, 2) == 0) pipeline.every = std::chrono::seconds(1);
    return pipeline;
}

struct Totals {
    std::uint64_t packets = 0;
    std::uint64_t bytes = 0;
    void add(const hookline_flow& row)
    {
        if ((row.present & HOOKLINE_FLOW_BIT(HOOKLINE_FLOW_PACKETS)) != 0) packets += row.packets;
        if ((row.present & HOOKLINE_FLOW_BIT(HOOKLINE_FLOW_BYTES)) != 0) bytes += row.bytes;
    }
};

void check(const sample::Report& got, const Totals& totals, const config::Pipeline& pipeline)
{
    BOOST_REQUIRE(got.sum("packets") == totals.packets);
    BOOST_REQUIRE(got.sum("bytes") == totals.bytes);
    if (pipeline.top) BOOST_REQUIRE(got.size() <= *pipeline.top + 1);
    BOOST_REQUIRE(got.size() <= pipeline.row_limit + 1);
    for (std::size_t i = 0; i + 1 < got.size(); ++i)
        BOOST_REQUIRE(got.integer(i, "other") == 0u);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(conservation)

BOOST_DATA_TEST_CASE(reports_add_up, boost::unit_test::data::xrange(150), seed)
{
    Random random(static_cast<std::uint64_t>(seed));
    const auto pipeline = random_pipeline(random);
    const auto table = sample::make_table(pipeline, 2);
    Totals totals;
    std::int64_t now = 0;
    for (int round = 0; round < 4; ++round) {
        for (auto left = below(random, 1500); left > 0; --left) {
            const auto flow = random_flow(random);
            sample::add(*table, flow, below(random, 2));
            totals.add(flow.row);
        }
        now += static_cast<std::int64_t>(below(random, 20'000'000'000));
        table->tick(now);
        check(sample::report(*table, 0, now), totals, pipeline);
    }
    check(sample::report(*table, 0, now, true), totals, pipeline);
}

BOOST_AUTO_TEST_SUITE_END()
