// SPDX-License-Identifier: MIT
#include "names/abbreviator.hpp"

#include <boost/test/unit_test.hpp>

#include <array>
#include <map>
#include <random>

#include "unit/record/sample.hpp"

namespace {

using namespace hookline;
using config::Abbreviation;
using config::Condition;

Condition condition(const char* column, std::vector<config::Scalar> any_of)
{
    return {column, std::move(any_of), {}};
}

const std::vector<Abbreviation> kSome = {
    {"web", {condition("dst_port", {std::int64_t{80}, std::int64_t{443}})}, {}},
    {"dns", {condition("proto", {"udp"}), condition("port", {std::int64_t{53}})}, {}},
    {"lab", {condition("addr", {"10.9.0.0/16"}), condition("port", {"1-1023"})}, {}},
    {"uplink", {condition("interface", {"wan*"})}, {}},
    {"web", {condition("dst_port", {std::int64_t{8080}})}, {}},
};

struct Fixture {
    std::unique_ptr<names::Abbreviator> make(const std::vector<Abbreviation>& list, bool is_elsewhere = false)
    {
        pipeline.abbreviations = list;
        return names::Abbreviator::make(
            *sample::flow_schema(), pipeline, [&](const std::string&) { return is_elsewhere; }, complaints);
    }
    std::string name_of(names::Abbreviator& abbreviator, const sample::Flow& flow)
    {
        const auto row = abbreviator(Row(*sample::flow_schema()->abi(), &flow.row));
        const auto& column = *abbreviator.output()->find("abbreviation");
        return row.has(column) ? std::string(row.text(column)) : "-";
    }

    config::Pipeline pipeline{.name = "p"};
    config::Complaints complaints;
};

BOOST_FIXTURE_TEST_SUITE(abbreviations, Fixture)

BOOST_AUTO_TEST_CASE(the_first_that_fits)
{
    const auto made = make(kSome);
    BOOST_TEST_REQUIRE(made);
    const auto flow = [] { return sample::tcp(); };
    BOOST_TEST(name_of(*made, flow()) == "web");
    BOOST_TEST(name_of(*made, flow().ports(1000, 8080)) == "web");
    BOOST_TEST(name_of(*made, flow().ports(80, 1000)) == "-");
    BOOST_TEST(name_of(*made, flow().proto(17).ports(1000, 53)) == "dns");
    BOOST_TEST(name_of(*made, flow().proto(17).ports(53, 1000)) == "dns");
    BOOST_TEST(name_of(*made, flow().ports(53, 1000)) == "-");
    BOOST_TEST(name_of(*made, flow().proto(17).ports(53, 80)) == "web");
    BOOST_TEST(name_of(*made, flow().interface("wan1").ports(1, 2)) == "uplink");
}

// An open side is one side: the address of one and the port of the other do not make a pattern fit.
BOOST_AUTO_TEST_CASE(either_side_but_the_same)
{
    const auto made = make(kSome);
    BOOST_TEST(name_of(*made, sample::tcp().src("10.9.1.1").ports(22, 5000)) == "lab");
    BOOST_TEST(name_of(*made, sample::tcp().dst("10.9.1.1").ports(5000, 22)) == "lab");
    BOOST_TEST(name_of(*made, sample::tcp().src("10.9.1.1").ports(5000, 22)) == "-");
}

BOOST_AUTO_TEST_CASE(mistakes)
{
    auto bad = kSome;
    bad[1].where.push_back(condition("prot", {"udp"}));
    bad[2].where[0].any_of = {"10.9.0.0/99"};
    bad[3].where.push_back(condition("bytes", {std::int64_t{1}}));
    BOOST_TEST(!make(bad));
    std::string all;
    for (const auto& complaint : complaints)
        all += complaint.text + '\n';
    BOOST_TEST(all.find("pipeline p: abbreviations: \"dns\": where: \"flow\" has no column \"prot\" (did you mean") !=
               std::string::npos);
    BOOST_TEST(all.find("\"lab\": where: src_addr: \"10.9.0.0/99\" is no address or prefix") != std::string::npos);
    BOOST_TEST(all.find("\"uplink\": where: bytes is added up over time") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_column_that_another_capture_has)
{
    const auto made = make({{"x", {condition("no_such", {"y"})}, {}}}, true);
    BOOST_TEST_REQUIRE(made);
    BOOST_TEST(name_of(*made, sample::tcp()) == "-");
}

// Whatever the patterns: the rows by abbreviation add up to what came, and no two are of one name.
BOOST_AUTO_TEST_CASE(conservation)
{
    const auto made = make(kSome);
    pipeline.group_by = {"abbreviation"};
    auto table = record::Table::make({{made->output(), "c0"}}, pipeline, complaints);
    BOOST_TEST_REQUIRE(table);
    std::mt19937 random(4);
    std::uint64_t packets = 0;
    std::uint64_t bytes = 0;
    std::map<std::string, std::uint64_t> expected;
    for (int i = 0; i < 20'000; ++i) {
        const auto port = [&] {
            return static_cast<std::uint16_t>(std::array{53, 80, 443, 22, 8080, 5000}[random() % 6]);
        };
        auto flow = sample::tcp().proto(random() % 2 != 0 ? 6 : 17).ports(port(), port());
        flow.src(random() % 3 == 0 ? "10.9.1.1" : "10.0.0.1").interface(random() % 5 == 0 ? "wan0" : "eth0");
        flow.traffic(1 + random() % 10, 100 + random() % 1000);
        packets += flow.row.packets;
        bytes += flow.row.bytes;
        expected[name_of(*made, flow)] += flow.row.bytes;
        table->add(0, (*made)(Row(*sample::flow_schema()->abi(), &flow.row)));
    }
    const auto report = sample::report(*table, 0, 1'000'000'000, true);
    BOOST_TEST(report.sum("packets") == packets);
    BOOST_TEST(report.sum("bytes") == bytes);
    BOOST_TEST_REQUIRE(report.size() == 5U);  // web, dns, lab, uplink, and what has none
    BOOST_TEST(expected.size() == 5U);
    for (std::size_t i = 0; i < report.size(); ++i) {
        const auto name = report.has(i, "abbreviation") ? report.text(i, "abbreviation") : "-";
        BOOST_TEST(report.integer(i, "bytes") == expected[name], name);
    }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
