// SPDX-License-Identifier: MIT
// What `hookline check` says of a configuration that fits no plugin: everything, at its place.
#include <boost/test/unit_test.hpp>

#include <algorithm>

#include "harness.hpp"

namespace hookline::test {
namespace {

struct Checked : Harness {
    FakeCapture& in = capture("in");
    FakeSink& out = sink("out");
    std::vector<std::string> complain()
    {
        config::Complaints complaints;
        const auto engine = make(complaints);
        BOOST_TEST((engine == nullptr) == !complaints.empty());
        config::sort(complaints);
        std::vector<std::string> texts;
        for (const auto& complaint : complaints)
            texts.push_back(config::to_text(complaint));
        return texts;
    }
    void expect(const std::string& text)
    {
        const auto texts = complain();
        BOOST_REQUIRE_EQUAL(texts.size(), 1U);
        BOOST_TEST(texts[0].find(text) != std::string::npos, texts[0]);
    }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(checking, Checked)

BOOST_AUTO_TEST_CASE(nothing_wrong)
{
    pipeline({"in"}, {"out"});
    BOOST_TEST(complain().empty());
    BOOST_TEST(in.starts == 0);
    BOOST_TEST(out.opens == 0);
    BOOST_TEST(in.destroys == 1);
    BOOST_TEST(out.destroys == 1);
}

BOOST_AUTO_TEST_CASE(an_option_that_the_plugin_does_not_have)
{
    pipeline({"in"}, {"out"});
    config.captures[0].settings = {{"moode", {std::string("x")}, false, {"file", 4, 2}}};
    expect("file:4:2: capture.in: unknown key \"moode\" (did you mean \"mode\"?)");
}

BOOST_AUTO_TEST_CASE(an_option_that_the_plugin_refuses)
{
    pipeline({"in"}, {"out"});
    config.captures[0].settings = {{"mode", {std::string("x")}, false, {"file", 4, 2}}};
    in.on_create = [&] { return in.set_error("mode: \"x\" is no mode"), HOOKLINE_INVALID; };
    expect("file:4:2: capture.in: mode: \"x\" is no mode");
    BOOST_TEST(in.destroys == 0);
}

BOOST_AUTO_TEST_CASE(create_fails_otherwise)
{
    pipeline({"in"}, {"out"});
    out.on_create = [&] { return out.set_error("no memory"), HOOKLINE_FAILED; };
    expect("test:2:1: sink.out: no memory");
}

BOOST_AUTO_TEST_CASE(a_column_that_no_stream_has)
{
    pipeline({"in"}, {"out"}).where = {{"colr", {std::int64_t{1}}, {"file", 9, 1}}};
    const auto texts = complain();
    BOOST_TEST(!texts.empty());
    const auto hit =
        std::ranges::find_if(texts, [](const auto& text) { return text.find("\"color\"") != std::string::npos; });
    BOOST_TEST((hit != texts.end()));
}

BOOST_AUTO_TEST_CASE(a_value_that_does_not_fit_the_column)
{
    pipeline({"in"}, {"out"}).where = {{"color", {std::string("red-ish")}, {"file", 9, 1}}};
    expect("file:9:1: ");
}

BOOST_AUTO_TEST_CASE(group_by_something_else)
{
    pipeline({"in"}, {"out"}).group_by = {"colour"};
    BOOST_TEST(!complain().empty());
}

BOOST_AUTO_TEST_CASE(names_that_lead_nowhere)
{
    pipeline({"inn"}, {"outt"});
    BOOST_TEST(complain().size() == 2U);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace hookline::test
