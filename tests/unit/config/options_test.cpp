// SPDX-License-Identifier: MIT
#include "config/options.hpp"

#include <boost/test/unit_test.hpp>

#include <hookline/plugin.hpp>

#include "complaints.hpp"

namespace {

using namespace hookline::config;
using namespace hookline::test;
namespace option = hookline::option;

constexpr const char* kModes[] = {"auto", "native", nullptr};
constexpr hookline_option kDeclared[] = {
    option::boolean("flag", "a flag", "true"),
    option::integer("count", "a count", "5", 1, 10),
    {"ratio", "a ratio", HOOKLINE_OPTION_NUMBER, 0, "0.5", nullptr, 0, 0},
    option::string("text", "a text", nullptr),
    option::choice("mode", "a mode", "\"auto\"", kModes),
    {"wait", "a wait", HOOKLINE_OPTION_DURATION, 0, "\"1s\"", nullptr, 1'000'000'000, 60'000'000'000},
    option::strings("names", "names", "[\"a\", \"b\"]"),
};

hookline_descriptor descriptor(std::span<const hookline_option> options)
{
    hookline_descriptor plugin{};
    plugin.kind = HOOKLINE_CAPTURE;
    plugin.name = "p";
    plugin.option_size = sizeof(hookline_option);
    plugin.options = options.data();
    plugin.option_count = static_cast<std::uint32_t>(options.size());
    return plugin;
}

// An instance with these lines in its section, which begins in line 1.
Instance instance(const std::string& lines)
{
    Complaints ignored;
    return read_text("[capture.x]\n" + lines, "t.toml", ignored).captures.at(0);
}

struct Checked {
    explicit Checked(const std::string& lines, std::span<const hookline_option> options = kDeclared)
        : values(OptionValues::check(descriptor(options), instance(lines), complaints)), view(values->abi(), options)
    {
    }
    Complaints complaints;
    std::unique_ptr<const OptionValues> values;
    hookline::Options view;
};

void check_complaint(const std::string& lines, const std::string& expected,
                     std::span<const hookline_option> options = kDeclared)
{
    const Checked checked(lines, options);
    BOOST_TEST(texts(checked.complaints) == std::vector<std::string>{expected}, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_SUITE(options)

BOOST_AUTO_TEST_CASE(defaults)
{
    const Checked checked("");
    BOOST_TEST(checked.complaints.empty());
    const auto& view = checked.view;
    BOOST_TEST(view.boolean("flag"));
    BOOST_TEST(view.integer("count") == 5);
    BOOST_TEST(checked.values->abi()->values[2].number == 0.5);
    BOOST_TEST(!view.has("text"));
    BOOST_TEST(view.string("mode") == "auto");
    BOOST_TEST((view.duration("wait") == std::chrono::seconds(1)));
    BOOST_TEST(view.strings("names") == (std::vector<std::string>{"a", "b"}), boost::test_tools::per_element());
    BOOST_TEST(!view.is_set("count"));
    BOOST_TEST(view.instance() == std::string("x"));
}

BOOST_AUTO_TEST_CASE(settings)
{
    const Checked checked(
        "flag = false\ncount = 10\nratio = 2\ntext = \"t\"\nmode = \"native\"\nwait = \"1m\"\n"
        "names = \"only\"\n");
    BOOST_TEST(checked.complaints.empty());
    const auto& view = checked.view;
    BOOST_TEST(!view.boolean("flag"));
    BOOST_TEST(view.integer("count") == 10);
    BOOST_TEST(checked.values->abi()->values[2].number == 2.0);
    BOOST_TEST(view.string("text") == "t");
    BOOST_TEST(view.string("mode") == "native");
    BOOST_TEST((view.duration("wait") == std::chrono::minutes(1)));
    BOOST_TEST(view.strings("names") == std::vector<std::string>{"only"}, boost::test_tools::per_element());
    BOOST_TEST(view.is_set("count"));
    BOOST_TEST(Checked("names = []").view.strings("names").empty());
}

BOOST_AUTO_TEST_CASE(wrong_types)
{
    const std::string x = "t.toml:2:1: capture.x: ";
    check_complaint("flag = 1", x + "\"flag\" must be true or false, not an integer");
    check_complaint("count = 5.0", x + "\"count\" must be an integer, not a number with a fraction");
    check_complaint("count = [5]", x + "\"count\" must be one value, not an array");
    check_complaint("ratio = \"1\"", x + "\"ratio\" must be a number, not a string");
    check_complaint("text = true", x + "\"text\" must be a string, not a boolean");
    check_complaint("wait = 5", x + "\"wait\" must be a duration such as \"1s\", not an integer");
    check_complaint("names = 5", x + "\"names\" must be a string or an array of strings, not an integer");
    check_complaint("names = [\"a\", 5]", x + "\"names\" must be a string or an array of strings, not an integer");
}

BOOST_AUTO_TEST_CASE(wrong_values)
{
    const std::string x = "t.toml:2:1: capture.x: ";
    check_complaint("count = 0", x + "\"count\" must be between 1 and 10, not 0");
    check_complaint("count = 11", x + "\"count\" must be between 1 and 10, not 11");
    check_complaint("mode = \"natve\"",
                    x + "\"mode\" must be \"auto\" or \"native\", not \"natve\" (did you mean \"native\"?)");
    check_complaint("wait = \"1ms\"", x + "\"wait\" must be between \"1s\" and \"1m\", not \"1ms\"");
    check_complaint("wait = \"soon\"", x + "\"wait\": \"soon\" is no duration: a number is missing; write it like "
                                           "\"90s\", \"1h30m\" or \"500ms\"");
    check_complaint("cuont = 5", x + "unknown key \"cuont\" (did you mean \"count\"?)");
}

BOOST_AUTO_TEST_CASE(required)
{
    constexpr hookline_option kNeeded[] = {option::required(option::string("address", "where to", nullptr))};
    check_complaint("", "t.toml:1:1: capture.x: \"address\" is missing: where to", kNeeded);
    BOOST_TEST(Checked("address = \"h:1\"", kNeeded).complaints.empty());
}

// A plugin of an older SDK has shorter declarations.
BOOST_AUTO_TEST_CASE(declarations_of_another_size)
{
    struct Longer {
        hookline_option option;
        std::uint64_t later;
    };
    const Longer longer[] = {{kDeclared[0], 1}, {kDeclared[1], 2}};
    auto plugin = descriptor({&longer[0].option, 2});
    plugin.option_size = sizeof(Longer);
    Complaints complaints;
    const auto values = OptionValues::check(plugin, instance("count = 7"), complaints);
    BOOST_TEST(complaints.empty());
    BOOST_TEST(values->abi()->values[1].integer == 7);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
