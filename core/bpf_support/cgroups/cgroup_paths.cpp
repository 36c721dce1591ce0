// SPDX-License-Identifier: MIT
#include "bpf_support/cgroups/cgroup_paths.hpp"

#include <sys/stat.h>

#include <utility>

namespace hookline::bpf {
namespace {

namespace fs = std::filesystem;

}  // namespace

void CgroupPaths::tidy()
{
    if (unknown_.size() > most_gone_) unknown_.clear();
    replaced_.clear();
    for (; gone_.size() > most_gone_; gone_.pop_front())
        known_.erase(gone_.front());
}

void CgroupPaths::scan()
{
    if (mount_.empty()) return;
    ++scans_;
    scan(mount_, "/");
    for (const auto& [id, known] : known_)
        if (known.scan != scans_) remove(id);
}

// What goes away meanwhile ends the look at its directory alone.
void CgroupPaths::scan(const fs::path& directory, const std::string& path)
{
    struct stat status{};
    if (::stat(directory.c_str(), &status) != 0) return;
    auto& known = put(status.st_ino, path);
    known.scan = scans_;
    found(known);
    std::error_code error;
    for (fs::directory_iterator at(directory, error), end; !error && at != end; at.increment(error)) {
        std::error_code ignored;
        if (!at->is_directory(ignored) || at->is_symlink(ignored)) continue;
        scan(at->path(), (path == "/" ? path : path + "/") + at->path().filename().string());
    }
}

CgroupPaths::Known& CgroupPaths::put(std::uint64_t id, const std::string& path)
{
    if (const auto known = known_.find(id); known != known_.end()) {
        if (known->second.cgroup.path() == path) return known->second;
        found(known->second);
        replaced_.push_back(known_.extract(known));
    }
    return known_.try_emplace(id, path).first->second;
}

void CgroupPaths::add(std::uint64_t id, const std::string& path)
{
    put(id, path);
}

void CgroupPaths::remove(std::uint64_t id)
{
    const auto known = known_.find(id);
    if (known == known_.end() || known->second.gone) return;
    known->second.gone = gone_.insert(gone_.end(), id);
}

// It is not gone.
void CgroupPaths::found(Known& known)
{
    if (known.gone) gone_.erase(*known.gone);
    known.gone.reset();
}

void CgroupPaths::rename(std::uint64_t id, const std::string& path)
{
    const auto* known = find(id);
    if (known == nullptr) return add(id, path);
    const auto above = known->path() + "/";
    std::vector<std::pair<std::uint64_t, std::string>> moved = {{id, path}};
    for (const auto& [other, one] : known_)
        if (const auto& from = one.cgroup.path(); from.starts_with(above))
            moved.emplace_back(other, path + from.substr(above.size() - 1));
    for (const auto& [other, to] : moved)
        add(other, to);
}

const NamedCgroup* CgroupPaths::find(std::uint64_t id)
{
    const auto known = known_.find(id);
    if (known == known_.end()) return nullptr;
    if (known->second.gone) gone_.splice(gone_.end(), gone_, *known->second.gone);
    return &known->second.cgroup;
}

const NamedCgroup& CgroupPaths::unknown(std::uint64_t id)
{
    return unknown_.try_emplace(id, "(gone " + std::to_string(id) + ")").first->second;
}

}  // namespace hookline::bpf
