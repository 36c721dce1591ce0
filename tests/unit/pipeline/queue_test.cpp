// SPDX-License-Identifier: MIT
// The queue alone: bounds, reports that stay whole, acks, and a book that holds at any moment.
#include "pipeline/queue.hpp"

#include <boost/test/unit_test.hpp>

#include <thread>

namespace hookline::test {
namespace {

using pipeline::Queue;
using namespace std::chrono_literals;

record::BatchPtr batch_of(std::size_t rows, std::uint32_t flags = 0)
{
    record::Schema::Draft column;
    column.column.type = HOOKLINE_U64;
    column.column.role = HOOKLINE_KEY;
    column.name = "value";
    column.help = "a value";
    static const auto schema = record::Schema::make(HOOKLINE_TABLE, "values", "values", {column}).value();
    auto batch = std::make_shared<record::OwnedBatch>(schema, "test");
    const std::vector<std::uint64_t> row(schema->row_size() / 8 + 1);
    for (std::size_t i = 0; i < rows; ++i)
        batch->append(Row(*schema->abi(), row.data()));
    batch->set_flags(flags);
    return batch;
}

struct Open {
    Queue queue{10};
    Open() { queue.set_cause("queue_full"); }
    void expect(std::uint64_t offered, std::uint64_t delivered, std::uint64_t dropped, std::uint64_t pending)
    {
        const auto book = queue.account("sink");
        std::uint64_t sum = 0;
        for (const auto& [cause, rows] : book.dropped)
            sum += rows;
        BOOST_TEST(book.offered == offered);
        BOOST_TEST(book.delivered == delivered);
        BOOST_TEST(sum == dropped);
        BOOST_TEST(book.pending == pending);
    }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(queue_alone, Open)

BOOST_AUTO_TEST_CASE(a_dropped_report_takes_nothing_else_with_it)
{
    BOOST_TEST(queue.push(batch_of(8)) == 0U);
    BOOST_TEST(queue.push(batch_of(5, HOOKLINE_REPORT_BEGIN | HOOKLINE_REPORT_END)) == 5U);
    BOOST_TEST(queue.push(batch_of(2)) == 0U);  // an event's batch, say, which finds room
    expect(15, 0, 5, 10);
}

BOOST_AUTO_TEST_CASE(is_bounded_in_rows)
{
    BOOST_TEST(queue.push(batch_of(6)) == 0U);
    BOOST_TEST(queue.push(batch_of(5)) == 5U);
    BOOST_TEST(queue.push(batch_of(4)) == 0U);
    expect(15, 0, 5, 10);
    BOOST_TEST(queue.account("").dropped.at("queue_full") == 5U);
    queue.take(6, false);
    BOOST_TEST(queue.push(batch_of(6)) == 0U);
    expect(21, 6, 5, 10);
}

BOOST_AUTO_TEST_CASE(a_batch_larger_than_the_queue_fits_an_empty_one)
{
    BOOST_TEST(queue.push(batch_of(50)) == 0U);
    BOOST_TEST(queue.push(batch_of(1)) == 1U);
}

BOOST_AUTO_TEST_CASE(empty_batches_are_bounded_too)
{
    for (int i = 0; i < 100; ++i)
        queue.push(batch_of(0, HOOKLINE_REPORT_BEGIN | HOOKLINE_REPORT_END));
    int queued = 0;
    for (; queue.front(); ++queued)
        queue.take(0, false);
    BOOST_TEST(queued == 10);
}

BOOST_AUTO_TEST_CASE(a_report_whose_begin_is_dropped_is_dropped_whole)
{
    queue.push(batch_of(8));
    BOOST_TEST(queue.push(batch_of(5, HOOKLINE_REPORT_BEGIN)) == 5U);
    BOOST_TEST(queue.push(batch_of(1)) == 1U);
    BOOST_TEST(queue.push(batch_of(1, HOOKLINE_REPORT_END)) == 1U);
    BOOST_TEST(queue.push(batch_of(2, HOOKLINE_REPORT_BEGIN | HOOKLINE_REPORT_END)) == 0U);
    expect(17, 0, 7, 10);
}

BOOST_AUTO_TEST_CASE(a_report_that_began_gets_its_end)
{
    queue.push(batch_of(8, HOOKLINE_REPORT_BEGIN));
    BOOST_TEST(queue.push(batch_of(5, HOOKLINE_REPORT_END)) == 5U);
    queue.take(8, false);
    const auto end = queue.front();
    BOOST_REQUIRE(end.has_value());
    const auto view = end->batch->view(end->from);
    BOOST_TEST(view.row_count == 0U);
    BOOST_TEST(view.flags == HOOKLINE_REPORT_END);
    queue.take(0, false);
    expect(13, 8, 5, 0);
    BOOST_TEST(queue.settled());
}

BOOST_AUTO_TEST_CASE(parts_of_a_batch)
{
    queue.push(batch_of(6));
    queue.take(2, false);
    BOOST_TEST(queue.front()->from == 2U);
    expect(6, 2, 0, 4);
    BOOST_TEST(queue.drop(queue.front()->token, "sink_error") == 4U);
    expect(6, 2, 4, 0);
    BOOST_TEST(queue.drop(1, "sink_error") == 0U);
}

BOOST_AUTO_TEST_CASE(acks_come_late_early_and_too_many)
{
    queue.push(batch_of(6));
    const auto token = queue.front()->token;
    queue.ack(token, 1, true);  // before write() has returned
    queue.take(6, true);
    expect(6, 1, 0, 5);
    BOOST_TEST(!queue.settled());
    queue.ack(token, 2, false);
    expect(6, 1, 2, 3);
    queue.ack(token, 100, true);
    expect(6, 4, 2, 0);
    queue.ack(token, 1, true);
    queue.ack(999, 1, true);
    expect(6, 4, 2, 0);
    BOOST_TEST(queue.settled());
}

BOOST_AUTO_TEST_CASE(shut_drops_all_from_then_on)
{
    queue.push(batch_of(6));
    queue.take(2, false);
    queue.shut("abandoned");
    queue.push(batch_of(3, HOOKLINE_REPORT_BEGIN | HOOKLINE_REPORT_END));
    queue.take(4, false);  // its write() came back after all
    expect(9, 2, 7, 0);
    BOOST_TEST(!queue.front());
    BOOST_TEST(queue.account("").dropped.at("abandoned") == 7U);
}

BOOST_AUTO_TEST_CASE(push_waits_for_room_but_not_for_ever)
{
    for (int i = 0; i < 3; ++i)
        queue.push(batch_of(1));
    const auto start = Queue::Clock::now();
    BOOST_TEST(queue.push_when_below(3, start + 50ms, batch_of(1)) == 0U);
    BOOST_TEST((Queue::Clock::now() - start >= 50ms));
    std::jthread taker([&] {
        std::this_thread::sleep_for(20ms);
        queue.take(1, false);
        queue.take(1, false);
    });
    BOOST_TEST(queue.push_when_below(3, start + 10s, batch_of(1)) == 0U);
    BOOST_TEST((Queue::Clock::now() - start < 5s));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace hookline::test
