// SPDX-License-Identifier: MIT
#include "bpf_support/sockets/kprobe_events.hpp"

#include <fcntl.h>
#include <linux/perf_event.h>
#include <sys/file.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <fstream>
#include <hookline/plugin.hpp>
#include <istream>
#include <sstream>

#include "bpf_support/errors.hpp"

namespace hookline::bpf {
namespace {

namespace fs = std::filesystem;

constexpr const char* kFolders[] = {"/sys/kernel/tracing", "/sys/kernel/debug/tracing"};
constexpr const char* kList = "kprobe_events";
constexpr std::string_view kGroup = "hookline/";
constexpr int kCallsAtOnce = 4096;  // KRETPROBE_MAXACTIVE_MAX of kernel/trace/trace_kprobe.c

// Where the list is, and the list. Never with O_TRUNC: the kernel would remove everybody's events.
std::pair<fs::path, UniqueFd> open_list()
{
    int error = 0;
    for (const fs::path folder : kFolders) {
        UniqueFd list(::open((folder / kList).c_str(), O_WRONLY | O_APPEND | O_CLOEXEC));
        if (list) return {folder, std::move(list)};
        if (error == 0 || error == ENOENT) error = errno;
    }
    throw Error(std::string(kFolders[0]) + "/" + kList + ": " + kernel_words(error));
}

// 0, or an errno. The kernel takes a line at a time.
int tell(const UniqueFd& list, const std::string& command)
{
    const auto line = command + "\n";
    return ::write(list.get(), line.data(), line.size()) < 0 ? errno : 0;
}

std::string removal_of(const std::string& name)
{
    return "-:" + std::string(kGroup) + name;
}

}  // namespace

void KprobeEventRemover::operator()(const std::string* name) const
{
    try {
        tell(open_list().second, removal_of(*name));
    } catch (const std::exception&) {  // the next start removes it
    }
    delete name;
}

KprobeEvents::KprobeEvents()
{
    std::tie(folder_, list_) = open_list();
    if (::flock(list_.get(), LOCK_EX) != 0)
        throw Error((folder_ / kList).string() + ": locking: " + kernel_words(errno));
}

// Another process of this number may have the name: in another PID namespace, or killed long ago.
KprobeEvent KprobeEvents::add_return(const std::string& function) const
{
    for (int number = 0;; ++number) {
        auto name = function + "_" + std::to_string(::getpid()) + "_" + std::to_string(number);
        const auto command = "r" + std::to_string(kCallsAtOnce) + ":" + std::string(kGroup) + name + " " + function;
        const int error = tell(list_, command);
        if (error == 0) return KprobeEvent(new std::string(std::move(name)));
        if (error != EEXIST)
            throw Error((folder_ / kList).string() + ": writing \"" + command + "\": " + kernel_words(error));
    }
}

// Events are not bound to the CPU that is named here: a program runs wherever the function returns.
UniqueFd KprobeEvents::open(const std::string& name) const
{
    const auto path = folder_ / "events" / std::string(kGroup) / name / "id";
    perf_event_attr attributes{};
    attributes.type = PERF_TYPE_TRACEPOINT;
    attributes.size = sizeof attributes;
    if (!(std::ifstream(path) >> attributes.config)) throw Error(path.string() + ": cannot be read");
    UniqueFd event(static_cast<int>(::syscall(SYS_perf_event_open, &attributes, -1, 0, -1, PERF_FLAG_FD_CLOEXEC)));
    if (!event) throw Error("perf_event_open of kprobe event " + name + ": " + kernel_words(errno));
    return event;
}

std::vector<std::string> KprobeEvents::remove_unused() const
{
    std::ifstream list(folder_ / kList);
    auto names = names_of_ours(list);
    std::erase_if(names, [this](const std::string& name) { return tell(list_, removal_of(name)) != 0; });
    return names;
}

std::uint64_t missed_by(const std::vector<std::string>& names)
{
    for (const fs::path folder : kFolders)
        if (std::ifstream profile(folder / "kprobe_profile"); profile) return missed_by(names, profile);
    return 0;
}

// "  inet_recvmsg_17_0                         1               4": calls, and those that were missed.
std::uint64_t missed_by(const std::vector<std::string>& names, std::istream& profile)
{
    std::uint64_t sum = 0;
    for (std::string line; std::getline(profile, line);) {
        std::string name;
        std::uint64_t calls = 0;
        std::uint64_t missed = 0;
        if (std::istringstream(line) >> name >> calls >> missed && std::ranges::find(names, name) != names.end())
            sum += missed;
    }
    return sum;
}

// "r4096:hookline/inet_recvmsg_17_0 inet_recvmsg"
std::vector<std::string> names_of_ours(std::istream& list)
{
    std::vector<std::string> names;
    for (std::string line; std::getline(list, line);) {
        const auto begin = line.find(':') + 1;
        if (begin == 0 || !std::string_view(line).substr(begin).starts_with(kGroup)) continue;
        const auto name = begin + kGroup.size();
        names.push_back(line.substr(name, line.find(' ', name) - name));
    }
    return names;
}

}  // namespace hookline::bpf
