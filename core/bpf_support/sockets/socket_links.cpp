// SPDX-License-Identifier: MIT
#include "bpf_support/sockets/socket_links.hpp"

#include <algorithm>
#include <cerrno>
#include <string_view>

#include "bpf_support/errors.hpp"

namespace hookline::bpf {
namespace {

constexpr std::string_view kReturnSection = "kretprobe/";

}  // namespace

SocketLinks::SocketLinks(const Host& host)
{
    try {
        for (const auto& name : KprobeEvents().remove_unused())
            host.info("kprobe event hookline/" + name + ", left by a hookline that was killed: removed");
    } catch (const Error&) {  // said when one is to be made
    }
}

void SocketLinks::attach(const Host& host, const bpf_program* program)
{
    const std::string_view section = bpf_program__section_name(program);
    if (section.starts_with(kReturnSection) && attach_to_return(host, program)) return;
    Link link(bpf_program__attach(program));
    if (!link) throw Error(std::string(section) + ": attaching: " + kernel_words(errno));
    links_.push_back(std::move(link));
}

// False: not in this way.
bool SocketLinks::attach_to_return(const Host& host, const bpf_program* program)
{
    const std::string function = bpf_program__section_name(program) + kReturnSection.size();
    if (!has_events_) return false;
    try {
        returns_.push_back(bpf::attach_to_return(program, function));
        return true;
    } catch (const Error& error) {
        has_events_ = false;
        host.warn(
            "kretprobe of " + function + ": " + error.what() +
            "; the kernel's default is used instead, which sees few calls at a time: while as many wait, others are "
            "missed, and not counted as lost. Needs root, and tracefs: mount -t tracefs tracefs /sys/kernel/tracing");
        return false;
    }
}

// An event tells what it missed until it is removed.
void SocketLinks::clear()
{
    links_.clear();
    for (auto& probe : returns_)
        probe.link.reset();
    static_cast<void>(missed());
    returns_.clear();
}

std::uint64_t SocketLinks::missed()
{
    if (returns_.empty()) return missed_;
    std::vector<std::string> names;
    for (const auto& probe : returns_)
        names.push_back(*probe.event);
    missed_ = std::max(missed_, missed_by(names));
    return missed_;
}

}  // namespace hookline::bpf
