// SPDX-License-Identifier: MIT
#include "members.hpp"

#include <algorithm>

namespace hookline::cgroup {

Members::Members(const Host& host, const std::filesystem::path& mount, const std::vector<std::string>& paths)
    : host_(host)
{
    std::vector<std::string> left_out;
    for (auto& cgroup : open_cgroups(mount, paths, left_out))
        members_.push_back({std::move(cgroup), {}});
    for (const auto& line : left_out)
        host_.warn(line);
}

void Members::watch_sockets(const CgroupProgram& program)
{
    std::vector<std::uint64_t> ids;
    for (auto& member : members_) {
        ids.push_back(member.cgroup.id);
        member.links.push_back(program.attach_to_new_sockets(member.cgroup.fd.get()));
    }
    calls_ = program.attach_to_calls(host_);
    program.find_open_sockets(ids);
}

void Members::attach(const CgroupProgram& program, const std::vector<Direction>& directions)
{
    for (auto& member : members_)
        for (const auto direction : directions)
            member.links.push_back(program.attach(direction, member.cgroup.fd.get()));
}

void Members::detach()
{
    members_.clear();
    calls_.clear();
}

bool Members::look()
{
    const auto gone =
        std::partition(members_.begin(), members_.end(), [](const auto& member) { return member.cgroup.is_there(); });
    const auto left = gone - members_.begin();
    for (auto member = gone; member != members_.end(); ++member)
        host_.warn(member->cgroup.path.string() + ": the cgroup was removed, and our programs with it; " +
                   (left > 0 ? std::to_string(left) + " more are counted" : "there is nothing left to count"));
    members_.erase(gone, members_.end());
    return !members_.empty();
}

}  // namespace hookline::cgroup
