// SPDX-License-Identifier: MIT
#include "loader/inspect.hpp"

#include <sys/wait.h>

#include <boost/test/unit_test.hpp>
#include <cerrno>

#include "abi/plugin_copy.hpp"

namespace {

using namespace hookline::loader;
using namespace std::chrono_literals;
using tests::PluginCopy;
using tests::TempFolder;
using tests::test_plugin;

struct NoChildIsLeft {
    ~NoChildIsLeft()
    {
        BOOST_TEST(::waitpid(-1, nullptr, WNOHANG) == -1);
        BOOST_TEST(errno == ECHILD);
    }
};

BOOST_FIXTURE_TEST_SUITE(inspection, NoChildIsLeft)

BOOST_AUTO_TEST_CASE(what_a_plugin_says_of_itself)
{
    const auto gen = inspect(test_plugin("gen"), 60s);
    BOOST_TEST(gen.usable);
    BOOST_TEST(gen.problem == "");
    BOOST_TEST(gen.file == test_plugin("gen"));
    BOOST_TEST(gen.name == "gen");
    BOOST_TEST(gen.kind == "capture");
    BOOST_TEST(gen.version == "1.0");
    BOOST_TEST(gen.licence == "MIT");
    BOOST_TEST(gen.help == "rows that a test can predict");
    BOOST_TEST(inspect(test_plugin("csink"), 60s).kind == "sink");
}

BOOST_AUTO_TEST_CASE(a_refusal_comes_back_whole)
{
    const PluginCopy copy("gen");
    copy.cut(5000);
    const auto listing = inspect(copy.file(), 60s);
    BOOST_TEST(!listing.usable);
    BOOST_TEST(listing.problem == copy.refusal());
}

BOOST_AUTO_TEST_CASE(libraries_that_end_the_process)
{
    const auto crash = inspect(test_plugin("crash_on_load"), 60s);
    BOOST_TEST(!crash.usable);
    BOOST_TEST(crash.problem ==
               "plugin " + test_plugin("crash_on_load").string() + ": crashed with SIGSEGV while loading");
    const auto leave = inspect(test_plugin("exit_on_load"), 60s);
    BOOST_TEST(!leave.usable);
    BOOST_TEST(leave.problem ==
               "plugin " + test_plugin("exit_on_load").string() + ": ended the process with status 0 while loading");
}

BOOST_AUTO_TEST_CASE(a_library_that_never_returns)
{
    const auto begin = std::chrono::steady_clock::now();
    const auto listing = inspect(test_plugin("hang_on_load"), 200ms);
    BOOST_TEST(!listing.usable);
    BOOST_TEST(listing.problem ==
               "plugin " + test_plugin("hang_on_load").string() + ": takes longer than 200 ms to load");
    BOOST_TEST((std::chrono::steady_clock::now() - begin < 30s));
}

BOOST_AUTO_TEST_CASE(a_folder_of_good_and_bad)
{
    const TempFolder folder;
    const auto add = [&](const char* name) { copy_file(test_plugin(name), folder / (std::string(name) + ".so")); };
    for (const auto* name : {"gen", "record", "crash_on_load"})
        add(name);
    std::ofstream(folder / "notes.txt") << "not looked at";
    std::ofstream(folder / "text.so") << "no library";
    create_directory(folder / "folder.so");
    const TempFolder later;
    copy_file(test_plugin("gen"), later / "gen.so");

    const auto all = list_plugins({folder.path(), later.path()});
    BOOST_REQUIRE(all.size() == 6);
    BOOST_TEST(all[0].problem.find("crashed") != std::string::npos);
    BOOST_TEST(all[1].problem.find("is a directory") != std::string::npos);
    BOOST_TEST(all[2].name == "gen");
    BOOST_TEST(all[3].name == "record");
    BOOST_TEST(all[4].problem.find("is not an ELF file") != std::string::npos);
    BOOST_TEST(all[5].file == later / "gen.so");
    BOOST_TEST(all[5].problem.find("is hidden by " + (folder / "gen.so").string()) != std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
