// SPDX-License-Identifier: MIT
#include "cgroup_tree.hpp"

#include <fcntl.h>
#include <hookline/plugin.hpp>
#include <linux/magic.h>
#include <sys/stat.h>
#include <sys/statfs.h>

#include <algorithm>
#include <cerrno>

#include "bpf_support/cgroups/cgroup_mounts.hpp"
#include "bpf_support/errors.hpp"

namespace hookline::cgroup {
namespace {

namespace fs = std::filesystem;

// "cpuset": what a v1 hierarchy is for.
std::string controllers_of(dev_t device)
{
    for (const auto& mount : bpf::cgroup_mounts())
        if (mount.is_on(device)) return mount.controllers;
    return "unknown";
}

void check_type(const fs::path& path, const fs::path& mount, int fd)
{
    struct statfs system{};
    struct stat status{};
    if (::fstatfs(fd, &system) != 0 || ::fstat(fd, &status) != 0)
        throw Error(path.string() + ": cannot ask which file system it is on: " + bpf::kernel_words(errno));
    if (system.f_type == CGROUP2_SUPER_MAGIC) return;
    const auto advice = "the v2 hierarchy is mounted at " + mount.string();
    if (system.f_type == CGROUP_SUPER_MAGIC)
        throw Error(path.string() + " is of a v1 hierarchy (" + controllers_of(status.st_dev) + "); " + advice);
    throw Error(path.string() + " is no cgroup; " + advice);
}

Cgroup open_cgroup(const fs::path& mount, const std::string& text)
{
    const auto path = mount / fs::path(text);  // an absolute one stays as it is
    bpf::UniqueFd fd(::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (!fd) throw Error("cannot open the cgroup " + path.string() + ": " + bpf::kernel_words(errno));
    check_type(path, mount, fd.get());
    struct stat status{};
    ::fstat(fd.get(), &status);
    return {fs::canonical(path), status.st_ino, std::move(fd)};
}

bool is_at_or_below(const fs::path& path, const fs::path& above)
{
    return std::mismatch(above.begin(), above.end(), path.begin(), path.end()).first == above.end();
}

}  // namespace

bool Cgroup::is_there() const
{
    struct stat status{};
    return ::stat(path.c_str(), &status) == 0 && status.st_ino == id;
}

fs::path cgroup2_mount()
{
    if (auto mount = bpf::find_cgroup2_mount()) return *mount;
    throw Error("no hierarchy of cgroup v2 is mounted; mount one: mount -t cgroup2 none /sys/fs/cgroup");
}

std::vector<Cgroup> open_cgroups(const fs::path& mount, const std::vector<std::string>& paths,
                                 std::vector<std::string>& left_out)
{
    std::vector<Cgroup> all;
    for (const auto& path : paths)
        all.push_back(open_cgroup(mount, path));
    std::sort(all.begin(), all.end(), [](const auto& one, const auto& other) { return one.path < other.path; });
    std::vector<Cgroup> kept;
    for (auto& one : all) {
        const auto above = std::find_if(kept.begin(), kept.end(),
                                        [&](const auto& other) { return is_at_or_below(one.path, other.path); });
        if (above == kept.end())
            kept.push_back(std::move(one));
        else
            left_out.push_back(one.path.string() + " is counted already, with " + above->path.string());
    }
    return kept;
}

}  // namespace hookline::cgroup
