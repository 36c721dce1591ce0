// SPDX-License-Identifier: MIT
#include "loader/plugin.hpp"

#include <array>
#include <boost/test/unit_test.hpp>
#include <fstream>
#include <string>

#include "abi/plugin_copy.hpp"

namespace {

using hookline::loader::Plugin;
using tests::PluginCopy;
using tests::test_plugin;

// By the kernel's own account.
bool is_mapped(const std::filesystem::path& file)
{
    std::ifstream maps("/proc/self/maps");
    for (std::string line; std::getline(maps, line);)
        if (line.ends_with(" " + file.string())) return true;
    return false;
}

BOOST_AUTO_TEST_SUITE(plugin)

BOOST_AUTO_TEST_CASE(every_test_plugin_loads)
{
    for (const auto* name : {"gen", "services", "record", "acker", "csink", "raw_capture", "raw_sink"}) {
        const auto loaded = Plugin::load(test_plugin(name));
        BOOST_REQUIRE_MESSAGE(loaded.has_value(), loaded.error().text);
        BOOST_TEST((*loaded)->descriptor().name == name);
        BOOST_TEST((*loaded)->file() == test_plugin(name));
    }
}

BOOST_AUTO_TEST_CASE(the_library_stays_as_long_as_somebody_holds_it)
{
    const PluginCopy copy("gen");
    auto first = Plugin::load(copy.file());
    BOOST_REQUIRE(first.has_value());
    auto held = *first;
    first = hookline::Failure{};
    BOOST_TEST(is_mapped(copy.file()));
    BOOST_TEST(held->descriptor().stream_count == 3);
    BOOST_TEST(held->descriptor().streams[1]->name == "tcp_event");
    held.reset();
#if !defined(__SANITIZE_THREAD__) && !defined(__SANITIZE_ADDRESS__)
    BOOST_TEST(!is_mapped(copy.file()));
#endif
}

BOOST_AUTO_TEST_CASE(a_relative_path_needs_no_slash)
{
    const PluginCopy copy("csink");
    const auto before = std::filesystem::current_path();
    std::filesystem::current_path(copy.file().parent_path());
    const auto loaded = Plugin::load("csink.so");
    std::filesystem::current_path(before);
    BOOST_TEST(loaded.has_value());
}

BOOST_AUTO_TEST_CASE(the_name_is_the_files)
{
    const PluginCopy copy("csink");
    const auto other = copy.file().parent_path() / "other.so";
    std::filesystem::rename(copy.file(), other);
    const auto loaded = Plugin::load(other);
    BOOST_REQUIRE(loaded.has_error());
    BOOST_TEST(loaded.error().text == "plugin " + other.string() +
                                          ": descriptor.name is \"csink\", and a plugin is named like its file: "
                                          "rename one of them (csink.so)");
}

BOOST_AUTO_TEST_CASE(the_dynamic_linkers_words_are_told)
{
    // A library that was renamed in the file's own text: nobody has it.
    const PluginCopy copy("gen");
    std::string bytes(copy.size(), '\0');
    std::ifstream(copy.file(), std::ios::binary).read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    const auto at = bytes.find("libstdc++.so.6");
    BOOST_REQUIRE(at != std::string::npos);
    copy.patch(at, std::array<char, 4>{'n', 'o', 's', 'o'});
    const auto text = copy.refusal();
    BOOST_TEST(text.starts_with(copy.prefix() + "cannot be loaded: nosotdc++.so.6: cannot open shared object file"),
               text);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
