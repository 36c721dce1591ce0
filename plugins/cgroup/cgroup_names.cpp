// SPDX-License-Identifier: MIT
#include "cgroup_names.hpp"

#include <sys/stat.h>

namespace hookline::cgroup {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMostNames = 65'536;  // cgroups come and go for as long as a host runs

}  // namespace

void CgroupNames::begin_round()
{
    has_scanned_ = false;
    gone_.clear();  // where a walk ended early, the next one may find it
    if (paths_.size() > kMostNames) paths_.clear();
}

hookline_string CgroupNames::path_of(std::uint64_t id)
{
    auto found = paths_.find(id);
    if (found == paths_.end() && !has_scanned_) {
        scan();
        found = paths_.find(id);
    }
    if (found == paths_.end()) found = gone_.emplace(id, "(gone " + std::to_string(id) + ")").first;
    return {found->second.data(), found->second.size()};
}

void CgroupNames::scan()
{
    has_scanned_ = true;
    for (const auto& root : roots_) {
        add(root);
        std::error_code error;
        // A directory that goes away meanwhile ends the walk.
        for (fs::recursive_directory_iterator at(root, error), end; !error && at != end; at.increment(error))
            if (std::error_code ignored; at->is_directory(ignored)) add(at->path());
    }
}

void CgroupNames::add(const fs::path& path)
{
    struct stat status{};
    if (::stat(path.c_str(), &status) != 0) return;
    const auto below = path.lexically_relative(mount_);
    paths_[status.st_ino] = below == "." ? "/" : "/" + below.string();
}

}  // namespace hookline::cgroup
