// SPDX-License-Identifier: MIT
#include "names/namer.hpp"

#include <boost/test/unit_test.hpp>

#include <map>

#include "addresses.hpp"
#include "names/early_names.hpp"
#include "unit/record/sample.hpp"

namespace {

using namespace hookline;
using names::Address;
using names::Answer;

// Knows some addresses at once.
struct Oracle final : names::Resolver {
    void ask(const Address& which) override
    {
        ++asked;
        const auto found = known.find(names::pointer_name(which));
        on_answer(which, Answer{found != known.end() ? found->second : "", std::chrono::hours(1)});
    }
    std::map<std::string, std::string> known;
    int asked = 0;
};

struct Fixture {
    names::Directory& make(const config::Names& options)
    {
        auto owned = std::make_unique<Oracle>();
        oracle = owned.get();
        oracle->known = {{"1.0.0.10.in-addr.arpa", "client.example"}, {"2.0.0.10.in-addr.arpa", "server.example"}};
        return directory.emplace("test", options, std::move(owned));
    }
    // The table's report with names.
    sample::Report named(const config::Names& options, const config::Pipeline& pipeline = {})
    {
        const auto table = sample::make_table(pipeline);
        for (const auto& flow : flows)
            sample::add(*table, flow);
        namer = *names::Namer::make(table->output(), make(options));
        sample::Report report;
        table->report(0, 1'000'000'000, true, [&](auto batch) { report.take(namer ? namer->name(*batch) : batch); });
        return report;
    }

    std::vector<sample::Flow> flows{sample::tcp()};
    std::optional<names::Directory> directory;
    std::unique_ptr<names::Namer> namer;
    Oracle* oracle = nullptr;
};

config::Names all()
{
    return {.dns = true, .services = true, .icmp_types = true, .interfaces = {{"eth0", "uplink"}}};
}

BOOST_FIXTURE_TEST_SUITE(namer, Fixture)

BOOST_AUTO_TEST_CASE(a_row_with_all_it_may_have)
{
    const auto report = named(all());
    BOOST_TEST_REQUIRE(report.size() == 1U);
    BOOST_TEST(report.text(0, "src_name") == "client.example");
    BOOST_TEST(report.text(0, "dst_name") == "server.example");
    BOOST_TEST(report.text(0, "dst_service") == "http");
    BOOST_TEST(report.text(0, "interface_alias") == "uplink");
    BOOST_TEST(!report.has(0, "src_service"));
    BOOST_TEST(!report.has(0, "icmp_type_name"));
    BOOST_TEST(report.integer(0, "bytes") == 100U);
    BOOST_TEST(report.text(0, "interface") == "eth0");
}

BOOST_AUTO_TEST_CASE(only_what_is_wanted)
{
    const auto report = named({.services = true});
    BOOST_TEST((report.batches[0]->schema().find("src_name") == nullptr));
    BOOST_TEST((report.batches[0]->schema().find("dst_service") != nullptr));
    BOOST_TEST(!directory->hosts.has_value());
}

BOOST_AUTO_TEST_CASE(a_report_that_has_no_use_for_names)
{
    const auto report = named({.dns = true}, {.group_by = {"proto"}});
    BOOST_TEST(!namer);
    BOOST_TEST(report.size() == 1U);
}

BOOST_AUTO_TEST_CASE(types_of_icmp)
{
    flows[0].proto(1).row.icmp_type = 8;
    flows[0].has(HOOKLINE_FLOW_ICMP_TYPE);
    BOOST_TEST(named(all()).text(0, "icmp_type_name") == "echo-request");
}

BOOST_AUTO_TEST_CASE(a_network_is_no_host)
{
    flows[0].network("10.0.0.1", 24);
    const auto report = named(all());
    BOOST_TEST(!report.has(0, "src_name"));
    BOOST_TEST(oracle->asked == 0);
}

BOOST_AUTO_TEST_CASE(many_rows_keep_their_order_and_their_sums)
{
    for (std::uint16_t port = 1; port < 3000; ++port)
        flows.push_back(sample::tcp().ports(port, 443).traffic(1, 100 + port));
    const auto report = named(all());
    BOOST_TEST_REQUIRE(report.size() == flows.size());
    BOOST_TEST(report.batches.size() > 1U);
    BOOST_TEST(report.sum("packets") == flows.size());
    for (std::size_t i = 1; i < report.size(); ++i)
        BOOST_TEST_REQUIRE(report.integer(i - 1, "bytes") >= report.integer(i, "bytes"));
    BOOST_TEST(oracle->asked == 2);
    BOOST_TEST(report.text(0, "dst_service") == "https");
    BOOST_TEST(report.text(2999, "src_name") == "client.example");
}

// Batches wait in queues while the table, the directory and their texts go on.
BOOST_AUTO_TEST_CASE(texts_belong_to_the_batch)
{
    const auto report = named({.dns = true, .interfaces = {{"eth0", "uplink"}}});
    namer.reset();
    directory.reset();
    BOOST_TEST(report.text(0, "src_name") == "client.example");
    BOOST_TEST(report.text(0, "interface_alias") == "uplink");
}

BOOST_AUTO_TEST_CASE(asked_for_before_the_report)
{
    auto& from = make(all());
    const auto stream = sample::flow_schema();
    names::EarlyNames early(*stream, *stream, from);
    std::vector<hookline_flow> rows;
    for (unsigned i = 0; i < 1000; ++i) {
        rows.push_back(
            sample::tcp().src(("10.1." + std::to_string(i / 200) + '.' + std::to_string(i % 200)).c_str()).row);
    }
    hookline_batch batch{.size = sizeof batch,
                         .schema = stream->abi(),
                         .rows = rows.data(),
                         .row_count = 1000,
                         .stride = sizeof(hookline_flow)};
    const auto round = [&] {
        early.begin_batch(batch);
        for (const auto& row : rows)
            early.look(Row(*stream->abi(), &row));
    };
    round();
    BOOST_TEST(oracle->asked == 64 + 1);  // sources, and the one destination
    for (int i = 0; i < 100; ++i)
        round();
    BOOST_TEST(oracle->asked > 900);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
