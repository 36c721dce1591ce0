// SPDX-License-Identifier: MIT
// Millions of additions at random times, with time-outs, folding, `top` and reports in between: what was added is in rows
// that ended and in those of the last report, each in one report and no more. Without folding, each row is compared with
// what a second, simpler book-keeping of the same flows says.
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <limits>
#include <map>
#include <optional>
#include <random>
#include <set>

#include "sample.hpp"

using namespace hookline;
using namespace std::chrono_literals;

namespace {

constexpr std::int64_t kSecond = 1'000'000'000;
constexpr std::int64_t kStart = 1'700'000'000 * kSecond;
constexpr std::uint16_t kKeys = 3000;
constexpr int kAdds = 400'000;

std::uint16_t proto_of(std::uint64_t key)
{
    constexpr std::uint16_t kProtos[] = {6, 17, 1};
    return kProtos[key % 3];
}

struct Life {
    std::uint64_t key = 0;
    std::int64_t first = 0;
    std::int64_t last = 0;
    std::uint64_t packets = 0;
    std::uint64_t bytes = 0;
    std::uint64_t flags = 0;
    std::string reason;
    auto operator<=>(const Life&) const = default;
};
std::ostream& operator<<(std::ostream& out, const Life& life)
{
    return out << life.key << " at " << life.first - kStart << ".." << life.last - kStart << ": " << life.packets << ' '
               << life.bytes << ' ' << life.flags << ' ' << life.reason;
}

// idle 15 s, udp 4 s; active 60 s, icmp never; closed 2 s.
config::Pipeline pipeline_with_timeouts()
{
    config::Pipeline pipeline;
    pipeline.timeouts = {.idle = 15s, .active = 60s, .closed = 2s};
    pipeline.proto_timeouts = {{"udp", {.idle = 4s}, {}}, {"1", {.active = 0s}, {}}};
    return pipeline;
}

// The same in a few lines, one flow at a time.
class Oracle {
public:
    void add(const Life& delta)
    {
        auto& [life, is_open] = lives_[delta.key];
        if (is_open && end_of(life).first <= delta.first) end(life, is_open);
        if (!std::exchange(is_open, true)) {
            life = delta;
            return;
        }
        life.last = std::max(life.last, delta.last);
        life.packets += delta.packets;
        life.bytes += delta.bytes;
        life.flags |= delta.flags;
    }
    void report(std::int64_t now)
    {
        for (auto& [key, open] : lives_)
            if (open.second && end_of(open.first).first <= now) end(open.first, open.second);
    }
    std::vector<Life> finish()
    {
        for (auto& [key, open] : lives_)
            if (open.second) ended_.push_back(open.first);
        return std::move(ended_);
    }

private:
    static std::pair<std::int64_t, std::string> end_of(const Life& life)
    {
        const auto proto = proto_of(life.key);
        std::vector<std::pair<std::int64_t, std::string>> ends = {
            {life.last + (proto == 17 ? 4 : 15) * kSecond, "idle"}};
        if (proto != 1) ends.emplace_back(life.first + 60 * kSecond, "active");
        if ((life.flags & 5) != 0) ends.emplace_back(life.last + 2 * kSecond, (life.flags & 4) != 0 ? "rst" : "fin");
        return *std::min_element(ends.begin(), ends.end());
    }
    void end(Life& life, bool& is_open)
    {
        life.reason = end_of(life).second;
        ended_.push_back(life);
        is_open = false;
    }

    std::map<std::uint64_t, std::pair<Life, bool>> lives_;
    std::vector<Life> ended_;
};

struct Run {
    explicit Run(const config::Pipeline& pipeline, unsigned seed) : table(sample::make_table(pipeline)), random(seed) {}

    void add_one()
    {
        now += below(4'000'000);
        Life delta;
        // Some flows are busy, most are not.
        delta.key = below(2) == 0 ? below(50) : below(kKeys);
        delta.first = now;
        delta.last = now += below(1'000'000);
        delta.packets = 1 + below(100);
        delta.bytes = below(1'000'000);
        delta.flags = proto_of(delta.key) != 6 ? 0 : below(25) == 0 ? 1 : below(25) == 0 ? 4 : 0x10;
        auto flow = sample::Flow{}.proto(proto_of(delta.key)).ports(static_cast<std::uint16_t>(delta.key), 1);
        flow.traffic(delta.packets, delta.bytes).times(delta.first, delta.last);
        if (proto_of(delta.key) == 6) flow.tcp_flags(static_cast<std::uint8_t>(delta.flags));
        sample::add(*table, flow);
        packets += delta.packets;
        bytes += delta.bytes;
        oracle.add(delta);
    }
    std::uint64_t below(std::uint64_t limit) { return random() % limit; }

