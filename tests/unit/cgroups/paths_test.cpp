// SPDX-License-Identifier: MIT
#include "bpf_support/cgroups/cgroup_paths.hpp"

#include <sys/stat.h>
#include <unistd.h>

#include <boost/test/unit_test.hpp>

#include <filesystem>
#include <string>

namespace {

using hookline::bpf::CgroupPaths;
namespace fs = std::filesystem;

// A scan needs directories alone, of any file system.
struct Tree {
    Tree() { fs::create_directories(path("a/b.service")); }
    ~Tree() { fs::remove_all(root); }
    Tree(const Tree&) = delete;
    Tree& operator=(const Tree&) = delete;
    Tree(Tree&&) = delete;
    Tree& operator=(Tree&&) = delete;

    [[nodiscard]] fs::path path(const std::string& below) const { return root / below; }
    [[nodiscard]] std::uint64_t id(const std::string& below) const
    {
        struct stat status{};
        BOOST_REQUIRE(::stat(path(below).c_str(), &status) == 0);
        return status.st_ino;
    }

    fs::path root = fs::temp_directory_path() / ("hookline-unit-cgroups-" + std::to_string(::getpid()));
};

std::string path_of(CgroupPaths& paths, std::uint64_t id)
{
    const auto* found = paths.find(id);
    return found == nullptr ? "none" : found->path();
}

BOOST_FIXTURE_TEST_CASE(a_scan_finds_all_that_is_there, Tree)
{
    CgroupPaths paths(root);
    paths.scan();
    BOOST_TEST(path_of(paths, id(".")) == "/");
    BOOST_TEST(path_of(paths, id("a")) == "/a");
    BOOST_TEST(path_of(paths, id("a/b.service")) == "/a/b.service");
    BOOST_TEST(paths.find(id("a/b.service"))->labels().unit == "b.service");
}

BOOST_FIXTURE_TEST_CASE(a_link_is_not_followed, Tree)
{
    fs::create_directory_symlink(root, path("a/loop"));
    CgroupPaths paths(root);
    paths.scan();
    BOOST_TEST(path_of(paths, id("a")) == "/a");
}

BOOST_FIXTURE_TEST_CASE(what_is_gone_keeps_its_name, Tree)
{
    CgroupPaths paths(root);
    paths.scan();
    const auto gone = id("a/b.service");
    fs::remove(path("a/b.service"));
    paths.remove(gone);
    paths.tidy();
    paths.scan();
    BOOST_TEST(path_of(paths, gone) == "/a/b.service");
}

BOOST_AUTO_TEST_CASE(without_a_mount_nothing_is_found)
{
    CgroupPaths paths("");
    paths.scan();
    BOOST_TEST(path_of(paths, 1) == "none");
}

BOOST_AUTO_TEST_CASE(what_is_made_is_known_at_once)
{
    CgroupPaths paths("");
    paths.add(7, "/docker/x");
    BOOST_TEST(path_of(paths, 7) == "/docker/x");
    BOOST_TEST(path_of(paths, 8) == "none");
    BOOST_TEST(!paths.is_unknown(8));
    BOOST_TEST(paths.unknown(8).path() == "(gone 8)");
    paths.tidy();
    BOOST_TEST(paths.is_unknown(8));
}

BOOST_AUTO_TEST_CASE(those_below_move_with_it)
{
    CgroupPaths paths("");
    paths.add(1, "/");
    paths.add(2, "/a");
    paths.add(3, "/a/b.service");
    paths.add(4, "/ab");
    paths.rename(2, "/c.slice");
    BOOST_TEST(path_of(paths, 1) == "/");
    BOOST_TEST(path_of(paths, 2) == "/c.slice");
    BOOST_TEST(path_of(paths, 3) == "/c.slice/b.service");
    BOOST_TEST(paths.find(3)->labels().unit == "b.service");
    BOOST_TEST(path_of(paths, 4) == "/ab");
    paths.rename(9, "/new");
    BOOST_TEST(path_of(paths, 9) == "/new");
}

BOOST_AUTO_TEST_CASE(text_lives_until_it_is_tidied)
{
    CgroupPaths paths("");
    paths.add(2, "/a.service");
    const auto& before = *paths.find(2);
    paths.rename(2, "/b.service");
    BOOST_TEST(before.path() == "/a.service");  // the sanitizer would say
    BOOST_TEST(before.labels().unit == "a.service");
    paths.tidy();
    BOOST_TEST(paths.find(2)->labels().unit == "b.service");
}

BOOST_AUTO_TEST_CASE(of_those_that_are_gone_the_latest_stay)
{
    CgroupPaths paths("", 2);
    for (std::uint64_t id = 1; id <= 5; ++id)
        paths.add(id, "/" + std::to_string(id));
    for (std::uint64_t id = 1; id <= 4; ++id)
        paths.remove(id);
    paths.tidy();
    BOOST_TEST(path_of(paths, 1) == "none");
    BOOST_TEST(path_of(paths, 2) == "none");
    BOOST_TEST(path_of(paths, 3) == "/3");
    BOOST_TEST(path_of(paths, 4) == "/4");
    BOOST_TEST(path_of(paths, 5) == "/5");
}

BOOST_AUTO_TEST_CASE(one_that_is_asked_for_stays)
{
    CgroupPaths paths("", 2);
    paths.add(1, "/1");
    paths.remove(1);
    for (std::uint64_t id = 2; id < 100; ++id) {
        BOOST_TEST(path_of(paths, 1) == "/1");
        paths.add(id, "/" + std::to_string(id));
        paths.remove(id);
        paths.tidy();
    }
    BOOST_TEST(path_of(paths, 97) == "none");
    BOOST_TEST(path_of(paths, 99) == "/99");
}

BOOST_FIXTURE_TEST_CASE(a_scan_finds_out_what_is_gone, Tree)
{
    CgroupPaths paths(root, 0);
    paths.scan();
    const auto gone = id("a/b.service");
    const auto stays = id("a");
    fs::remove(path("a/b.service"));
    paths.scan();
    paths.tidy();
    BOOST_TEST(path_of(paths, gone) == "none");
    BOOST_TEST(path_of(paths, stays) == "/a");
}

BOOST_FIXTURE_TEST_CASE(what_is_there_after_all_is_not_forgotten, Tree)
{
    CgroupPaths paths(root, 0);
    paths.scan();
    paths.remove(id("a"));
    paths.scan();
    paths.tidy();
    BOOST_TEST(path_of(paths, id("a")) == "/a");
}

}  // namespace
