// SPDX-License-Identifier: MIT
// What the kernel tells of real cgroups. Needs root, and cgroup v2.
#define BOOST_TEST_MODULE cgroup_events
#include "bpf_support/cgroups/cgroup_events.hpp"

#include <sys/stat.h>
#include <unistd.h>

#include <boost/test/unit_test.hpp>

#include <cstdlib>
#include <deque>
#include <filesystem>
#include <iostream>
#include <string>

#include "bpf_support/capabilities.hpp"
#include "bpf_support/cgroups/cgroup_mounts.hpp"
#include "bpf_support/probes.hpp"
#include "bpf_support/trial.hpp"

namespace {

using hookline::bpf::CgroupEvents;
using hookline::bpf::CgroupPaths;
namespace fs = std::filesystem;

struct NeedsRoot {
    NeedsRoot()
    {
        constexpr int kWanted[] = {CAP_BPF, CAP_PERFMON, CAP_SYS_ADMIN};
        const auto missing = hookline::bpf::missing_capabilities(kWanted);
        if (!missing.empty()) skip("missing " + missing);
        if (!hookline::bpf::find_cgroup2_mount()) skip("no cgroup v2 is mounted");
        if (!hookline::bpf::has_kernel_btf()) skip("the kernel does not tell its types");
    }
    static void skip(const std::string& reason)
    {
        std::cout << "skipped: " << reason << '\n';
        std::exit(77);
    }
};
BOOST_TEST_GLOBAL_FIXTURE(NeedsRoot);

hookline_host host_without_loop()
{
    auto host = hookline::bpf::silent_host();
    host.watch_fd = [](void*, int, std::uint32_t, hookline_fd_callback, void*) { return HOOKLINE_OK; };
    host.unwatch_fd = [](void*, int) {};
    return host;
}

const std::string kName = "hl-test-" + std::to_string(::getpid());

// A cgroup below the root of a hierarchy, removed at the end.
class Cgroup {
public:
    explicit Cgroup(fs::path path) : path_(std::move(path)) { fs::create_directory(path_); }
    ~Cgroup() { ::rmdir(path_.c_str()); }
    Cgroup(const Cgroup&) = delete;
    Cgroup& operator=(const Cgroup&) = delete;
    Cgroup(Cgroup&&) = delete;
    Cgroup& operator=(Cgroup&&) = delete;

    [[nodiscard]] const fs::path& path() const { return path_; }
    [[nodiscard]] std::uint64_t id() const
    {
        struct stat status{};
        BOOST_REQUIRE(::stat(path_.c_str(), &status) == 0);
        return status.st_ino;
    }
    void rename(const fs::path& to)
    {
        fs::rename(path_, to);
        path_ = to;
    }

private:
    fs::path path_;
};

struct Watched {
    std::string path_of(std::uint64_t id)
    {
        events.read();
        const auto* found = paths.find(id);
        return found == nullptr ? "none" : found->path();
    }

    fs::path mount = *hookline::bpf::find_cgroup2_mount();
    hookline_host abi = host_without_loop();
    CgroupPaths paths{mount};
    CgroupEvents events{hookline::Host(&abi), paths};
};

BOOST_FIXTURE_TEST_CASE(it_is_known_when_it_is_made, Watched)
{
    const Cgroup outer(mount / kName);
    const Cgroup inner(outer.path() / "in.service");
    BOOST_TEST(path_of(outer.id()) == "/" + kName);
    BOOST_TEST(path_of(inner.id()) == "/" + kName + "/in.service");
    BOOST_TEST(events.lost() == 0u);
}

BOOST_FIXTURE_TEST_CASE(it_is_known_when_it_is_gone, Watched)
{
    std::uint64_t id = 0;
    {
        const Cgroup made(mount / kName);
        id = made.id();
    }
    BOOST_TEST(path_of(id) == "/" + kName);
}

BOOST_AUTO_TEST_CASE(that_it_is_gone_is_known)
{
    const auto abi = host_without_loop();
    const auto mount = *hookline::bpf::find_cgroup2_mount();
    CgroupPaths paths(mount, 0);  // keeps none of these
    CgroupEvents events(hookline::Host(&abi), paths);
    std::uint64_t id = 0;
    {
        const Cgroup made(mount / kName);
        id = made.id();
    }
    events.read();
    paths.tidy();
    BOOST_TEST(paths.find(id) == nullptr);
}

// The kernel's buffer has 1024 bytes: the part of a path would be another one's name.
BOOST_FIXTURE_TEST_CASE(a_path_that_is_too_long_is_left_to_the_scan, Watched)
{
    std::deque<Cgroup> all;
    all.emplace_back(mount / kName);
    for (int i = 0; i < 5; ++i)
        all.emplace_back(all.back().path() / std::string(240, static_cast<char>('a' + i)));
    const auto id = all.back().id();
    BOOST_TEST(path_of(all[3].id()) != "none");
    BOOST_TEST(path_of(id) == "none");
    paths.scan();
    BOOST_TEST(path_of(id) == "/" + fs::relative(all.back().path(), mount).string());
    while (!all.empty())
        all.pop_back();
}

// Ids of v1 are numbers of their own.
BOOST_FIXTURE_TEST_CASE(those_of_v1_are_not_taken_for_those_of_v2, Watched)
{
    for (const auto& v1 : hookline::bpf::cgroup_mounts())
        if (!v1.is_v2) {
            Cgroup made(v1.point / kName);
            made.rename(v1.point / (kName + "-b"));
            BOOST_TEST(path_of(made.id()) == "none", v1.controllers);
        }
}

}  // namespace