    void take(const sample::Report& got, bool is_last)
    {
        for (std::size_t i = 0; i < got.size(); ++i) {
            const bool has_ended = got.has(i, "end_reason");
            if (!has_ended && !is_last) continue;
            final_packets += got.integer(i, "packets");
            final_bytes += got.integer(i, "bytes");
            if (got.integer(i, "other") == 0) lives.push_back(life_of(got, i));
        }
    }

    static Life life_of(const sample::Report& got, std::size_t i)
    {
        Life life;
        life.key = got.integer(i, "src_port");
        life.first = static_cast<std::int64_t>(got.integer(i, "first"));
        life.last = static_cast<std::int64_t>(got.integer(i, "last"));
        life.packets = got.integer(i, "packets");
        life.bytes = got.integer(i, "bytes");
        life.flags = got.integer(i, "tcp_flags");
        if (got.has(i, "end_reason")) life.reason = name_of(got.column("end_reason"), got.integer(i, "end_reason"));
        return life;
    }

    // Reports at random times, or only at the end.
    void run(bool reports)
    {
        for (int i = 1; i <= kAdds; ++i) {
            add_one();
            if (i % 50 == 0) table->tick(now);
            if (!reports || below(20'000) != 0) continue;
            oracle.report(now);
            take(sample::report(*table, kStart, now), false);
        }
        oracle.report(now);
        take(sample::report(*table, kStart, now, true), true);
    }

    std::unique_ptr<record::Table> table;
    std::mt19937_64 random;
    std::int64_t now = kStart;
    Oracle oracle;
    std::uint64_t packets = 0;
    std::uint64_t bytes = 0;
    std::uint64_t final_packets = 0;
    std::uint64_t final_bytes = 0;
    std::vector<Life> lives;
};

}  // namespace

BOOST_AUTO_TEST_SUITE(lives)

BOOST_DATA_TEST_CASE(every_row_is_what_its_flow_was, boost::unit_test::data::make({true, false}), reports)
{
    auto pipeline = pipeline_with_timeouts();
    pipeline.row_limit = kAdds;
    Run run(pipeline, 1);
    run.run(reports);
    BOOST_TEST(run.final_packets == run.packets);
    BOOST_TEST(run.final_bytes == run.bytes);
    auto expected = run.oracle.finish();
    std::sort(expected.begin(), expected.end());
    std::sort(run.lives.begin(), run.lives.end());
    BOOST_REQUIRE(run.lives.size() == expected.size());
    for (std::size_t i = 0; i < expected.size(); ++i)
        BOOST_TEST_REQUIRE(run.lives[i] == expected[i]);
    std::map<std::string, std::size_t> reasons;
    for (const auto& life : expected)
        ++reasons[life.reason];
    for (const char* reason : {"idle", "active", "fin", "rst"})
        BOOST_TEST(reasons[reason] > 1000U, reason << " is hardly tested");
}

BOOST_DATA_TEST_CASE(nothing_is_lost_where_there_is_no_room, boost::unit_test::data::xrange(6), seed)
{
    auto pipeline = pipeline_with_timeouts();
    pipeline.row_limit = seed % 2 == 0 ? 300 : 2000;
    if (seed >= 2) pipeline.top = 20;
    if (seed >= 4) pipeline.every = 1s;
    Run run(pipeline, static_cast<unsigned>(seed));
    run.run(seed != 1);
    BOOST_TEST(run.final_packets == run.packets);
    BOOST_TEST(run.final_bytes == run.bytes);
    BOOST_TEST(run.table->folded_rows() > 0U);
    std::set<std::pair<std::uint64_t, std::int64_t>> seen;
    for (const auto& life : run.lives)
        BOOST_REQUIRE(seen.emplace(life.key, life.first).second);
}

BOOST_AUTO_TEST_SUITE_END()
