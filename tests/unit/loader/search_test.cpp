// SPDX-License-Identifier: MIT
#include "loader/search.hpp"

#include <algorithm>
#include <boost/test/unit_test.hpp>

#include "abi/plugin_copy.hpp"

namespace {

using namespace hookline::loader;
using tests::PluginCopy;
using tests::TempFolder;
using tests::test_plugin;

const std::vector<std::filesystem::path> kPath{HOOKLINE_TEST_PLUGIN_DIR};

std::string refusal_of(const std::string& name, hookline_kind kind, const std::vector<std::filesystem::path>& path)
{
    const auto plugin = load_by_name(name, kind, path);
    return plugin ? "" : plugin.error().text;
}

BOOST_AUTO_TEST_SUITE(search)

BOOST_AUTO_TEST_CASE(folders_that_do_not_exist_are_left_out)
{
    const TempFolder folder;
    const auto twice = folder.path().string() + "/.";
    const auto path = search_path({"/nowhere/at/all", folder.path().string(), twice});
    BOOST_REQUIRE(!path.empty());
    BOOST_TEST(path.front() == folder.path());
    BOOST_TEST(std::ranges::count_if(path, [&](const auto& p) { return equivalent(p, folder.path()); }) == 1);
    for (const auto& each : path)
        BOOST_TEST(is_directory(each));
}

BOOST_AUTO_TEST_CASE(by_name_and_by_path)
{
    const auto by_name = load_by_name("gen", HOOKLINE_CAPTURE, kPath);
    BOOST_REQUIRE(by_name.has_value());
    BOOST_TEST((*by_name)->file() == test_plugin("gen"));
    const auto by_path = load_by_name(test_plugin("record").string(), HOOKLINE_SINK, {});
    BOOST_REQUIRE(by_path.has_value());
    BOOST_TEST((*by_path)->descriptor().name == "record");
}

BOOST_AUTO_TEST_CASE(the_first_folder_wins)
{
    const PluginCopy copy("gen");
    const auto plugin = load_by_name("gen", HOOKLINE_CAPTURE, {copy.file().parent_path(), kPath[0]});
    BOOST_REQUIRE(plugin.has_value());
    BOOST_TEST((*plugin)->file() == copy.file());
}

BOOST_AUTO_TEST_CASE(a_broken_first_one_is_not_passed_over)
{
    const PluginCopy copy("gen");
    copy.cut(1000);
    BOOST_TEST(refusal_of("gen", HOOKLINE_CAPTURE, {copy.file().parent_path(), kPath[0]}).starts_with(copy.prefix()));
}

BOOST_AUTO_TEST_CASE(the_wrong_kind)
{
    BOOST_TEST(refusal_of("gen", HOOKLINE_SINK, kPath) ==
               "plugin " + test_plugin("gen").string() + ": gen is a capture, not a sink");
    BOOST_TEST(refusal_of("record", HOOKLINE_CAPTURE, kPath) ==
               "plugin " + test_plugin("record").string() + ": record is a sink, not a capture");
}

BOOST_AUTO_TEST_CASE(what_is_not_there)
{
    BOOST_TEST(refusal_of("recrod", HOOKLINE_SINK, kPath) ==
               "plugin recrod: there is no recrod.so in " + kPath[0].string() + " (did you mean \"record\"?)");
    BOOST_TEST(refusal_of("acme", HOOKLINE_SINK, {"/a", "/b"}) == "plugin acme: there is no acme.so in /a, /b");
    BOOST_TEST(refusal_of("acme", HOOKLINE_SINK, {}).starts_with("plugin acme: there is no acme.so in any folder"));
    BOOST_TEST(refusal_of("./acme.so", HOOKLINE_SINK, kPath) == "plugin ./acme.so: No such file or directory");
    BOOST_TEST(refusal_of("", HOOKLINE_SINK, kPath) != "");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
