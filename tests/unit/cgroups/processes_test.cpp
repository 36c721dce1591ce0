// SPDX-License-Identifier: MIT
#include "bpf_support/cgroups/process_cgroups.hpp"

#include <unistd.h>

#include <boost/test/unit_test.hpp>

#include <filesystem>
#include <fstream>
#include <string>

namespace {

using hookline::bpf::ProcessCgroups;
using hookline::bpf::v1_path_of;
namespace fs = std::filesystem;

const std::string kId = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

BOOST_AUTO_TEST_CASE(v2_alone_has_none)
{
    BOOST_TEST(v1_path_of("0::/system.slice/nginx.service\n").empty());
    BOOST_TEST(v1_path_of("").empty());
}

BOOST_AUTO_TEST_CASE(systemds_hierarchy_comes_first)
{
    BOOST_TEST(v1_path_of("4:memory:/m\n2:cpu,cpuacct:/c\n1:name=systemd:/system.slice/a.service\n0::/\n") ==
               "/system.slice/a.service");
}

BOOST_AUTO_TEST_CASE(without_it_the_first)
{
    BOOST_TEST(v1_path_of("4:memory:/m\n2:cpu,cpuacct:/c\n0::/\n") == "/c");
    BOOST_TEST(v1_path_of("12:memory:/m\n2:name=openrc:/o\n") == "/o");
}

BOOST_AUTO_TEST_CASE(a_container_is_found_where_it_is)
{
    const auto path = "/docker/" + kId;
    BOOST_TEST(v1_path_of("4:memory:" + path + "\n1:name=systemd:/\n0::/\n") == path);
    BOOST_TEST(v1_path_of("4:memory:" + path + "\n1:name=openrc:/docker\n0::/\n") == path);
}

BOOST_AUTO_TEST_CASE(roots_are_no_names)
{
    BOOST_TEST(v1_path_of("4:memory:/elsewhere\n1:name=systemd:/\n0::/\n").empty());
}

BOOST_AUTO_TEST_CASE(paths_may_have_colons_and_lines_may_be_anything)
{
    BOOST_TEST(v1_path_of("1:name=systemd:/a:b:c\n") == "/a:b:c");
    BOOST_TEST(v1_path_of("x:y:/z\n:\n\n7\n99999999999999999999:cpu:/z\n").empty());
}

struct Proc {
    Proc() { fs::create_directories(root / "42"); }
    ~Proc() { fs::remove_all(root); }
    Proc(const Proc&) = delete;
    Proc& operator=(const Proc&) = delete;
    Proc(Proc&&) = delete;
    Proc& operator=(Proc&&) = delete;

    void write(const std::string& text) const { std::ofstream(root / "42/cgroup") << text; }

    fs::path root = fs::temp_directory_path() / ("hookline-unit-proc-" + std::to_string(::getpid()));
};

BOOST_FIXTURE_TEST_CASE(it_follows_a_process_from_round_to_round, Proc)
{
    ProcessCgroups processes(root.string());
    write("1:name=systemd:/a.service\n");
    BOOST_TEST(processes.find(42)->path() == "/a.service");
    write("1:name=systemd:/b.service\n");
    BOOST_TEST(processes.find(42)->path() == "/a.service");  // not within a round
    processes.begin_round();
    BOOST_TEST(processes.find(42)->labels().unit == "b.service");
    write("1:name=systemd:/\n");
    processes.begin_round();
    BOOST_TEST(processes.find(42) == nullptr);
}

BOOST_FIXTURE_TEST_CASE(a_process_that_has_ended_keeps_its_name, Proc)
{
    ProcessCgroups processes(root.string());
    write("1:name=systemd:/a.service\n");
    processes.find(42);
    fs::remove(root / "42/cgroup");
    processes.begin_round();
    BOOST_REQUIRE(processes.find(42) != nullptr);
    BOOST_TEST(processes.find(42)->path() == "/a.service");
    BOOST_TEST(processes.find(43) == nullptr);
}

}  // namespace
