// SPDX-License-Identifier: MIT
// The ledger's arithmetic and its lines.
#include "pipeline/ledger.hpp"

#include <boost/test/unit_test.hpp>

namespace hookline::test {
namespace {

using namespace hookline::pipeline;

Ledger sample()
{
    CaptureAccount capture;
    capture.who = "capture tc";
    capture.seen = {12, 3456};
    capture.delivered = {6, 3000};
    capture.filtered = {{"where", {3, 336}}};
    capture.lost = {{"map_full", {2, 100}}, {"ring_full", {1, 20}}};
    capture.noted = {{"other_by_prefix", {4, 400}}};
    SinkAccount sink;
    sink.who = "sink screen";
    sink.offered = 10;
    sink.delivered = 5;
    sink.dropped = {{"queue_full", 4}};
    sink.pending = 1;
    return {{capture}, {sink}, {{"pipeline flows", 70}, {"pipeline quiet", 0}}};
}

}  // namespace

BOOST_AUTO_TEST_SUITE(ledger_alone)

BOOST_AUTO_TEST_CASE(lines)
{
    const std::vector<std::string> expected = {
        "ledger: capture tc: seen 12 packets 3456 bytes",
        "ledger: capture tc: delivered 6 packets 3000 bytes",
        "ledger: capture tc: filtered where 3 packets 336 bytes",
        "ledger: capture tc: lost map_full 2 packets 100 bytes",
        "ledger: capture tc: lost ring_full 1 packets 20 bytes",
        "ledger: capture tc: noted other_by_prefix 4 packets 400 bytes",
        "ledger: pipeline flows: noted row_limit 70 rows",
        "ledger: sink screen: offered 10 rows, delivered 5, dropped 4, pending 1",
        "ledger: sink screen: dropped queue_full 4 rows",
        "ledger: seen 12 packets 3456 bytes, delivered 6 3000, filtered 3 336, lost 3 120",
    };
    const auto lines = to_lines(sample());
    BOOST_TEST(lines == expected, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(balance)
{
    auto ledger = sample();
    BOOST_TEST(imbalances(ledger).empty());
    ledger.captures[0].seen.bytes -= 5;
    ledger.sinks[0].offered += 2;
    const auto found = imbalances(ledger);
    BOOST_REQUIRE(found.size() == 2U);
    BOOST_TEST(found[0].find("0 packets, -5 bytes") != std::string::npos, found[0]);
    BOOST_TEST(found[1].find("sink screen") == 0U, found[1]);
    BOOST_TEST(found[1].find("2 rows") != std::string::npos, found[1]);
}

BOOST_AUTO_TEST_CASE(names_of_a_plugin_may_be_missing)
{
    CaptureBook book;
    book.add(HOOKLINE_LOST, nullptr, {1, 2});
    book.add(static_cast<hookline_account>(42), "odd", {1, 2});
    const auto account = book.account("capture x");
    BOOST_TEST(account.lost.at("unnamed").packets == 1U);
    BOOST_TEST(account.noted.at("bad_account").packets == 1U);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace hookline::test
