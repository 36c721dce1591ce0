// SPDX-License-Identifier: MIT
#include "bpf_support/cgroups/process_cgroups.hpp"

#include <algorithm>
#include <charconv>
#include <fstream>
#include <sstream>
#include <tuple>
#include <vector>

namespace hookline::bpf {
namespace {

constexpr std::size_t kMostProcesses = 65'536;
// A process that has ended has the name that it had; but its number may soon be another one's.
constexpr std::chrono::seconds kLastKnown{30};

struct Membership {
    unsigned hierarchy;
    bool is_systemd;
    std::string path;
};

// "4:memory:/docker/0123..."; of v2, "0::/", there is none.
bool read_line(const std::string& line, Membership& found)
{
    const auto controllers = line.find(':');
    const auto path = line.find(':', controllers + 1);
    if (controllers == std::string::npos || path == std::string::npos) return false;
    const auto* end = line.data() + controllers;
    const auto number = std::from_chars(line.data(), end, found.hierarchy);
    if (number.ec != std::errc{} || number.ptr != end || found.hierarchy == 0) return false;
    found.is_systemd = line.compare(controllers + 1, path - controllers - 1, "name=systemd") == 0;
    found.path = line.substr(path + 1);
    return true;
}

std::vector<Membership> memberships(const std::string& text)
{
    std::vector<Membership> all;
    std::istringstream lines(text);
    Membership one;
    for (std::string line; std::getline(lines, line);)
        if (read_line(line, one)) all.push_back(one);
    std::sort(all.begin(), all.end(), [](const auto& one, const auto& other) {
        return std::tuple(!one.is_systemd, one.hierarchy) < std::tuple(!other.is_systemd, other.hierarchy);
    });
    return all;
}

}  // namespace

std::string v1_path_of(const std::string& text)
{
    const auto all = memberships(text);
    if (all.empty()) return {};
    auto found =
        std::find_if(all.begin(), all.end(), [](const auto& one) { return !labels_of(one.path).container.empty(); });
    if (found == all.end()) found = all.begin();
    return found->path == "/" ? std::string() : found->path;
}

void ProcessCgroups::begin_round()
{
    ++round_;
    if (processes_.size() > kMostProcesses) processes_.clear();
}

const NamedCgroup* ProcessCgroups::find(std::uint32_t pid)
{
    auto& process = processes_[pid];
    if (process.round != round_) {
        process.round = round_;
        read(pid, process);
    }
    return process.cgroup.get();
}

void ProcessCgroups::read(std::uint32_t pid, Process& process) const
{
    std::ifstream file(proc_ + "/" + std::to_string(pid) + "/cgroup");
    std::ostringstream read;
    read << file.rdbuf();  // does not throw where reading fails, as it does of a process that ends now
    const auto text = read.str();
    const auto now = Clock::now();
    if (text.empty()) {  // it has ended
        if (now - process.seen > kLastKnown) process.cgroup.reset();
        return;
    }
    process.seen = now;
    auto path = v1_path_of(text);
    process.cgroup = path.empty() ? nullptr : std::make_unique<NamedCgroup>(std::move(path));
}

}  // namespace hookline::bpf
