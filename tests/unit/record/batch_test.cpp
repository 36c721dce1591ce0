// SPDX-License-Identifier: MIT
// check_batch() and OwnedBatch.
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include <functional>
#include <ostream>

#include "record/batch.hpp"
#include "sample.hpp"

using namespace hookline;
using sample::column;

namespace {

record::SchemaPtr event_schema()
{
    static const auto schema = *record::Schema::make(
        HOOKLINE_EVENT, "event", "",
        {column("text", HOOKLINE_TEXT, HOOKLINE_LABEL), column("blob", HOOKLINE_BYTES, HOOKLINE_LABEL),
         column("on", HOOKLINE_BOOL, HOOKLINE_LABEL), column("n", HOOKLINE_U64, HOOKLINE_GAUGE)});
    return schema;
}

// Laid out as event_schema() says.
struct Event {
    std::uint64_t present = 0b1111;
    std::uint8_t on = 1;
    hookline_string text{"text", 4};
    hookline_string blob{"\0\1", 2};
    std::uint64_t n = 0;
};

hookline_batch batch_of(const std::vector<Event>& events)
{
    return {sizeof(hookline_batch),
            0,
            event_schema()->abi(),
            events.data(),
            static_cast<std::uint32_t>(events.size()),
            sizeof(Event),
            0,
            0,
            nullptr};
}

struct Case {
    const char* expected;
    std::function<void(hookline_batch&, std::vector<Event>&)> spoil;
};
std::ostream& operator<<(std::ostream& out, const Case& spoilt)
{
    return out << spoilt.expected;
}

const Case kCases[] = {
    {"size 8 ", [](auto& batch, auto&) { batch.size = 8; }},
    {"rows is null", [](auto& batch, auto&) { batch.rows = nullptr; }},
    {"not aligned", [](auto& batch, auto&) { batch.rows = static_cast<const char*>(batch.rows) + 4; }},
    {"stride 0 ", [](auto& batch, auto&) { batch.stride = 0; }},
    {"stride 48 ", [](auto& batch, auto&) { batch.stride = 48; }},
    {"stride 60 ", [](auto& batch, auto&) { batch.stride = 60; }},
    {"stride 4294967288 ", [](auto& batch, auto&) { batch.stride = 0xfffffff8u; }},
    {"4000000000 rows are too many", [](auto& batch, auto&) { batch.row_count = 4'000'000'000u; }},
    {"row 1, column \"text\": null with a size", [](auto&, auto& rows) { rows[1].text.data = nullptr; }},
    {"row 1, column \"text\": 65537 bytes", [](auto&, auto& rows) { rows[1].text.size = 65'537; }},
    {"row 0, column \"blob\": null with a size", [](auto&, auto& rows) { rows[0].blob.data = nullptr; }},
    {"row 0, column \"blob\": 262145 bytes", [](auto&, auto& rows) { rows[0].blob.size = 262'145; }},
    {"row 2, column \"on\": 2 is no boolean", [](auto&, auto& rows) { rows[2].on = 2; }},
};

}  // namespace

BOOST_AUTO_TEST_SUITE(batch)

BOOST_AUTO_TEST_CASE(the_sample_is_laid_out_as_its_schema_says)
{
    BOOST_REQUIRE(event_schema()->row_size() == sizeof(Event));
    BOOST_REQUIRE(event_schema()->find("text")->offset == offsetof(Event, text));
    BOOST_REQUIRE(event_schema()->find("blob")->offset == offsetof(Event, blob));
    BOOST_REQUIRE(event_schema()->find("n")->offset == offsetof(Event, n));
}

BOOST_DATA_TEST_CASE(a_malformed_batch_is_refused, boost::unit_test::data::make(kCases), spoilt)
{
    std::vector<Event> events(3);
    auto batch = batch_of(events);
    BOOST_REQUIRE(record::check_batch(*event_schema(), batch).has_value());
    spoilt.spoil(batch, events);
    const auto checked = record::check_batch(*event_schema(), batch);
    BOOST_REQUIRE(!checked);
    BOOST_TEST(checked.error().text.find(spoilt.expected) != std::string::npos, checked.error().text);
    BOOST_TEST(checked.error().text.find("\"event\"") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(absent_values_may_hold_anything)
{
    std::vector<Event> events(2);
    events[1].present = 0b1000;
    events[1].on = 77;
    events[1].text = {nullptr, 99};
    events[1].blob = {nullptr, 99};
    BOOST_TEST(record::check_batch(*event_schema(), batch_of(events)).has_value());
    record::OwnedBatch owned(event_schema(), "p");
    owned.append(Row(*event_schema()->abi(), &events[1]));  // copies nothing from there
    BOOST_TEST(owned.size() == 1u);
}

BOOST_AUTO_TEST_CASE(a_batch_without_rows_is_fine)
{
    hookline_batch batch{};
    batch.size = sizeof batch;
    BOOST_TEST(record::check_batch(*event_schema(), batch).has_value());
}

BOOST_AUTO_TEST_CASE(append_copies_text_and_bytes)
{
    record::OwnedBatch owned(event_schema(), "pipe");
    const std::string large(100'000, 'x');
    for (std::uint64_t i = 0; i < 1000; ++i) {
        auto text = std::make_unique<std::string>("text " + std::to_string(i));
        Event event;
        event.n = i;
        event.text = {text->data(), text->size()};
        event.blob = i == 500 ? hookline_string{large.data(), large.size()} : hookline_string{nullptr, 0};
        owned.append(Row(*event_schema()->abi(), &event));
    }
    owned.set_flags(HOOKLINE_REPORT_BEGIN | HOOKLINE_REPORT_END);
    owned.set_interval(3, 4);
    const auto view = owned.view();
    const Batch rows(&view);
    BOOST_TEST(rows.size() == 1000u);
    BOOST_TEST(rows.source() == "pipe");
    BOOST_TEST(rows.begins_report());
    BOOST_TEST(rows.begin_ns() == 3);
    BOOST_TEST(rows.end_ns() == 4);
    BOOST_TEST(rows[999].text(*event_schema()->find("text")) == "text 999");
    BOOST_TEST(rows[0].text(*event_schema()->find("text")) == "text 0");
    BOOST_TEST(rows[500].text(*event_schema()->find("blob")) == large);
    BOOST_TEST(rows[1].text(*event_schema()->find("blob")) == "");
    BOOST_TEST(record::check_batch(*event_schema(), view).has_value());
}

BOOST_AUTO_TEST_CASE(a_view_of_the_rest_begins_no_report)
{
    record::OwnedBatch owned(event_schema(), "pipe");
    for (std::uint64_t i = 0; i < 5; ++i) {
        Event event;
        event.n = i;
        owned.append_shallow(reinterpret_cast<const std::byte*>(&event));
    }
    owned.set_flags(HOOKLINE_REPORT_BEGIN | HOOKLINE_REPORT_END);
    const auto view = owned.view(3);
    BOOST_TEST(view.row_count == 2u);
    BOOST_TEST(Batch(&view)[0].integer(*event_schema()->find("n")) == 3u);
    BOOST_TEST(view.flags == HOOKLINE_REPORT_END);
    BOOST_TEST(owned.view(9).row_count == 0u);
}

BOOST_AUTO_TEST_CASE(owners_live_as_long_as_the_batch)
{
    auto text = std::make_shared<const std::string>("kept");
    const std::weak_ptr<const std::string> watched = text;
    {
        record::OwnedBatch owned(event_schema(), "pipe");
        owned.keep_alive(std::move(text));
        BOOST_TEST(!watched.expired());
    }
    BOOST_TEST(watched.expired());
}

BOOST_AUTO_TEST_SUITE_END()
