// SPDX-License-Identifier: MIT
// Whatever comes in is delivered, filtered or lost, and both books say so.
#include <boost/test/unit_test.hpp>

#include "harness.hpp"

namespace hookline::test {

BOOST_FIXTURE_TEST_SUITE(conservation, Harness)

BOOST_AUTO_TEST_CASE(three_kinds_of_stream_reach_a_sink)
{
    auto& source = capture("in");
    auto& out = sink("out");
    pipeline({"in"}, {"out"});
    source.on_drain = [&](std::size_t) {
        source.hit(7, 3, 300);
        source.hit(7, 4, 400);
        const Happening happened{42, "bang", 9, 0};
        source.see(1, 0);
        source.emit(kHappenings, &happened, 1, sizeof happened);
        const Frame frame{43, to_abi("abcde")};
        source.see(1, 5);
        source.emit(kFrames, &frame, 1, sizeof frame);
        return HOOKLINE_END;
    };
    const auto ran = run();
    BOOST_TEST(ran.status == 0, ran.err);
    BOOST_REQUIRE_EQUAL(out.rows().size(), 3U);
    const auto rows = out.rows();
    BOOST_TEST(rows[0].stream == "happenings");
    BOOST_TEST(rows[0].texts.at("what") == "bang");
    BOOST_TEST(rows[1].stream == "frames");
    BOOST_TEST(rows[1].texts.at("data") == "abcde");
    BOOST_TEST(rows[1].source == "pipeline 1");
    BOOST_TEST(rows[2].numbers.at("packets") == 7U);
    BOOST_TEST(rows[2].numbers.at("bytes") == 700U);
    BOOST_TEST(ran.first_line() == "ready: 1 capture, 1 sink");
    BOOST_TEST(ran.says("ledger: capture in: seen 9 packets 705 bytes\n"));
    BOOST_TEST(ran.says("ledger: sink out: offered 3 rows, delivered 3, dropped 0\n"));
    BOOST_TEST(ran.last_line() == "ledger: seen 9 packets 705 bytes, delivered 9 705, filtered 0 0, lost 0 0");
}

BOOST_AUTO_TEST_CASE(rows_that_no_pipeline_wants_are_filtered)
{
    auto& source = capture("in");
    auto& odd = sink("odd");
    auto& small = sink("small");
    pipeline({"in"}, {"odd"}).where = {{"key", {std::int64_t{1}, std::int64_t{3}}, {}}};
    pipeline({"in"}, {"small"}).where = {{"key", {std::int64_t{1}, std::int64_t{2}}, {}}};
    source.on_drain = [&](std::size_t) {
        for (std::uint32_t key = 1; key <= 5; ++key)
            source.hit(key, 1, 100);
        return HOOKLINE_END;
    };
    const auto ran = run();
    BOOST_TEST(ran.status == 0, ran.err);
    BOOST_TEST(odd.sum("packets") == 2U);
    BOOST_TEST(small.sum("packets") == 2U);
    // Key 1 went both ways and counts once.
    BOOST_TEST(ran.says("ledger: capture in: filtered where 2 packets 200 bytes"), ran.err);
    BOOST_TEST(ran.last_line() == "ledger: seen 5 packets 500 bytes, delivered 3 300, filtered 2 200, lost 0 0");
}

BOOST_AUTO_TEST_CASE(a_stream_without_the_column_that_where_names_passes_nothing)
{
    auto& source = capture("in");
    auto& out = sink("out");
    pipeline({"in"}, {"out"}).where = {{"color", {std::int64_t{5}}, {}}};
    source.on_drain = [&](std::size_t) {
        source.hit(1, 1, 10, 5);
        const Happening happened{1, "no color", 9, 0};
        source.see(1, 0);
        source.emit(kHappenings, &happened, 1, sizeof happened);
        return HOOKLINE_END;
    };
    const auto ran = run();
    BOOST_TEST(ran.status == 0, ran.err);
    BOOST_TEST(out.rows().size() == 1U);
    BOOST_TEST(ran.says("filtered where 1 packets 0 bytes"));
}

BOOST_AUTO_TEST_CASE(captures_of_one_schema_share_a_table)
{
    auto& left = capture("left");
    auto& right = capture("right");
    auto& out = sink("out");
    pipeline({"left", "right"}, {"out"}).group_by = {"color"};
    left.on_drain = [&](std::size_t) { return left.hit(1, 1, 10), HOOKLINE_END; };
    right.on_drain = [&](std::size_t) { return right.hit(2, 2, 20), HOOKLINE_END; };
    const auto ran = run();
    BOOST_TEST(ran.status == 0, ran.err);
    BOOST_TEST(out.rows().size() == 1U);
    BOOST_TEST(out.sum("packets") == 3U);
    BOOST_TEST(out.reports() == 1);
}

BOOST_AUTO_TEST_CASE(losses_and_filters_of_a_capture_are_in_its_book)
{
    auto& source = capture("in");
    sink("out");
    pipeline({"in"}, {"out"});
    source.on_drain = [&](std::size_t) {
        const auto* host = source.host;
        source.hit(1, 5, 50);
        source.see(10, 100);
        host->count(host->context, HOOKLINE_LOST, "map_full", 7, 70);
        host->count(host->context, HOOKLINE_FILTERED, "no_arp", 3, 30);
        host->count(host->context, HOOKLINE_NOTED, "not_first", 99, 0);
        return HOOKLINE_END;
    };
    const auto ran = run();
    BOOST_TEST(ran.status == 0, ran.err);
    BOOST_TEST(ran.says("ledger: capture in: lost map_full 7 packets 70 bytes\n"));
    BOOST_TEST(ran.says("ledger: capture in: filtered no_arp 3 packets 30 bytes\n"));
    BOOST_TEST(ran.says("ledger: capture in: noted not_first 99 packets 0 bytes\n"));
    BOOST_TEST(ran.last_line() == "ledger: seen 15 packets 150 bytes, delivered 5 50, filtered 3 30, lost 7 70");
}

BOOST_AUTO_TEST_CASE(rows_that_found_no_room_are_said_once_and_counted)
{
    auto& source = capture("in");
    auto& out = sink("out");
    auto& book = sink("book");
    auto& flows = pipeline({"in"}, {"out"});
    flows.name = "flows";
    flows.row_limit = 8;
    pipeline({"ledger"}, {"book"});
    source.on_drain = [&](std::size_t) {
        for (std::uint32_t i = 0; i < 20; ++i)
            source.hit(static_cast<std::uint32_t>(source.drains) * 100 + i, 1, 10);
        return source.drains < 5 ? HOOKLINE_OK : HOOKLINE_END;
    };
    const auto ran = run();
    BOOST_TEST(ran.status == 0, ran.err);
    BOOST_TEST(out.rows().size() == 9U);
    BOOST_TEST(out.sum("packets") == 100U);
    BOOST_TEST(ran.count("pipeline flows: there are more rows than 8 (row_limit)") == 1, ran.err);
    BOOST_TEST(ran.says("ledger: pipeline flows: noted row_limit 92 rows\n"), ran.err);
    BOOST_TEST(book.sum("rows") > 92U);
    BOOST_TEST(ran.last_line() == "ledger: seen 100 packets 1000 bytes, delivered 100 1000, filtered 0 0, lost 0 0");
}

BOOST_AUTO_TEST_CASE(books_that_do_not_balance_are_an_error)
{
    auto& source = capture("in");
    sink("out");
    pipeline({"in"}, {"out"});
    source.on_drain = [&](std::size_t) { return source.see(2, 20), HOOKLINE_END; };
    const auto ran = run();
    BOOST_TEST(ran.status == 1);
    BOOST_TEST(ran.says("capture in: the ledger does not balance"), ran.err);
    BOOST_TEST(ran.says("is 2 packets, 20 bytes"));
    BOOST_TEST(ran.last_line().starts_with("ledger: seen 2 packets 20 bytes"));
}

BOOST_AUTO_TEST_CASE(many_rows_add_up)
{
    constexpr std::uint32_t kRows = 100'000;
    auto& source = capture("in");
    auto& out = sink("out");
    pipeline({"in"}, {"out"});
    std::uint32_t next = 0;
    source.on_drain = [&](std::size_t budget) {
        for (std::size_t i = 0; i < budget && next < kRows; ++i)
            source.hit(next++, 1, 60);
        return next < kRows ? HOOKLINE_MORE : HOOKLINE_END;
    };
    const auto ran = run();
    BOOST_TEST(ran.status == 0, ran.err);
    BOOST_TEST(out.rows().size() == kRows);
    BOOST_TEST(out.sum("bytes") == kRows * 60U);
    BOOST_TEST(out.reports() == 1);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace hookline::test
