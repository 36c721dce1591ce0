// SPDX-License-Identifier: MIT
// use_schema(): a capture narrows a stream to what its configuration asks for.
#include <boost/test/unit_test.hpp>

#include <cstddef>
#include <vector>

#include "harness.hpp"

namespace hookline::test {
namespace {

hookline_column column(std::uint32_t id, hookline_type type, hookline_unit unit, hookline_role role,
                       hookline_merge merge, std::uint32_t offset, const char* name)
{
    return {id, type,    unit, role, merge, 0, offset, type == HOOKLINE_U64 ? 8U : 4U, HOOKLINE_ALWAYS_PRESENT,
            0,  nullptr, name, name};
}

// Of the stream "hits"; `color` is left out.
struct Narrow {
    std::vector<hookline_column> columns{
        column(0, HOOKLINE_U64, HOOKLINE_UNIT_PACKETS, HOOKLINE_COUNTER, HOOKLINE_MERGE_SUM, 0, "packets"),
        column(1, HOOKLINE_U64, HOOKLINE_UNIT_BYTES, HOOKLINE_COUNTER, HOOKLINE_MERGE_SUM, 8, "bytes"),
        column(2, HOOKLINE_U32, HOOKLINE_UNIT_NONE, HOOKLINE_KEY, HOOKLINE_MERGE_LAST, 16, "key"),
    };
    hookline_schema schema{sizeof(hookline_schema), HOOKLINE_TABLE,          "hits", "hits", 1,      sizeof(Hit),
                           HOOKLINE_NO_PRESENCE,    sizeof(hookline_column), 3,      0,      nullptr};
    const hookline_schema* get()
    {
        schema.columns = columns.data();
        return &schema;
    }
};

struct Narrowing : Harness {
    FakeCapture& in = capture("in");
    FakeSink& out = sink("out");
    Narrow narrow;
    hookline_status status = HOOKLINE_OK;  // of use_schema()
    hookline_status emitted = HOOKLINE_OK;

    Narrowing() { pipeline({"in"}, {"out"}); }
    hookline_status use(std::uint32_t stream, const hookline_schema* schema)
    {
        return status = in.host->use_schema(in.host->context, stream, schema);
    }
    void use_in_create(std::uint32_t stream, const hookline_schema* schema)
    {
        in.on_create = [=, this] { return use(stream, schema), HOOKLINE_OK; };
    }
    void emit(const hookline_schema* schema)
    {
        in.see(3, 30);
        const Hit row{3, 30, 7, 9};
        hookline_batch batch{};
        batch.size = sizeof batch;
        batch.schema = schema;
        batch.rows = &row;
        batch.row_count = 1;
        batch.stride = sizeof row;
        emitted = in.host->emit(in.host->context, kHits, &batch);
    }
    void expect_refusal(std::uint32_t stream, const hookline_schema* schema, const std::string& words)
    {
        use_in_create(stream, schema);
        const auto ran = run();
        BOOST_TEST(status == HOOKLINE_FAILED);
        BOOST_TEST(ran.says("error: capture in: use_schema: " + words), ran.err);
    }
    config::Complaints complaints()
    {
        config::Complaints found;
        (void)make(found);
        return found;
    }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(schemas, Narrowing)

BOOST_AUTO_TEST_CASE(rows_have_what_it_says)
{
    use_in_create(kHits, narrow.get());
    in.on_drain = [&](std::size_t) { return emit(narrow.get()), HOOKLINE_END; };
    const auto ran = run();
    BOOST_TEST(status == HOOKLINE_OK);
    BOOST_TEST(emitted == HOOKLINE_OK);
    BOOST_TEST(ran.status == 0, ran.err);
    BOOST_REQUIRE(out.rows().size() == 1U);
    BOOST_TEST(out.rows()[0].numbers.at("key") == 7U);
    BOOST_TEST(out.rows()[0].numbers.at("packets") == 3U);
    BOOST_TEST(!out.rows()[0].numbers.contains("color"));
}

BOOST_AUTO_TEST_CASE(pipelines_see_what_is_left)
{
    use_in_create(kHits, narrow.get());
    config.pipelines[0].where = {{"key", {std::int64_t{7}}, {"file", 9, 1}}};
    BOOST_TEST(complaints().empty());
    for (const auto* column : {"color", "packets"}) {
        config.pipelines[0].where.clear();
        config.pipelines[0].group_by = {column};
        BOOST_TEST(!complaints().empty(), column);
    }
    in.on_create = [] { return HOOKLINE_OK; };
    config.pipelines[0].group_by = {"color"};
    BOOST_TEST(complaints().empty());
}

// The host knows a schema by its address: rows of the other one have other columns.
BOOST_AUTO_TEST_CASE(a_batch_with_the_schema_of_before_is_refused)
{
    const hookline_schema* declared = nullptr;
    in.on_create = [&] {
        declared = plugin_of("in", in)->descriptor().streams[kHits];
        return use(kHits, narrow.get()), HOOKLINE_OK;
    };
    in.on_drain = [&](std::size_t) { return emit(declared), HOOKLINE_END; };
    const auto ran = run();
    BOOST_TEST(emitted == HOOKLINE_FAILED);
    BOOST_TEST(ran.says("lost malformed 1 packets"), ran.err);
    BOOST_TEST(out.rows().empty());
}

BOOST_AUTO_TEST_CASE(outside_of_create)
{
    in.on_start = [&] { return use(kHits, narrow.get()), HOOKLINE_OK; };
    in.on_drain = [&](std::size_t) { return in.hit(1, 3, 30), HOOKLINE_END; };
    const auto ran = run();
    BOOST_TEST(status == HOOKLINE_FAILED);
    BOOST_TEST(ran.says("use_schema: called outside of create()"), ran.err);
    BOOST_TEST(out.sum("packets") == 3U);  // with the schema of before
}

BOOST_AUTO_TEST_CASE(no_such_stream)
{
    expect_refusal(3, narrow.get(), "there is no stream 3");
    expect_refusal(kHits, nullptr, "there is no stream 0");
}

BOOST_AUTO_TEST_CASE(of_another_name)
{
    narrow.schema.name = "misses";
    expect_refusal(kHits, narrow.get(), "it is called \"misses\", not \"hits\"");
}

BOOST_AUTO_TEST_CASE(of_another_kind)
{
    narrow.schema.kind = HOOKLINE_PACKET;
    narrow.columns.pop_back();
    use_in_create(kHits, narrow.get());
    (void)run();
    BOOST_TEST(status == HOOKLINE_FAILED);
}

BOOST_AUTO_TEST_CASE(with_a_column_that_is_not_there)
{
    narrow.columns[2].name = "shape";
    expect_refusal(kHits, narrow.get(), "hits has no such column shape");
}

BOOST_AUTO_TEST_CASE(with_a_column_of_another_id)
{
    narrow.columns[2].id = 5;
    expect_refusal(kHits, narrow.get(), "hits has no such column key");
}

BOOST_AUTO_TEST_CASE(one_that_is_malformed)
{
    narrow.columns[2].offset = sizeof(Hit);
    use_in_create(kHits, narrow.get());
    (void)run();
    BOOST_TEST(status == HOOKLINE_FAILED);
}

// Sinks have no streams.
BOOST_AUTO_TEST_CASE(of_a_sink)
{
    out.on_create = [&] {
        status = out.host->use_schema(out.host->context, 0, narrow.get());
        return HOOKLINE_OK;
    };
    (void)run();
    BOOST_TEST(status == HOOKLINE_FAILED);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace hookline::test
