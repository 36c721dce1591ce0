// SPDX-License-Identifier: MIT
// A host without v2: a child that has unmounted it asks for names.
#include <sched.h>
#include <sys/mount.h>
#include <sys/wait.h>
#include <unistd.h>

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <string>

#include "bpf_support/cgroups/cgroup_mounts.hpp"
#include "bpf_support/cgroups/cgroup_names.hpp"
#include "bpf_support/trial.hpp"

namespace {

namespace fs = std::filesystem;
using hookline::bpf::CgroupNames;

const std::string kId = "fedcba9876543210fedcba9876543210fedcba9876543210fedcba9876543210";

// What the name of a process in v2's root is; without v2 all of them are in there.
std::string name_of(pid_t pid)
{
    const auto abi = hookline::bpf::silent_host();
    CgroupNames names{hookline::Host(&abi)};
    names.begin_round();
    return names.name_of(1, static_cast<std::uint32_t>(pid)).path();
}

// In a child, in a mount namespace of its own.
std::string name_without_v2(pid_t pid)
{
    int ends[2];
    BOOST_REQUIRE(::pipe(ends) == 0);
    const pid_t child = ::fork();
    if (child == 0) {
        std::string name = "the mounts stay";
        if (::unshare(CLONE_NEWNS) == 0 && ::mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr) == 0) {
            while (const auto mount = hookline::bpf::find_cgroup2_mount())
                if (::umount2(mount->c_str(), MNT_DETACH) != 0) break;
            if (!hookline::bpf::find_cgroup2_mount()) name = name_of(pid);
        }
        ::_exit(::write(ends[1], name.data(), name.size()) < 0 ? 1 : 0);
    }
    ::close(ends[1]);
    std::string name(4096, '\0');
    name.resize(static_cast<std::size_t>(std::max<ssize_t>(::read(ends[0], name.data(), name.size()), 0)));
    ::close(ends[0]);
    ::waitpid(child, nullptr, 0);
    return name;
}

// A process in a container of v1, that ends with the test.
struct Container {
    explicit Container(const fs::path& hierarchy) : outer(hierarchy / ("hl-test-" + std::to_string(::getpid())))
    {
        fs::create_directories(inner());
        pid = ::fork();
        if (pid == 0) {
            ::pause();
            ::_exit(0);
        }
        std::ofstream(inner() / "cgroup.procs") << pid;
    }
    ~Container()
    {
        ::kill(pid, SIGKILL);
        ::waitpid(pid, nullptr, 0);
        for (auto path = inner(); path != outer.parent_path(); path = path.parent_path())
            ::rmdir(path.c_str());
    }
    Container(const Container&) = delete;
    Container& operator=(const Container&) = delete;
    Container(Container&&) = delete;
    Container& operator=(Container&&) = delete;

    [[nodiscard]] fs::path inner() const { return outer / "docker" / kId; }

    fs::path outer;
    pid_t pid = -1;
};

BOOST_AUTO_TEST_CASE(without_v2_all_are_in_its_root)
{
    BOOST_TEST(name_without_v2(0) == "/");
}

BOOST_AUTO_TEST_CASE(without_v2_containers_have_names)
{
    for (const auto& mount : hookline::bpf::cgroup_mounts()) {
        if (mount.is_v2 || mount.controllers == "cpuset") continue;  // a cpuset takes no process before it is set up
        const Container container(mount.point);
        const auto expected = "/" + fs::relative(container.inner(), mount.point).string();
        BOOST_TEST(name_without_v2(container.pid) == expected, mount.controllers);
    }
}

}  // namespace
