// SPDX-License-Identifier: MIT
#define BOOST_TEST_MODULE unit_cgroup
#include <sys/stat.h>
#include <unistd.h>

#include <boost/test/unit_test.hpp>

#include <filesystem>
#include <string>

#include "cgroup_names.hpp"

namespace {

using hookline::cgroup::CgroupNames;
namespace fs = std::filesystem;

// Names need directories alone, of any file system.
struct Tree {
    Tree() { fs::create_directories(path("a/b")); }
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

    fs::path root = fs::temp_directory_path() / ("hookline-unit-cgroup-" + std::to_string(::getpid()));
};

std::string text(hookline_string value)
{
    return {value.data, value.size};
}

BOOST_FIXTURE_TEST_CASE(paths_are_from_the_mount_on, Tree)
{
    CgroupNames names(root, {path("a")});
    BOOST_TEST(text(names.path_of(id("a"))) == "/a");
    BOOST_TEST(text(names.path_of(id("a/b"))) == "/a/b");
    CgroupNames all(root, {root});
    BOOST_TEST(text(all.path_of(id("."))) == "/");
}

BOOST_FIXTURE_TEST_CASE(what_is_made_later_is_found_in_the_next_round, Tree)
{
    CgroupNames names(root, {root});
    names.begin_round();
    BOOST_TEST(text(names.path_of(id("a"))) == "/a");
    fs::create_directory(path("late"));
    const auto late = id("late");
    names.begin_round();
    BOOST_TEST(text(names.path_of(late)) == "/late");
}

BOOST_FIXTURE_TEST_CASE(what_is_gone_keeps_the_name_that_it_had, Tree)
{
    CgroupNames names(root, {root});
    const auto known = id("a/b");
    names.begin_round();
    names.path_of(known);
    fs::remove(path("a/b"));
    names.begin_round();
    BOOST_TEST(text(names.path_of(known)) == "/a/b");
}

BOOST_FIXTURE_TEST_CASE(what_went_before_anybody_asked_is_a_number, Tree)
{
    const auto unknown = id("a/b");
    fs::remove(path("a/b"));
    CgroupNames names(root, {root});
    names.begin_round();
    BOOST_TEST(text(names.path_of(unknown)) == "(gone " + std::to_string(unknown) + ")");
}

}  // namespace
