// SPDX-License-Identifier: MIT
#include "bpf_support/capabilities.hpp"

#include <sys/syscall.h>
#include <unistd.h>

#include <cstdint>

namespace hookline::bpf {
namespace {

std::uint64_t effective_capabilities()
{
    __user_cap_header_struct header{_LINUX_CAPABILITY_VERSION_3, 0};
    __user_cap_data_struct data[_LINUX_CAPABILITY_U32S_3]{};
    if (::syscall(SYS_capget, &header, data) != 0) return ~std::uint64_t{0};
    return std::uint64_t{data[1].effective} << 32 | data[0].effective;
}

bool has(std::uint64_t effective, int capability)
{
    return (effective >> capability & 1) != 0;
}

const char* name_of(int capability)
{
    switch (capability) {
    case CAP_BPF: return "CAP_BPF";
    case CAP_NET_ADMIN: return "CAP_NET_ADMIN";
    case CAP_NET_RAW: return "CAP_NET_RAW";
    case CAP_PERFMON: return "CAP_PERFMON";
    case CAP_SYS_ADMIN: return "CAP_SYS_ADMIN";
    default: return "a capability";
    }
}

}  // namespace

std::string missing_capabilities(std::span<const int> wanted)
{
    const auto effective = effective_capabilities();
    std::string missing;
    for (const int capability : wanted) {
        const bool implied = (capability == CAP_BPF || capability == CAP_PERFMON) && has(effective, CAP_SYS_ADMIN);
        if (implied || has(effective, capability)) continue;
        missing += (missing.empty() ? "" : ", ") + std::string(name_of(capability));
    }
    return missing;
}

std::string permission_advice(std::span<const int> wanted)
{
    const auto missing = missing_capabilities(wanted);
    if (missing.empty())
        return "Operation not permitted (1), although the capabilities are there; kernel lockdown, a container's "
               "seccomp "
               "filter or a user namespace forbids it";
    return "missing " + missing + " (Operation not permitted (1)); run as root, or grant them to the process";
}

}  // namespace hookline::bpf
