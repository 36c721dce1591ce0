// SPDX-License-Identifier: MIT
#include "bpf_support/cgroups/cgroup_names.hpp"

#include <sys/stat.h>

#include <algorithm>
#include <filesystem>

#include "bpf_support/cgroups/cgroup_mounts.hpp"

namespace hookline::bpf {
namespace {

namespace fs = std::filesystem;

// kernfs numbers the nodes of a hierarchy from its root on.
constexpr std::uint64_t kRootId = 1;

bool has_v1()
{
    const auto mounts = cgroup_mounts();
    return std::any_of(mounts.begin(), mounts.end(), [](const auto& mount) { return !mount.is_v2; });
}

// Only a part of the hierarchy is mounted where we are in a cgroup namespace. What the kernel tells is from its root on.
bool shows_root(const fs::path& mount)
{
    struct stat status{};
    return ::stat(mount.c_str(), &status) == 0 && status.st_ino == kRootId;
}

std::unique_ptr<CgroupEvents> try_events(const Host& host, CgroupPaths& paths, const fs::path& mount)
{
    const auto fall_back = [&host](const std::string& reason) {
        host.info("cgroup names: looked for when needed, so that short-lived ones may have none: " + reason);
        return nullptr;
    };
    if (mount.empty()) return fall_back("cgroup v2 is not mounted");
    if (!shows_root(mount)) return fall_back(mount.string() + " shows only a part of the hierarchy");
    try {
        auto events = std::make_unique<CgroupEvents>(host, paths);
        host.info("cgroup names: of " + mount.string() + ", kept by tracepoints");
        return events;
    } catch (const Error& error) {
        return fall_back(error.what());
    }
}

}  // namespace

CgroupNames::CgroupNames(const Host& host) : CgroupNames(host, find_cgroup2_mount().value_or("")) {}

// First the events, so that nothing comes between.
CgroupNames::CgroupNames(const Host& host, const fs::path& mount)
    : host_(host), paths_(mount), events_(try_events(host, paths_, mount)), asks_processes_(has_v1())
{
    if (asks_processes_) host_.info("cgroup names: of containers and processes that v2 does not know, those of v1");
    if (mount.empty()) paths_.add(kRootId, "/");
    paths_.scan();
}

void CgroupNames::begin_round()
{
    has_scanned_ = false;
    paths_.tidy();
    processes_.begin_round();
    if (!events_) return;
    events_->read();
    if (const auto lost = events_->lost(); lost != lost_) {
        host_.warn("cgroup names: " + std::to_string(lost - lost_) +
                   " cgroups came or went too fast to be told; short-lived ones among them have no name");
        lost_ = lost;
        scan();
    }
}

void CgroupNames::scan()
{
    has_scanned_ = true;
    paths_.scan();
}

const NamedCgroup& CgroupNames::find(std::uint64_t id)
{
    if (const auto* known = paths_.find(id)) return *known;
    if (events_) events_->read();  // it may have been made since the round began
    if (!paths_.find(id) && !has_scanned_ && !paths_.is_unknown(id)) scan();
    const auto* known = paths_.find(id);
    return known != nullptr ? *known : paths_.unknown(id);
}

const NamedCgroup& CgroupNames::name_of(std::uint64_t id, std::uint32_t pid)
{
    const auto& named = find(id);
    if (!asks_processes_ || pid == 0 || !named.labels().container.empty()) return named;
    const auto* of_v1 = processes_.find(pid);
    if (of_v1 == nullptr) return named;
    // A container that v2 does not know is there in the cgroup of whoever started it: the runtime's service, or the root.
    return named.path() == "/" || !of_v1->labels().container.empty() ? *of_v1 : named;
}

}  // namespace hookline::bpf
