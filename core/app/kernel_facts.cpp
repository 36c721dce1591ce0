// SPDX-License-Identifier: MIT
#include "app/kernel_facts.hpp"

#include <linux/capability.h>
#include <sys/utsname.h>
#include <unistd.h>

#include <array>
#include <fstream>
#include <sstream>
#include <utility>

namespace hookline::app {
namespace {

constexpr std::array<std::pair<int, const char*>, 5> kCapabilities = {{{CAP_NET_ADMIN, "CAP_NET_ADMIN"},
                                                                       {CAP_NET_RAW, "CAP_NET_RAW"},
                                                                       {CAP_SYS_ADMIN, "CAP_SYS_ADMIN"},
                                                                       {CAP_PERFMON, "CAP_PERFMON"},
                                                                       {CAP_BPF, "CAP_BPF"}}};

// The first line; empty where there is no such file.
std::string read_line(const char* file)
{
    std::ifstream stream(file);
    std::string line;
    std::getline(stream, line);
    return line;
}

std::string kernel()
{
    utsname name{};
    if (::uname(&name) != 0) return "unknown";
    return std::string(name.release) + ' ' + name.machine;
}

std::string btf()
{
    constexpr const char* kFile = "/sys/kernel/btf/vmlinux";
    return ::access(kFile, R_OK) == 0 ? std::string(kFile)
                                      : "none: this kernel has no CONFIG_DEBUG_INFO_BTF, or /sys is not mounted";
}

std::string unprivileged_bpf()
{
    const auto value = read_line("/proc/sys/kernel/unprivileged_bpf_disabled");
    if (value == "0") return "allowed";
    if (value == "1") return "not allowed, until the next boot";
    if (value == "2") return "not allowed";
    return "unknown";
}

std::string jit()
{
    const auto value = read_line("/proc/sys/net/core/bpf_jit_enable");
    if (value == "0") return "off: eBPF programs are interpreted, several times slower";
    return value.empty() ? "unknown" : "on";
}

std::uint64_t effective_capabilities()
{
    std::ifstream status("/proc/self/status");
    for (std::string line; std::getline(status, line);)
        if (line.starts_with("CapEff:")) return std::stoull(line.substr(7), nullptr, 16);
    return 0;
}

std::string capabilities()
{
    std::string text;
    for (const auto& name : missing_capabilities(effective_capabilities()))
        text += (text.empty() ? "" : ", ") + name;
    return text.empty() ? "all that captures need" : "missing: " + text + "; run as root";
}

std::string cgroup2()
{
    std::ifstream mounts("/proc/self/mounts");
    const auto mount = cgroup2_mount(mounts);
    return mount.empty() ? "not mounted" : mount;
}

}  // namespace

std::vector<std::string> missing_capabilities(std::uint64_t effective)
{
    std::vector<std::string> missing;
    for (const auto& [number, name] : kCapabilities)
        if ((effective >> number & 1) == 0) missing.emplace_back(name);
    return missing;
}

std::string cgroup2_mount(std::istream& mounts)
{
    for (std::string line; std::getline(mounts, line);) {
        std::istringstream fields(line);
        std::string device, mount, type;
        fields >> device >> mount >> type;
        if (type == "cgroup2") return mount;
    }
    return {};
}

std::vector<std::vector<std::string>> kernel_facts()
{
    return {{"kernel", kernel()},
            {"BTF", btf()},
            {"unprivileged bpf", unprivileged_bpf()},
            {"eBPF JIT", jit()},
            {"capabilities", capabilities()},
            {"cgroup v2", cgroup2()}};
}

}  // namespace hookline::app
